// One WebSocket that keeps trying. An error frame has no status: the same message sent by POST tells what is wrong.
// Answers asked over it fail with Lost when it closes first. While a person has the conversation no reply comes: the
// message itself, coming back, says that it arrived.

import { Lost, Problem, socketAddress } from "./api.js";
import { pause } from "./rest.js";

const ANSWER_MS = 20000;
const REPLY_AFTER_ECHO_MS = 3000;
const LOOK_MS = 100;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

// What stands for a reply where a person will answer.
export const KEPT_FOR_PERSON = { outcome: "handover_with_agent" };
export const isForPerson = (reply) => reply?.outcome === KEPT_FOR_PERSON.outcome;

export class LiveSocket {
  #socket = null;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #asking = null;
  #target = null;

  // target() gives {session, after}, or null when there is nothing to connect to; onFrame gets every frame, and whether
  // it can be about a message; silent() says whether a person has the conversation; onDrop() that the line broke.
  constructor(target, onFrame, silent, onDrop) {
    this.#target = target;
    this.onFrame = onFrame;
    this.silent = silent;
    this.onDrop = onDrop;
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  // Whether it is open, at the latest after `ms`.
  async ready(ms) {
    for (const until = Date.now() + ms; !this.open && Date.now() < until; ) await pause(LOOK_MS);
    return this.open;
  }

  // Bytes that have not left yet.
  get waiting() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  connect() {
    clearTimeout(this.#timer);
    const target = this.#target();
    if (this.#socket || !target || navigator.onLine === false) return;
    const socket = new WebSocket(socketAddress(target.session, target.after));
    this.#socket = socket;
    socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "auth", token: target.session.token })));
    socket.addEventListener("message", (event) => this.#receive(socket, event.data));
    socket.addEventListener("close", () => this.#dropped(socket));
  }

  // Closes and forgets the connection; connect() starts a new one.
  drop() {
    const socket = this.#socket;
    this.#dropped(socket, false);
    socket?.close();
  }

  // What the service heard it says itself: only the answer is waited for.
  ask(item) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle((asking) => asking.reject(new Lost("no answer"))), ANSWER_MS);
      this.#asking = { id: item.id, resolve, reject, timer };
      const { id, text, region, spoken } = item;
      if (!spoken) this.send({ type: "message", client_message_id: id, text, ...(region && { region }) });
    });
  }

  send(frame) {
    if (this.open) this.#socket.send(JSON.stringify(frame));
  }

  sound(pcm) {
    if (this.open) this.#socket.send(pcm);
  }

  // A reply is stored with the message it answers and comes right behind it, or not at all.
  #echoed() {
    const asking = this.#asking;
    const kept = () => asking === this.#asking && this.#settle(() => asking.resolve(KEPT_FOR_PERSON));
    if (this.silent()) kept();
    else setTimeout(kept, REPLY_AFTER_ECHO_MS);
  }

  #settle(how) {
    const asking = this.#asking;
    this.#asking = null;
    if (!asking) return;
    clearTimeout(asking.timer);
    how(asking);
  }

  #receive(socket, data) {
    if (socket !== this.#socket) return;
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    this.#wait = FIRST_WAIT_MS;
    const asking = Boolean(this.#asking);
    const mine = !frame.client_message_id || frame.client_message_id === this.#asking?.id;
    if (frame.type === "reply" && mine) this.#settle((asking) => asking.resolve(frame.reply ?? frame));
    if (frame.type === "message" && this.#asking && frame.client_message_id === this.#asking.id) this.#echoed();
    if (frame.type === "error" && mine) {
      const retryAfter = Number(frame.retry_after ?? 0);
      this.#settle((asking) => asking.reject(new Problem({ status: frame.status ?? 0, title: frame.title, retryAfter })));
    }
    this.onFrame(frame, asking);
  }

  #dropped(socket, again = true) {
    if (!socket || socket !== this.#socket) return;
    this.#socket = null;
    this.#settle((asking) => asking.reject(new Lost("socket closed")));
    this.onDrop();
    if (!again) return;
    this.#timer = setTimeout(() => this.connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
