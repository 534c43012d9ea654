// How a figure was worked out, step by step. A trace is a list of steps or a tool's whole result with its steps under `trace`.

import { el } from "./desk_elements.js";
import { CONFIDENCE, PACKET } from "./desk_words.js";

const pairs = (value) => (Array.isArray(value) ? value : Object.entries(value ?? {}));
const stepsOf = (trace) => (Array.isArray(trace) ? trace : (trace?.trace ?? trace?.steps ?? []));

function parameter(one) {
  const about = [one.region, one.source, CONFIDENCE[one.confidence] ?? one.confidence].filter(Boolean).join("，");
  return el("p", { class: "soft" }, `${PACKET.using}${[one.name, one.value].filter(Boolean).join("：")}${about ? `（${about}）` : ""}`);
}

function step(one) {
  const inputs = pairs(one.inputs).map(([name, value]) => `${name}：${value}`);
  return el(
    "li",
    {},
    el("strong", {}, one.step),
    one.formula && el("p", {}, one.formula),
    inputs.length > 0 && el("p", { class: "soft" }, inputs.join("；")),
    (one.parameters ?? []).map(parameter),
    one.value && el("p", {}, `${PACKET.result}${one.value}`),
  );
}

function lines(title, some) {
  if (!some?.length) return null;
  return [el("strong", {}, title), el("ul", {}, some.map((line) => el("li", {}, line)))];
}

export function traceView(trace) {
  const parts = trace?.parts?.length ? trace.parts : [trace];
  const shown = parts.filter((part) => stepsOf(part).length);
  if (!shown.length) return null;
  return el(
    "div",
    { class: "trace" },
    shown.map((part) => el("ol", {}, stepsOf(part).map(step))),
    lines(PACKET.assumptions, trace.assumptions),
    lines(PACKET.caveats, trace.caveats),
  );
}
