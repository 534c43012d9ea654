// Where the agent writes: to the citizen, or an internal note. What is written stays with its case.

import { place } from "./desk_citation.js";
import { button, el, replace } from "./desk_elements.js";
import { CANNED, COMPOSER } from "./desk_words.js";

const TYPING_MS = 3000;
const LONGEST = 4000;
const MOST_CITATIONS = 10;

export class Composer {
  #case = null;
  #typedAt = 0;
  #shown = "";

  // acts: send(id, text, citations), note(id, text) → promise, typing(id), canned(), search(), suggest(id, place), say(text, kind)
  constructor({ drafts, acts, changed }) {
    Object.assign(this, { drafts, acts, changed });
    this.area = el("textarea", { id: "composer", rows: "3", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "composer-mode" });
    this.label = el("label", { class: "unseen", for: "composer" }, COMPOSER.label);
    this.mode = el("p", { id: "composer-mode", class: "note-mode" });
    this.chips = el("ul", { class: "plain chips", "aria-label": COMPOSER.cited, hidden: true });
    this.above = el("div", { class: "above" });
    this.sendButton = el("button", { type: "submit", class: "button strong" }, COMPOSER.send);
    this.noteButton = button(COMPOSER.toNote, () => this.toggleNote(), { class: "button quiet", "aria-pressed": "false", title: "Alt+N" });
    this.tools = el(
      "div",
      { class: "row grow" },
      button(COMPOSER.canned, () => this.acts.canned(), { class: "button quiet", title: "/" }),
      button(COMPOSER.search, () => this.acts.search(), { class: "button quiet", title: "Alt+S" }),
      button(COMPOSER.suggest, () => this.acts.suggest(), { class: "button quiet", title: "Alt+G" }),
    );
    this.node = el("form", { class: "composer", autocomplete: "off" }, this.above, this.mode, this.label, this.area, this.chips, el("div", { class: "row" }, this.tools, this.noteButton, this.sendButton));
    this.node.addEventListener("submit", (event) => this.#submit(event));
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.area.addEventListener("input", () => this.#input());
  }

  // may: the citizen can be written to; noteOnly: notes are all one may write.
  show(id, may, mayNote) {
    const shows = `${id}${may}${mayNote}`;
    this.node.hidden = !may && !mayNote && !this.drafts.has(id);
    if (shows === this.#shown) return;
    this.#shown = shows;
    if (this.#case !== id) replace(this.above);
    this.#case = id;
    this.may = may;
    this.mayNote = mayNote;
    this.#draw();
  }

  focus() {
    this.area.focus();
  }

  get citations() {
    return this.drafts.get(this.#case).citations;
  }

  toggleNote() {
    if (!this.may) return;
    const { mode } = this.drafts.get(this.#case);
    this.drafts.put(this.#case, { mode: mode === "note" ? "message" : "note" });
    this.#draw();
    this.focus();
  }

  // Puts words where the cursor is, or before everything, for the citizen; they are never sent by this.
  take(text, citations = [], { before = false } = {}) {
    this.drafts.put(this.#case, { mode: "message" });
    this.#draw();
    const { area } = this;
    const at = before ? 0 : area.selectionEnd;
    const joined = before && area.value ? `${text}\n` : text;
    area.setRangeText(joined, at, at, "end");
    this.#input(false);
    for (const citation of citations) this.cite(citation);
    this.focus();
  }

  // Whether the clause was added; it is there once.
  cite(citation) {
    const id = citation.passage_id ?? citation.id;
    const { citations } = this.drafts.get(this.#case);
    if (!id || citations.length >= MOST_CITATIONS || citations.some((one) => one.passage_id === id)) return false;
    this.drafts.put(this.#case, { mode: "message", citations: [...citations, { passage_id: id, title: place(citation) || id }] });
    this.#draw();
    return true;
  }

  get #noting() {
    return !this.may || this.drafts.get(this.#case).mode === "note";
  }

  #draw() {
    const draft = this.drafts.get(this.#case);
    const noting = this.#noting;
    const value = noting ? draft.note : draft.text;
    if (this.area.value !== value) this.area.value = value;
    this.node.classList.toggle("noting", noting);
    this.label.textContent = noting ? COMPOSER.noteLabel : COMPOSER.label;
    this.area.placeholder = noting ? COMPOSER.notePlaceholder : COMPOSER.placeholder;
    this.mode.textContent = noting ? COMPOSER.noteOn : "";
    this.sendButton.textContent = noting ? COMPOSER.keep : COMPOSER.send;
    this.sendButton.disabled = !this.may && !this.mayNote;
    this.noteButton.hidden = !this.may;
    this.noteButton.textContent = noting ? COMPOSER.toMessage : COMPOSER.toNote;
    this.noteButton.setAttribute("aria-pressed", String(noting));
    this.tools.hidden = noting || !this.may;
    this.chips.hidden = noting || !draft.citations.length;
    replace(this.chips, draft.citations.map((one) => this.#chip(one)));
    this.changed(this.#case);
  }

  #chip(citation) {
    const remove = button("×", () => this.#uncite(citation.passage_id), { class: "button bare", "aria-label": COMPOSER.removeCitation(citation.title) });
    return el("li", { class: "chip", title: citation.title }, el("span", {}, citation.title), remove);
  }

  #uncite(passage) {
    this.drafts.put(this.#case, { citations: this.citations.filter((one) => one.passage_id !== passage) });
    this.#draw();
    this.focus();
  }

  #input(tell = true) {
    const had = this.drafts.has(this.#case);
    this.drafts.put(this.#case, this.#noting ? { note: this.area.value } : { text: this.area.value });
    if (had !== this.drafts.has(this.#case)) this.changed(this.#case);
    if (!tell || this.#noting || !this.area.value.trim() || Date.now() - this.#typedAt < TYPING_MS) return;
    this.#typedAt = Date.now();
    this.acts.typing(this.#case);
  }

  // A slash at the beginning opens the canned replies. Enter while Chinese is being composed only picks the word.
  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "/" && !this.area.value.trim() && !this.#noting && this.may) {
      event.preventDefault();
      this.acts.canned();
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey) {
      event.preventDefault();
      this.#submit(event);
    }
  }

  async #submit(event) {
    event.preventDefault();
    const id = this.#case;
    const text = this.area.value.trim();
    if (!text) return this.acts.say(COMPOSER.empty);
    if (text.length > LONGEST) return this.acts.say(COMPOSER.tooLong, "trouble");
    if (this.#noting) return this.#note(id, text);
    if (!this.may) return undefined;
    const { citations } = this.drafts.get(id);
    this.drafts.put(id, { text: "", citations: [] });
    this.#typedAt = 0;
    replace(this.above);
    this.#draw();
    this.acts.send(id, text, citations);
    return undefined;
  }

  // A note that was not taken stays in the box.
  async #note(id, text) {
    if (this.noting) return;
    this.noting = true;
    try {
      await this.acts.note(id, text);
      this.drafts.put(id, { note: "", ...(this.may && { mode: "message" }) });
      if (this.#case === id) this.#draw();
      this.acts.say(COMPOSER.noteSent);
    } catch (error) {
      this.acts.say(error.text ?? error.message, "trouble");
    } finally {
      this.noting = false;
    }
  }
}

// Variables of a canned reply; one nobody knows stays as it is, for the agent to fill.
export function filled(text, { citizen, agent, today }) {
  const values = { 市民称呼: citizen || CANNED.citizen, 坐席姓名: agent, 事项: CANNED.matter, 今天: today, 热线: CANNED.hotline };
  return text.replace(/\{([^{}]+)\}/g, (whole, name) => values[name.trim()] || whole);
}
