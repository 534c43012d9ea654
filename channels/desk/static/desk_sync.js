// Keeps the store like the server: the floor after every change, whole cases when they are opened, messages as they come.

import { now } from "./desk_clock.js";

const SETTLE_MS = 250;
const LONGEST_MS = 1000;
const POLL_MS = 5000;
const SLOW_POLL_MS = 30000;
const REOPEN_MS = 25000;

export class Sync {
  #timer = 0;
  #asked = null;
  #poll = 0;
  #loading = new Map();
  #busy = false;
  #again = false;
  #openedAt = 0;
  failed = null;

  constructor({ api, store, socket }) {
    Object.assign(this, { api, store, socket });
    socket.on("changed", () => this.soon());
    socket.on("up", () => this.refresh());
    socket.on("down", () => this.#schedule());
    socket.on("message", (frame) => store.addMessage(frame.case, frame.message));
    socket.on("typing", (frame) => frame.who === "citizen" && store.citizenTyping(frame.case, now()));
    store.on("message", ({ id, message }) => message.from === "system" && id === store.current && this.load(id));
    store.on("gap", (id) => (socket.up ? socket.rewatch(id) : this.load(id)));
  }

  start() {
    this.socket.connect();
    return this.refresh();
  }

  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#poll);
    this.socket.close();
  }

  // Several changes at once are one look.
  // Several changes are one look; changes that never stop do not put it off for ever.
  soon() {
    this.#asked ??= Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), Date.now() - this.#asked < LONGEST_MS ? SETTLE_MS : 0);
  }

  async refresh() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    this.#asked = null;
    try {
      const before = this.store.known(this.store.current)?.case;
      this.store.setFloor(await this.api.get("/state"), now());
      this.failed = null;
      this.#follow();
      this.#reopen(before);
    } catch (error) {
      this.failed = error;
      this.store.emit("floor");
    } finally {
      this.#busy = false;
      this.#schedule();
      if (this.#again) {
        this.#again = false;
        this.soon();
      }
    }
  }

  // The whole case; messages it brings that are known already are not doubled.
  load(id) {
    if (!this.#loading.has(id)) this.#loading.set(id, this.#load(id).finally(() => this.#loading.delete(id)));
    return this.#loading.get(id);
  }

  async open(id) {
    this.#openedAt = Date.now();
    await this.load(id);
  }

  async #load(id) {
    const dossier = this.store.dossier(id);
    try {
      this.store.setDossier(id, await this.api.get(`/cases/${encodeURIComponent(id)}`));
      if (id === this.store.current || this.store.isMine(id)) this.socket.watch(id, () => dossier.cursor);
    } catch (error) {
      dossier.error = error;
      if (error.status === 403 || error.status === 404) this.socket.unwatch(id);
      this.store.emit("dossier", id);
    }
  }

  // Everything I have is watched, and so is what I look at.
  #follow() {
    const wanted = new Set(this.store.mine.map((one) => one.id));
    for (const id of wanted) {
      const dossier = this.store.dossier(id);
      if (dossier.loaded) this.socket.watch(id, () => dossier.cursor);
      else this.load(id);
    }
    if (this.store.current) wanted.add(this.store.current);
    this.socket.keepOnly(wanted);
  }

  // The open case may have been taken, moved or closed by somebody else; mine may have got a note, which need not come at once.
  #reopen(before) {
    const id = this.store.current;
    const one = this.store.known(id)?.case;
    if (!id || !one) return;
    const moved = before && (before.state !== one.state || before.agent_id !== one.agent_id || this.#gone(before));
    const old = this.store.isMine(id) && Date.now() - this.#openedAt > REOPEN_MS;
    if (!moved && !old) return;
    this.#openedAt = Date.now();
    this.load(id);
  }

  // It waited, and waits no longer for me to see.
  #gone(before) {
    return before.state === "queued" && !this.store.queue.some((one) => one.id === before.id) && !this.store.isMine(before.id);
  }

  #schedule() {
    clearTimeout(this.#poll);
    if (!this.store.me) return;
    this.#poll = setTimeout(() => this.#look(), this.socket.up ? SLOW_POLL_MS : POLL_MS);
  }

  // Without the live connection messages are fetched as well.
  async #look() {
    if (!this.socket.up) await Promise.all(this.store.mine.map((one) => this.load(one.id)));
    await this.refresh();
  }
}
