// What the assistant would say, above the composer. Taking it only puts it into the box: a person sends it.

import { citationList } from "./desk_citation.js";
import { button, el, replace } from "./desk_elements.js";
import { SUGGESTION, outcomeWord } from "./desk_words.js";

const unmarked = (text) => String(text ?? "").replace(/\[\d+\]/g, "").trim();

// spot is emptied and filled; take(text, citations) puts it into the composer; still() is false when another case is open now.
export async function showSuggestion(spot, { load, take, still }) {
  const close = () => replace(spot);
  const body = el("div", { role: "status" }, SUGGESTION.loading);
  const card = el("section", { class: "suggestion", "aria-label": SUGGESTION.heading }, el("h3", {}, SUGGESTION.heading), body);
  replace(spot, card);
  const leave = button(SUGGESTION.leave, close, { class: "button quiet" });
  try {
    const found = await load();
    if (!still()) return;
    if (!unmarked(found?.text)) return void replace(body, el("p", {}, SUGGESTION.none), leave);
    const adopt = button(SUGGESTION.take, () => {
      close();
      take(unmarked(found.text), found.citations ?? []);
    }, { class: "button strong" });
    const word = outcomeWord(found.outcome);
    replace(body, word && el("span", { class: "badge" }, word), el("div", { class: "words" }, unmarked(found.text).split("\n").map((line) => el("p", {}, line))), citationList(found.citations), el("p", { class: "soft" }, SUGGESTION.hint), el("div", { class: "row end" }, leave, adopt));
    if (spot.contains(document.activeElement) || document.activeElement?.id === "composer") adopt.focus();
  } catch (error) {
    if (!still()) return;
    replace(body, el("p", {}, error.status === 404 ? SUGGESTION.none : (error.text ?? error.message)), leave);
  }
}
