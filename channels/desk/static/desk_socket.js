// One WebSocket that keeps trying. Each watched case has a cursor, so a reconnect asks for what came after it:
// nothing is lost, and what the store has already is dropped there. Views may listen: socket.on("changed", f) → off.
// Events: up, down, changed {what}, message {case, message}, typing {case, who}, error {title}, signed_out.

const BEAT_MS = 15000;
const SILENCE_MS = 45000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

export class DeskSocket {
  #socket = null;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #beat = 0;
  #listeners = new Map();
  #watched = new Map();
  #wanted = false;
  #heard = 0;
  up = false;

  constructor(address = "/desk/ws") {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.address = `${scheme}//${location.host}${address}`;
    addEventListener("online", () => this.#again(0));
    addEventListener("offline", () => this.#cut());
  }

  on(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
    return () => this.#listeners.get(type).delete(listener);
  }

  connect() {
    this.#wanted = true;
    clearTimeout(this.#timer);
    if (this.#socket) return;
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    this.#heard = Date.now();
    socket.addEventListener("message", (event) => this.#receive(socket, event.data));
    socket.addEventListener("close", () => this.#dropped(socket));
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#keepAlive(socket), BEAT_MS);
  }

  // What was watched is watched again after connect().
  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#cut();
  }

  // cursor() gives the last seq there is; asked for again at every reconnect.
  watch(id, cursor) {
    const known = this.#watched.has(id);
    this.#watched.set(id, cursor);
    if (!known) this.#ask(id);
  }

  // The messages after the cursor once more: something is missing.
  rewatch(id) {
    if (this.#watched.has(id)) this.#ask(id);
  }

  unwatch(id) {
    if (this.#watched.delete(id)) this.send({ type: "unwatch", case: id });
  }

  keepOnly(ids) {
    for (const id of [...this.#watched.keys()]) if (!ids.has(id)) this.unwatch(id);
  }

  typing(id) {
    this.send({ type: "typing", case: id });
  }

  send(frame) {
    if (!this.up) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #ask(id) {
    this.send({ type: "watch", case: id, after: this.#watched.get(id)() });
  }

  #emit(type, frame) {
    for (const listener of this.#listeners.get(type) ?? []) listener(frame);
  }

  #receive(socket, data) {
    if (socket !== this.#socket) return;
    this.#heard = Date.now();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame.type === "ready") {
      this.#wait = FIRST_WAIT_MS;
      this.up = true;
      for (const id of this.#watched.keys()) this.#ask(id);
      this.#emit("up", frame);
      return;
    }
    this.#emit(frame.type, frame);
  }

  // A connection that never gets as far as "ready" is given up.
  #keepAlive(socket) {
    if (socket !== this.#socket) return;
    if (!this.up && Date.now() - this.#heard > SILENCE_MS) this.#cut();
    else this.send({ type: "beat" });
  }

  #cut() {
    const socket = this.#socket;
    this.#dropped(socket);
    socket?.close();
  }

  #dropped(socket) {
    if (!socket || socket !== this.#socket) return;
    this.#socket = null;
    clearInterval(this.#beat);
    if (this.up) {
      this.up = false;
      this.#emit("down", {});
    }
    if (!this.#wanted) return;
    this.#again(this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #again(ms) {
    clearTimeout(this.#timer);
    if (this.#wanted) this.#timer = setTimeout(() => this.connect(), ms + Math.random() * 300);
  }
}
