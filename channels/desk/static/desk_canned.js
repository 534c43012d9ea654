// Canned replies: a list that narrows as one types, chosen with the arrows and Enter. What is chosen goes into the composer.

import { today, plainDate } from "./desk_clock.js";
import { filled } from "./desk_composer.js";
import { dialog, el, freshId, replace } from "./desk_elements.js";
import { CANNED, SHELL } from "./desk_words.js";

const KEEP_MS = 60000;

export class Canned {
  #list = [];
  #at = 0;

  constructor({ api, store }) {
    Object.assign(this, { api, store });
  }

  async #load() {
    if (this.#list.length && Date.now() - this.#at < KEEP_MS) return this.#list;
    this.#list = (await this.api.get("/canned")) ?? [];
    this.#at = Date.now();
    return this.#list;
  }

  // The words to put in, or null.
  pick(id) {
    return dialog(CANNED.heading, (close) => this.#panel(close, id), { class: "picker" });
  }

  #panel(close, id) {
    const listId = freshId("canned");
    const list = el("ul", { id: listId, class: "plain options", role: "listbox", "aria-label": CANNED.heading });
    const input = el("input", { type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list", "aria-label": CANNED.filter, placeholder: CANNED.filter });
    const note = el("p", { class: "soft", role: "status" }, SHELL.loading);
    let shown = [];
    let at = 0;
    let ready = false;
    let hurried = "";
    const mark = () => {
      [...list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === at)));
      const node = list.children[at];
      if (node) input.setAttribute("aria-activedescendant", node.id);
      else input.removeAttribute("aria-activedescendant");
      node?.scrollIntoView({ block: "nearest" });
    };
    const choose = (one) => one && close(this.#fill(one, id));
    const draw = () => {
      if (!ready) return;
      shown = this.#match(input.value);
      at = 0;
      replace(list, shown.map((one) => option(one, this.#fill(one, id), () => choose(one))));
      list.hidden = !shown.length;
      note.textContent = shown.length ? "" : this.#list.length ? CANNED.none : CANNED.empty;
      mark();
    };
    input.addEventListener("input", draw);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter") choose(shown[at]) ?? (hurried = input.value.trim());
      else if (event.key === "ArrowDown") at = Math.min(at + 1, shown.length - 1);
      else if (event.key === "ArrowUp") at = Math.max(at - 1, 0);
      else return;
      event.preventDefault();
      mark();
    });
    list.hidden = true;
    // Whoever knows the code by heart is faster than the list.
    const loaded = () => {
      ready = true;
      draw();
      if (hurried && hurried === input.value.trim()) choose(shown[0]);
    };
    this.#load().then(loaded, (error) => (note.textContent = error.text ?? error.message));
    return el("div", { class: "stack" }, input, note, list);
  }

  // By code first, then by title and words; those of my groups and of everybody.
  #match(typed) {
    const wanted = typed.replace(/^\//, "").trim().toLowerCase();
    const mine = this.#list.filter((one) => !one.skill || !this.store.me?.skills?.length || this.store.me.skills.includes(one.skill));
    if (!wanted) return mine;
    const starts = (one) => String(one.code ?? "").toLowerCase().startsWith(wanted);
    const has = (one) => `${one.code} ${one.title} ${one.text}`.toLowerCase().includes(wanted);
    return [...mine.filter(starts), ...mine.filter((one) => !starts(one) && has(one))];
  }

  #fill(one, id) {
    const { verified_name: citizen } = this.store.known(id)?.packet ?? {};
    return filled(one.text, { citizen: citizen?.includes("*") ? "" : citizen, agent: this.store.me?.name ?? "", today: plainDate(today()) });
  }
}

function option(one, text, choose) {
  const node = el("li", { id: freshId("reply"), role: "option", "aria-selected": "false" }, el("strong", {}, [one.code && `/${one.code}`, one.title].filter(Boolean).join(" ")), el("span", {}, text));
  node.addEventListener("click", choose);
  return node;
}
