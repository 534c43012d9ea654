// The assistant's words as the citizen reads them: a line for each sentence, details folded.

import { el, fold } from "./desk_elements.js";
import { TALK } from "./desk_words.js";

const marked = ({ text, marks }) => el("p", {}, text, marks?.length ? el("span", { class: "marks soft" }, marks.map((mark) => `[${mark}]`)) : null);

export const paragraphs = (text) => String(text ?? "").split(/\n+/).filter((line) => line.trim()).map((line) => el("p", {}, line));

// `open` shows the details at once; `key` keeps the fold as it is when a list is drawn anew.
export function replyWords(reply, text, { open = false, key = "" } = {}) {
  const sentences = reply?.sentences ?? [];
  const main = sentences.filter((each) => !each.detail);
  if (!main.length) return paragraphs(text ?? reply?.text);
  const more = sentences.filter((each) => each.detail);
  const details = more.length ? fold(TALK.details(more.length), el("div", { class: "details" }, more.map(marked)), open) : null;
  if (details && key) details.dataset.key = key;
  return [...main.map(marked), details];
}
