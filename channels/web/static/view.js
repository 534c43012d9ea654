// The log of the conversation and the lines that say what is going on.

import { button, el } from "./elements.js";
import { agentCard, systemCard } from "./handover_cards.js";
import { WORDS } from "./words.js";

const byId = (id) => document.getElementById(id);
const BACK_MS = 4000;
const ABOVE_PX = 12;
const TYPING_MS = 6000;

export class View {
  #own = new Map();
  #troubled = false;
  #waiting = false;
  #timer = 0;
  #agentTyping = "";
  #typingTimer = 0;
  tail = null;

  // again(id) and edit(id, text) are called from a message that was refused.
  constructor({ again, edit }) {
    this.again = again;
    this.edit = edit;
    this.log = byId("log");
    this.talk = byId("talk");
  }

  clear() {
    this.log.replaceChildren();
    this.tail = null;
    this.#own.clear();
    this.agentTyping("");
  }

  // What stays below everything else, such as suggestions; null takes it away.
  setTail(node) {
    this.tail?.remove();
    this.tail = node;
    if (node) this.log.append(node);
  }

  // Text that is being restored is not read out again.
  quietly(on) {
    this.log.setAttribute("aria-live", on ? "off" : "polite");
  }

  append(node) {
    this.log.insertBefore(node, this.tail);
    return node;
  }

  // The question and the top of its answer stay in sight; long answers are read from their beginning.
  reveal(node) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = node.offsetTop - ABOVE_PX;
    this.talk.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }

  // What leads to a form, and the form's first button; the form alone where both have no room.
  revealWith(form) {
    const before = form.previousElementSibling ?? form;
    const first = form.querySelector("button") ?? form;
    const needed = first.getBoundingClientRect().bottom - before.getBoundingClientRect().top + 2 * ABOVE_PX;
    this.reveal(needed > this.talk.clientHeight ? form : before);
  }

  citizen(text, id, state) {
    const said = el("p", { class: "said" }, text);
    const note = el("div", { class: "note" });
    const node = el("div", { class: "mine" }, el("span", { class: "unseen" }, "您说："), said, note);
    this.append(node);
    if (id) {
      this.#own.set(id, { node, said, note });
      this.state(id, state);
    }
    if (state === "sending") this.reveal(node);
  }

  // The server's copy has personal numbers masked.
  retext(id, text) {
    const own = this.#own.get(id);
    if (own && text) own.said.textContent = text;
  }

  remove(id) {
    this.#own.get(id)?.node.remove();
    this.#own.delete(id);
  }

  state(id, state, reason = "") {
    const own = this.#own.get(id);
    if (!own) return;
    own.node.dataset.state = state;
    own.note.replaceChildren();
    if (state === "delivered") {
      own.note.append(el("p", { class: "delivered" }, `✓ ${WORDS.delivered}`));
      own.note.scrollIntoView({ block: "nearest" });
    }
    if (state !== "failed") return;
    own.note.append(
      el("p", { role: "alert" }, `${WORDS.unsent}${reason}`),
      button("再发一次", () => this.again(id)),
      button("改一改", () => this.edit(id, own.said.textContent)),
    );
  }

  system(text) {
    this.reveal(this.append(systemCard(text)));
  }

  // A message of a person at the desk.
  agent(message) {
    this.agentTyping("");
    this.reveal(this.append(agentCard(message)));
  }

  // Shown for a little while after each sign of it; an empty name ends it.
  agentTyping(name) {
    clearTimeout(this.#typingTimer);
    this.#agentTyping = name;
    if (name) this.#typingTimer = setTimeout(() => this.agentTyping(""), TYPING_MS);
    this.#typing();
  }

  notice(text) {
    this.append(el("p", { class: "notice" }, text));
  }

  waiting(on) {
    this.#waiting = on;
    this.#typing();
  }

  // Not while the network is away: then the line above the buttons says what is going on.
  #typing() {
    const typing = byId("typing");
    const said = this.#agentTyping ? WORDS.agentTyping(this.#agentTyping) : this.#waiting ? WORDS.waiting : "";
    const shown = this.#troubled ? "" : said;
    if (typing.textContent === shown) return;
    typing.hidden = !shown;
    typing.replaceChildren();
    if (shown) typing.append(shown, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
  }

  network(state) {
    const text = { lost: WORDS.lost, unreachable: WORDS.noConversation, slow: WORDS.slow }[state];
    if (text) {
      this.#troubled = true;
      this.say(text, "trouble");
      this.#typing();
    } else if (this.#troubled) {
      this.#troubled = false;
      this.#typing();
      this.say(WORDS.back, "", BACK_MS);
    }
  }

  busy(seconds) {
    this.#troubled = true;
    this.#typing();
    this.say(WORDS.busy(seconds), "trouble");
  }

  // What waits to be sent stays in sight when the line below takes its room.
  #showUnsent() {
    const last = [...this.#own.values()].at(-1);
    if (last?.node.dataset.state === "sending") last.node.scrollIntoView({ block: "nearest" });
  }

  // One line above the buttons; it goes away after `ms` when given.
  say(text, kind = "", ms = 0) {
    clearTimeout(this.#timer);
    const status = byId("status");
    if (status.textContent !== text) status.textContent = text;
    status.dataset.kind = kind;
    if (kind === "trouble") this.#showUnsent();
    if (ms) this.#timer = setTimeout(() => this.say(""), ms);
  }
}
