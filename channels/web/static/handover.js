// Who has the conversation: the line at the top, the offer of a person, and what the citizen is asked about it.

import * as api from "./api.js";
import { callBackForm } from "./call_back.js";
import { button, el } from "./elements.js";
import { satisfactionForm } from "./satisfaction.js";
import { CALL_PERSON, standing, WORDS } from "./words.js";

const WITH_PERSON = new Set(["assigned", "with_agent"]);
const WAITING = new Set(["queued", "assigned"]);
const TYPING_EVERY_MS = 3000;
const byId = (id) => document.getElementById(id);

export class Handover {
  state = "none";
  #place = {};
  #agent = "";
  #told = 0;
  #asking = null;
  #offering = null;
  #acts;

  // acts: person(act) as Conversation has it, now() asks where things stand; tail(node) puts something under everything
  // else; say(text, kind) shows a line; rest() is where the focus goes from what disappears; typing() tells that the
  // citizen types; done(seq) and isDone(seq) remember what was answered.
  constructor(acts) {
    this.#acts = acts;
    byId("stop-waiting").addEventListener("click", (event) => this.#once(event.currentTarget, () => this.cancel()));
    byId("question").addEventListener("input", () => this.#typing());
  }

  // Whether a person has the conversation, so that the assistant says nothing.
  get silent() {
    return WITH_PERSON.has(this.state);
  }

  clear() {
    this.#agent = "";
    this.heard({ state: "none" });
  }

  // A state as any message, frame or answer tells it; seq is the message that did.
  heard({ state, position, estimate_seconds: seconds, asks, agent_name: agent }, { seq, author } = {}) {
    if (!state) return;
    if (state !== this.state) this.#place = {};
    this.state = state;
    if (!this.silent) this.#agent = "";
    this.named(agent ?? author);
    if (position) this.#place = { position, seconds };
    this.#show();
    if (state !== "offered" && this.#offering?.isConnected) this.#acts.tail(null);
    if (seq) this.#ask(asks, seq);
  }

  // A form stays until a later message about the handover, with or without one of its own.
  #ask(asks, seq) {
    const form = asks && !this.#acts.isDone(seq) ? this.#form(asks, seq) : null;
    if (form || this.silent || this.#asking?.isConnected) this.#acts.tail(form);
    this.#asking = form;
  }

  // Whoever speaks or types for the desk has the conversation.
  named(agent) {
    if (!agent || !this.silent || agent === this.#agent) return;
    this.#agent = agent;
    this.#show();
  }

  async ask() {
    this.#acts.say(WORDS.handoverAsking);
    try {
      const answer = await this.#acts.person((session) => api.handover(session));
      this.#acts.say("");
      this.heard(answer);
    } catch {
      this.#acts.say(WORDS.handoverFailed, "trouble");
    }
  }

  async cancel() {
    this.#acts.say(WORDS.stopping);
    try {
      const answer = await this.#acts.person((session) => api.handover(session, "cancel"));
      this.#acts.say("");
      this.heard(answer);
    } catch (error) {
      await this.look(true);
      this.#acts.say(this.state === "queued" || error instanceof api.Lost ? WORDS.stopFailed : "", "trouble");
    }
  }

  // Asks the service where things stand: without a socket nothing else tells the place in the queue.
  async look(always) {
    if (!always && !WAITING.has(this.state)) return;
    try {
      this.heard(await this.#acts.now());
    } catch {
      // What was heard last still stands.
    }
  }

  // One large button under a reply that offers a person; null when it does not.
  offer(reply) {
    const { offered, state, asks } = reply.handover ?? {};
    if (!offered || asks || state !== "offered" || reply.outcome === "handover_requested") return null;
    const call = (event) => this.#once(event.currentTarget, () => this.ask());
    this.#offering = el("div", { class: "offer" }, button(CALL_PERSON, call, { class: "button strong huge" }));
    return this.#offering;
  }

  #form(asks, seq) {
    const over = () => {
      this.#acts.done(seq);
      this.#acts.tail(null);
    };
    const rate = async (score) => {
      await this.#acts.person((session) => api.satisfaction(session, score));
      this.#acts.done(seq);
    };
    const leave = async (body) => this.heard(await this.#acts.person((session) => api.callBack(session, body)));
    if (asks === "satisfaction") return satisfactionForm(rate, over);
    return asks === "call_back" ? callBackForm(leave, over) : null;
  }

  #show() {
    const text = standing({ state: this.state, agent: this.#agent, ...this.#place });
    const line = byId("bar-text");
    if (line.textContent !== text) line.textContent = text;
    const stop = byId("stop-waiting");
    const waiting = WAITING.has(this.state);
    if (!waiting && stop === document.activeElement) this.#acts.rest();
    stop.hidden = !waiting;
    byId("bar").dataset.state = this.state;
    byId("bar").hidden = !text;
  }

  #typing() {
    if (this.state !== "with_agent" || Date.now() - this.#told < TYPING_EVERY_MS) return;
    this.#told = Date.now();
    this.#acts.typing();
  }

  // A second tap while the first is on its way does nothing.
  async #once(node, act) {
    if (node.getAttribute("aria-disabled") === "true") return;
    node.setAttribute("aria-disabled", "true");
    await act().finally(() => node.removeAttribute("aria-disabled"));
  }
}
