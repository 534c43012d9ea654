// Ending: closing with a resolution, and giving the conversation back to the assistant.

import { el, field } from "./desk_elements.js";
import { ask, choices } from "./desk_frame.js";
import { CLOSE } from "./desk_words.js";

export const noteArea = () => el("textarea", { rows: "2", maxlength: "200" });
export const noted = (area) => (area.value.trim() ? { note: area.value.trim() } : {});

// go(body) does it and may throw an ApiError, which stays in the dialog. Both resolve with what it gave, or null.
export function askClose({ resolutions, draft, go }) {
  const how = choices(CLOSE.how, Object.entries(resolutions));
  const note = noteArea();
  return ask(CLOSE.title, [draft && el("p", { class: "warning" }, CLOSE.draftOpen), how, field(CLOSE.note, note)], {
    label: CLOSE.go,
    check: () => (how.value ? "" : CLOSE.pick),
    send: () => go({ resolution: how.value, ...noted(note) }),
  });
}

export function askReturn({ draft, go }) {
  const note = noteArea();
  const parts = [draft && el("p", { class: "warning" }, CLOSE.draftOpen), el("p", {}, CLOSE.returnText), field(CLOSE.note, note)];
  return ask(CLOSE.returnTitle, parts, { label: CLOSE.returnGo, send: () => go(noted(note)) });
}
