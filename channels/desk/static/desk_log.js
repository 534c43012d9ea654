// The entries of one conversation in their order, each drawn once; notes stand between by their time, unsent words last.

import { el, replace } from "./desk_elements.js";
import { messageNode, noteNode, outboxNode } from "./desk_message.js";
import { TALK } from "./desk_words.js";

const NEAR_PX = 120;

export class Log {
  #nodes = new Map();
  #case = null;
  stuck = true;

  // items(id) gives the outbox of a case; acts are the buttons of what was not sent.
  constructor({ items, acts }) {
    this.items = items;
    this.acts = acts;
    this.list = el("div", { class: "entries", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": TALK.log });
    this.typing = el("p", { class: "citizen-typing", role: "status" });
    this.below = el("button", { type: "button", class: "button strong below", hidden: true, on: { click: () => this.toEnd() } }, TALK.newBelow);
    this.scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": TALK.log }, this.list, this.typing);
    this.node = el("div", { class: "log-frame" }, this.scroller, this.below);
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.scroller);
  }

  show(dossier) {
    const other = this.#case !== dossier.id;
    if (other) this.#clear(dossier.id);
    if (other) this.stuck = true;
    const before = this.list.childElementCount;
    this.#draw(this.#entries(dossier));
    if (other) requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
    if (this.stuck) this.toEnd();
    else if (this.list.childElementCount > before) this.below.hidden = false;
  }

  setTyping(on) {
    const text = on ? TALK.citizenTyping : "";
    if (this.typing.textContent === text) return;
    this.typing.textContent = text;
    if (this.stuck) this.toEnd();
  }

  toEnd() {
    this.stuck = true;
    this.below.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  // At the end it stays there, whatever comes or however small the place gets; a hidden page says nothing about it.
  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (!clientHeight) return;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.stuck) this.below.hidden = true;
  }

  // What was said before is not read out again.
  #clear(id) {
    this.#case = id;
    this.#nodes.clear();
    this.list.setAttribute("aria-live", "off");
    replace(this.list);
    this.typing.textContent = "";
  }

  #entries(dossier) {
    const notes = [...dossier.notes].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    const entries = [];
    for (const message of dossier.messages) {
      while (notes.length && Date.parse(notes[0].at) < Date.parse(message.at)) entries.push(note(notes.shift()));
      entries.push([`m${message.seq}`, () => messageNode(message)]);
    }
    entries.push(...notes.map(note));
    const sent = new Set(dossier.messages.map((message) => message.client_message_id).filter(Boolean));
    for (const item of this.items(dossier.id)) {
      if (!sent.has(item.id)) entries.push([`o${item.id}${item.state}${item.why}`, () => outboxNode(item, this.acts)]);
    }
    return entries;
  }

  #draw(entries) {
    const wanted = new Set(entries.map(([key]) => key));
    for (const [key, node] of this.#nodes) {
      if (wanted.has(key)) continue;
      node.remove();
      this.#nodes.delete(key);
    }
    let spot = this.list.firstChild;
    for (const [key, make] of entries) {
      if (!this.#nodes.has(key)) this.#nodes.set(key, make());
      const node = this.#nodes.get(key);
      if (node === spot) spot = spot.nextSibling;
      else this.list.insertBefore(node, spot);
    }
  }
}

const note = (one) => [`n${one.id}`, () => noteNode(one)];
