// The guidance tool's result, sorted into what a checklist shows.

import { Lost, Problem } from "./api.js";

const ADDRESS = "/api/v1/tools/guidance";
const TIMEOUT_MS = 15000;
const GUESSES = "候选：";

export async function askGuidance(answers) {
  let response;
  let body = null;
  try {
    response = await fetch(ADDRESS, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(answers),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT_MS) : undefined,
    });
    body = await response.json().catch(() => null);
  } catch (error) {
    throw new Lost(error.message);
  }
  if (response.ok && body) return body;
  throw new Problem({ status: response.status, title: body?.title });
}

// 步骤1, 步骤2 … as lines: what is said, the article it rests on, whether that is to be confirmed.
function lines(answer, name) {
  return answer.trace.filter((step) => step.step.replace(/\d+$/, "") === name && step.step !== name).map(line);
}

function line(step) {
  return {
    text: step.value,
    basis: step.formula.startsWith("依据：") ? step.formula.replace(/，待确认$/, "") : "",
    unsure: step.formula.endsWith("待确认"),
    facts: step.inputs,
  };
}

const one = (answer, name) => answer.trace.filter((step) => step.step === name).map(line);

// Each document once, with all its articles that are used.
function sourcesOf(answer) {
  const articles = new Map();
  for (const used of answer.trace.flatMap((step) => step.parameters)) {
    const [, name, article] = /^(《.*?》)(.*)$/.exec(used.value) ?? [null, used.value, ""];
    const label = ["single", "memory"].includes(used.confidence) ? `${used.source}，待确认` : used.source;
    if (!articles.has(name)) articles.set(name, { label, articles: new Set() });
    if (article) articles.get(name).articles.add(article);
  }
  return [...articles.values()].map((one) => [one.label, [...one.articles].join("、")].filter(Boolean).join("："));
}

export function matterOf(answer) {
  if (!answer.result["事项"]) return null;
  return {
    id: answer.result["编号"],
    name: answer.result["事项"],
    schemes: answer.result["适用"],
    who: one(answer, "谁来办"),
    when: one(answer, "什么时候办"),
    mine: lines(answer, "您的情况"),
    missing: (answer.result["还要知道"] ?? "").split("、").filter(Boolean),
    materials: lines(answer, "材料"),
    steps: lines(answer, "步骤"),
    places: lines(answer, "办理渠道"),
    times: [...lines(answer, "办结时限"), ...one(answer, "费用")],
    savings: lines(answer, "不用跑腿"),
    cautions: lines(answer, "注意"),
    local: lines(answer, "地方细则"),
    sources: sourcesOf(answer),
    caveats: answer.caveats,
  };
}

export function choiceOf(answer) {
  const groups = answer.trace.filter((step) => step.step.startsWith(GUESSES));
  const question = answer.trace.find((step) => step.step === "问题1" && "在职" in step.inputs);
  return {
    note: answer.result["说明"] ?? "",
    schemes: lines(answer, "适用制度"),
    situations: question ? Object.entries(question.inputs) : [],
    groups: groups.map((step) => ({ name: step.step.slice(GUESSES.length), matters: Object.entries(step.inputs) })),
  };
}
