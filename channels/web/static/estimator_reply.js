// What can be done with an estimate given in the conversation: print it, keep it as a table, go on with it on its page.

import { button, el } from "./elements.js";
import { thisMonth, toFragment, TRACK_NAMES } from "./estimator_answers.js";
import { csvText, download, estimateRows } from "./estimator_sheet.js";

const TOOL = "pension_estimate";

// The single calculations of an answer; a woman whose post is open has one for each set of rules.
function estimates(trace) {
  const parts = trace?.parts?.length ? trace.parts : [trace];
  return parts.filter((part) => part?.tool === TOOL && part.arguments?.birth && part.result);
}

function table(parts, reply) {
  const asked = Object.entries(reply.form?.collected ?? {});
  const rows = parts.flatMap((part, index) => {
    const title = `退休金测算：按${TRACK_NAMES[part.arguments.track] ?? "现行规定"}算`;
    return [...(index ? [[]] : []), ...estimateRows(part, { title, asked })];
  });
  download(`退休金测算-${thisMonth()}.csv`, csvText(rows));
}

// Only the answer's card goes on paper.
function print(card) {
  const root = document.documentElement;
  const after = () => {
    delete root.dataset.print;
    card.classList.remove("printed");
  };
  root.dataset.print = "one";
  card.classList.add("printed");
  window.addEventListener("afterprint", after, { once: true });
  window.print();
}

export function estimateLink(parts) {
  const tracks = new Set(parts.map((part) => part.arguments.track));
  const given = parts[0].arguments;
  return `/estimator#${toFragment(tracks.size > 1 ? { ...given, track: "female" } : given)}`;
}

// Null for any other answer.
export function estimateRow(reply, card) {
  const parts = estimates(reply.trace);
  if (!parts.length) return null;
  return el(
    "div",
    { class: "actions estimate-row", role: "group", "aria-label": "这份结果" },
    button("打印这份结果", () => print(card)),
    button("下载表格", () => table(parts, reply)),
    el("a", { class: "button", href: estimateLink(parts) }, "在测算页里改一改"),
  );
}
