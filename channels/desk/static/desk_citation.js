// Clauses, folded: what file, which article, how long it holds, and the words.

import { el, fold } from "./desk_elements.js";
import { period } from "./desk_clock.js";
import { CONFIDENCE } from "./desk_words.js";

export const place = (citation) => [citation.title, citation.section].filter(Boolean).join(" ");

function facts(citation) {
  const word = CONFIDENCE[citation.confidence] ?? citation.confidence;
  return [
    ["说的是", citation.heading],
    ["文号", citation.doc_no],
    ["发文", citation.issuer],
    ["有效", period(citation.effective_from, citation.effective_to)],
    ["地区", citation.region?.replace("/", " ")],
    ["制度", citation.scheme],
    ["可信", word],
  ].filter(([, value]) => value);
}

export function original(citation) {
  if (!/^https?:\/\//.test(citation.url ?? "")) return null;
  return el("a", { href: citation.url, target: "_blank", rel: "noopener noreferrer" }, "看文件原文（新网页）");
}

export function clause(citation) {
  const lines = String(citation.quote ?? citation.text ?? "").split("\n").filter((line) => line.trim());
  return el(
    "div",
    { class: "clause" },
    lines.length > 0 && el("blockquote", {}, lines.map((line) => el("p", {}, line))),
    el("dl", { class: "facts" }, facts(citation).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    original(citation),
  );
}

// One fold for each; nothing for none.
export function citationList(citations) {
  if (!citations?.length) return null;
  return el(
    "ul",
    { class: "plain citations" },
    citations.map((citation) => el("li", {}, fold(`${citation.mark ? `[${citation.mark}] ` : ""}${place(citation) || citation.passage_id}`, clause(citation)))),
  );
}
