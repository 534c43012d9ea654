// The clause a sentence rests on, in a dialog.

import { button, el } from "./elements.js";
import { CONFIDENCE, period } from "./words.js";

export const place = (citation) => [citation.title, citation.section].filter(Boolean).join("，");

function rows(citation) {
  return [
    ["条款", citation.section],
    ["说的是", citation.heading],
    ["文号", citation.doc_no],
    ["发文单位", citation.issuer],
    ["有效时间", period(citation.effective_from, citation.effective_to)],
    ["适用地区", citation.region?.replace("/", " ")],
    ["适用制度", citation.scheme],
    ["可信度", CONFIDENCE[citation.confidence]],
    ["资料来源", citation.source],
  ].filter(([, value]) => value);
}

function originalLink(citation) {
  if (!/^https?:\/\//.test(citation.url ?? "")) return null;
  const options = { class: "button", href: citation.url, target: "_blank", rel: "noopener noreferrer" };
  return el("a", options, "看文件原文（打开新网页）");
}

// The words the answer used stand out in the clause.
function quoted(citation, sentence) {
  const lines = (citation.quote ?? "").split("\n").filter(Boolean);
  return lines.map((line) => el("p", {}, line.trim() === sentence.trim() ? el("mark", {}, line) : line));
}

export function openCitation(citation, sentence, opener) {
  const dialog = document.getElementById("citation");
  const close = button("关上", () => dialog.close());
  const facts = rows(citation).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
  const body = el("div", { class: "sheet-body", tabindex: "0", role: "region", "aria-label": "依据内容" });
  if (citation.title) body.append(el("h3", {}, citation.title));
  body.append(el("blockquote", {}, ...quoted(citation, sentence)), el("dl", { class: "facts" }, ...facts));
  const link = originalLink(citation);
  if (link) body.append(link);
  const heading = el("h2", { id: "citation-title" }, `依据${citation.mark}`);
  dialog.replaceChildren(el("div", { class: "sheet-head" }, heading, close), body);
  dialog.addEventListener("close", () => opener.focus(), { once: true });
  dialog.showModal();
  close.focus();
}

// A tap beside the sheet closes it.
export function closeOnBackdrop(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
