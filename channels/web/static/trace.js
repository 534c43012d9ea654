// How a figure was worked out, step by step.

import { el } from "./elements.js";
import { CONFIDENCE, plainDate } from "./words.js";

const UNSURE = new Set(["single", "memory"]);
const pairs = (value) => (Array.isArray(value) ? value : Object.entries(value ?? {}));

// Rules are kept under English words; the step's formula says them in Chinese.
export const figureOf = (parameter) => (/^[a-z_]+$/.test(parameter.value) ? "" : parameter.value);

// A figure nobody checked against the document itself stands out.
function confidenceWord(confidence) {
  const word = CONFIDENCE[confidence] ?? confidence;
  return word && UNSURE.has(confidence) ? el("strong", { class: "unsure" }, word.includes("待确认") ? word : `待确认，${word}`) : word;
}

function parameterLine(parameter) {
  const from = plainDate(parameter.effective_from);
  const facts = [parameter.region, from && `${from}起`, parameter.source].filter(Boolean);
  const word = confidenceWord(parameter.confidence);
  const about = [facts.join("，"), facts.length && word ? "，" : "", word].filter(Boolean);
  return el("p", { class: "basis" }, `用到的数：${[parameter.name, figureOf(parameter)].filter(Boolean).join("：")}`, ...(about.length ? ["（", ...about, "）"] : []));
}

function stepItem(step) {
  const item = el("li", { class: "step" }, el("p", { class: "step-name" }, step.step));
  if (step.formula) item.append(el("p", {}, step.formula));
  const inputs = pairs(step.inputs);
  if (inputs.length) item.append(el("p", { class: "basis" }, inputs.map(([name, value]) => `${name}：${value}`).join("；")));
  item.append(...(step.parameters ?? []).map(parameterLine));
  item.append(el("p", { class: "step-value" }, `得到：${step.value}`));
  return item;
}

function listOf(title, lines) {
  if (!lines?.length) return null;
  return el("div", {}, el("p", { class: "step-name" }, title), el("ul", {}, ...lines.map((line) => el("li", {}, line))));
}

// trace: a list of steps, or a tool's whole result with its steps under `trace`.
export function traceSteps(trace) {
  const steps = Array.isArray(trace) ? trace : trace?.trace;
  if (!steps?.length) return null;
  return el(
    "div",
    { class: "trace" },
    el("ol", {}, ...steps.map(stepItem)),
    listOf("这样算的前提", trace.assumptions),
    listOf("请您注意", trace.caveats),
  );
}
