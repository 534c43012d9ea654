// Messages the server has not confirmed, by case and in order. A message keeps its client_message_id through every retry.
// States: sending; waiting (the network, a new sign-in or a pause: it goes by itself); failed (the server refused it).

import { keep, readKept } from "./desk_drafts.js";

const KEY = "desk-outbox";
const FIRST_WAIT_MS = 1500;
const LONGEST_WAIT_MS = 20000;

export function freshMessageId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  #items = new Map();
  #busy = new Set();
  #timer = 0;
  #wait = FIRST_WAIT_MS;
  #agent = "";

  // deliver(caseId, item) sends; changed(caseId) is told of every change; sent(caseId, message) of what arrived.
  constructor({ deliver, changed, sent }) {
    Object.assign(this, { deliver, changed, sent });
  }

  belongTo(agent) {
    if (this.#agent && this.#agent !== agent) this.#items.clear();
    this.#agent = agent;
    const kept = readKept(sessionStorage, KEY);
    if (kept?.agent === agent) {
      for (const [id, items] of Object.entries(kept.items ?? {})) {
        if (this.#items.has(id)) continue;
        this.#items.set(id, items.map((item) => (item.state === "failed" ? item : { ...item, state: "waiting" })));
        this.changed(id);
      }
    }
    this.#write();
    this.flush();
  }

  of(id) {
    return this.#items.get(id) ?? [];
  }

  get any() {
    return [...this.#items.values()].some((items) => items.length);
  }

  failed(id) {
    return this.of(id).some((item) => item.state === "failed");
  }

  add(id, text, citations) {
    const item = { id: freshMessageId(), text, citations, at: new Date().toISOString(), state: "sending", why: "" };
    this.#items.set(id, [...this.of(id), item]);
    this.#tell(id);
    this.#run(id);
    return item;
  }

  again(id, itemId) {
    const item = this.of(id).find((each) => each.id === itemId);
    if (!item) return;
    Object.assign(item, { state: "waiting", why: "" });
    this.#tell(id);
    this.#run(id);
  }

  remove(id, itemId) {
    const rest = this.of(id).filter((item) => item.id !== itemId);
    if (rest.length === this.of(id).length) return;
    if (rest.length) this.#items.set(id, rest);
    else this.#items.delete(id);
    this.#tell(id);
  }

  // Everything that waits, now.
  flush() {
    clearTimeout(this.#timer);
    for (const id of this.#items.keys()) this.#run(id);
  }

  clear() {
    this.#items.clear();
    keep(sessionStorage, KEY, null);
  }

  // One after the other, so the citizen reads them in the order they were written.
  async #run(id) {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    try {
      let item;
      while ((item = this.of(id).find((each) => each.state !== "failed"))) {
        if (!(await this.#send(id, item))) break;
      }
    } finally {
      this.#busy.delete(id);
    }
  }

  async #send(id, item) {
    item.state = "sending";
    this.#tell(id);
    try {
      const message = await this.deliver(id, item);
      this.#wait = FIRST_WAIT_MS;
      this.sent(id, message);
      this.remove(id, item.id);
      return true;
    } catch (error) {
      const later = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
      Object.assign(item, { state: later ? "waiting" : "failed", why: later ? "" : (error.text ?? error.message) });
      this.#tell(id);
      if (later && error.status !== 401) this.#later(error.retryAfter * 1000);
      return !later;
    }
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), ms || this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #tell(id) {
    this.#write();
    this.changed(id);
  }

  #write() {
    keep(sessionStorage, KEY, { agent: this.#agent, items: Object.fromEntries(this.#items) });
  }
}
