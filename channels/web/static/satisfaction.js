// Five faces after a talk with a person, once; nobody has to answer.

import { button, el } from "./elements.js";
import { facePicture } from "./handover_cards.js";
import { SCORES, WORDS } from "./words.js";

// rate(score) posts it; over() takes the form away.
export function satisfactionForm(rate, over) {
  const told = el("p", { class: "told", role: "status" });
  const faces = el("div", { class: "faces" });
  const form = el("section", { class: "ask-person", "aria-label": "评价这次服务" });
  let sending = false;

  const choose = async (score) => {
    if (sending) return;
    sending = true;
    try {
      await rate(score);
      const thanks = el("p", { class: "thanks", tabindex: "-1" }, WORDS.rated);
      form.replaceChildren(thanks);
      thanks.focus();
    } catch {
      told.textContent = WORDS.notRated;
      sending = false;
    }
  };

  faces.append(
    ...SCORES.map(([score, word]) =>
      el("button", { type: "button", class: "button face-button", on: { click: () => choose(score) }, data: { score } }, facePicture(score), word),
    ),
  );
  form.append(el("h2", {}, "这次人工服务，您满意吗？"), faces, told, button("不评价", over, { class: "button quiet huge" }));
  return form;
}
