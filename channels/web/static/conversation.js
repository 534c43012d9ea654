// The conversation: opens it, sends one message at a time, and tries again until each is answered.

import * as api from "./api.js";
import { Outbox } from "./outbox.js";
import { pause, Rest } from "./rest.js";
import { isForPerson, LiveSocket } from "./socket.js";
import { loadSession, saveSession } from "./storage.js";
import { Timeline } from "./timeline.js";
import { WORDS } from "./words.js";

const POLL_MS = 4000;
const RETRY_MS = 3000;
const TRIES_AFTER_ERROR = 5;
const FULL_PAGE = 50;
const GONE = new Set([401, 403, 404, 410]);

export class Conversation {
  session = null;
  #view;
  #region;
  #timeline;
  #delivering = false;
  #syncing = null;
  #rest = new Rest();
  #outbox = new Outbox((gone) => {
    if (gone) this.#view.state(gone.id, "sent");
    this.#save();
  });
  #socket = new LiveSocket(
    () => this.session && { session: this.session, after: this.#timeline.after },
    (frame, asking) => {
      this.#view.voice(frame, asking);
      this.#timeline.frame(frame);
    },
    () => this.#view.silent(),
    () => this.#view.voiceLost(),
  );

  // view: what app.js passes; region() gives the region chosen now.
  constructor(view, region) {
    this.#view = view;
    this.#region = region;
    this.#timeline = new Timeline(view, this.#outbox);
    window.addEventListener("offline", () => {
      // In this order: what is said about a sentence cut off stays to be read.
      view.network("lost");
      this.#socket.drop();
    });
    window.addEventListener("online", () => {
      this.#rest.wake();
      this.#refresh().then(() => this.#socket.connect());
    });
    setInterval(() => this.#poll(), POLL_MS);
  }

  async start() {
    const saved = loadSession();
    if (!saved?.id || !saved.token) return this.#begin();
    const { outbox, ...session } = saved;
    this.session = session;
    this.#outbox.restore(outbox);
    this.#view.greeting(session.greeting);
    await this.#restore();
    this.#view.look(true);
    this.#showUnsent();
    this.#socket.connect();
    return void this.#deliverAll();
  }

  async restart() {
    this.#socket.drop();
    this.session = null;
    this.#outbox.clear();
    this.#rest.wake();
    saveSession(null);
    await this.#begin();
  }

  say(text) {
    this.#timeline.show(this.#outbox.add(text, this.#region()));
    this.#deliverAll();
  }

  // What the service heard the citizen say. It says it itself; if the line breaks first, it is sent under the same id.
  heard(id, text) {
    this.#timeline.show(this.#outbox.add(text, this.#region(), id));
    this.#deliverAll();
  }

  // Sends again a message the server refused.
  again(id) {
    const item = this.#outbox.find(id);
    if (!item) return;
    item.failed = false;
    this.#view.state(id, "sending");
    this.#deliverAll();
  }

  // Takes a refused message back.
  withdraw(id) {
    const item = this.#outbox.find(id);
    if (!item) return;
    this.#timeline.forget(item);
    this.#outbox.remove(item);
  }

  // What act(session) answers, with the messages it led to on the page.
  async person(act) {
    const answer = await act(this.session);
    await this.#sync().catch(() => {});
    return answer;
  }

  typing() {
    this.#socket.send({ type: "typing" });
  }

  // Where sound and the frames about it go.
  get line() {
    return this.#socket;
  }

  async #begin() {
    let opened = null;
    while (!opened) {
      try {
        opened = await api.open(this.#region());
      } catch (error) {
        this.#view.network(navigator.onLine === false ? "lost" : "unreachable");
        await this.#rest.sleep(error.retryAfter ? error.retryAfter * 1000 : RETRY_MS);
      }
    }
    this.session = { id: opened.conversation_id, token: opened.token, greeting: opened.greeting };
    this.#view.network("fine");
    this.#timeline.reset(this.#outbox.items);
    this.#save();
    this.#view.greeting(opened.greeting);
    this.#showUnsent();
    this.#socket.connect();
    this.#deliverAll();
  }

  async #restore() {
    for (;;) {
      try {
        await this.#sync(true);
        this.#view.network("fine");
        return undefined;
      } catch (error) {
        if (error instanceof api.Problem && GONE.has(error.status)) return this.#renew();
        this.#view.network("lost");
        await this.#rest.sleep(RETRY_MS);
      }
    }
  }

  async #renew() {
    this.#socket.drop();
    this.session = null;
    this.#view.notice(WORDS.renewed);
    await this.#begin();
  }

  #save() {
    if (this.session) saveSession({ ...this.session, outbox: this.#outbox.saved });
  }

  #showUnsent() {
    for (const item of this.#outbox.items) if (!item.onPage) this.#timeline.show(item);
  }

  async #deliverAll() {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      while (this.session && this.#outbox.next) {
        this.#view.waiting(!this.#view.silent());
        await this.#deliver(this.#outbox.next);
      }
    } finally {
      this.#delivering = false;
      this.#view.waiting(false);
    }
  }

  async #deliver(item) {
    for (let tries = 1; this.#outbox.has(item) && !item.failed; tries += 1) {
      const session = this.session;
      try {
        const reply = this.#socket.open && tries === 1 ? await this.#socket.ask(item) : await api.send(session, item);
        if (session !== this.session) return;
        this.#view.network("fine");
        this.#outbox.remove(item);
        if (isForPerson(reply)) this.#view.state(item.id, "delivered");
        else this.#timeline.reply(reply.seq, reply);
      } catch (error) {
        if (this.#outbox.has(item)) await this.#recover(item, error, tries);
      }
    }
  }

  async #recover(item, error, tries) {
    if (error instanceof api.Lost) return this.#reconnect(tries);
    if (error.retryAfter || error.status === 429) return this.#waitTurn(error.retryAfter || 5);
    if (!error.status) return undefined;
    if (GONE.has(error.status)) return this.#renew();
    if (error.status >= 500 && tries < TRIES_AFTER_ERROR) return this.#rest.sleep(RETRY_MS * tries);
    item.failed = true;
    return this.#view.state(item.id, "failed", error.message);
  }

  // After a lost answer: fetch what was missed, which may hold the answer, before the message is sent again.
  async #reconnect(tries) {
    if (navigator.onLine === false || tries > 1) this.#view.network("lost");
    else if (this.#socket.open) this.#view.network("slow");
    this.#socket.drop();
    if (tries > 1 || navigator.onLine === false) await this.#rest.sleep(RETRY_MS);
    try {
      await this.#sync();
      if (tries === 1) this.#view.network("fine");
      this.#socket.connect();
    } catch {
      this.#view.network("lost");
    }
  }

  async #waitTurn(seconds) {
    const session = this.session;
    for (let left = seconds; left > 0 && session === this.session; left -= 1) {
      this.#view.busy(left);
      await pause(1000);
    }
    this.#view.network("fine");
  }

  // Fetches what the page has not seen. Calls made while one is running share it.
  #sync(history = false) {
    if (!this.session) return Promise.resolve();
    this.#syncing ??= this.#fetch(this.session, history).finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #fetch(session, history) {
    for (let more = true; more; ) {
      const { messages } = await api.messagesAfter(session, this.#timeline.after);
      if (session !== this.session) return;
      for (const row of messages) this.#timeline.row(row, history, session.greeting);
      more = messages.length >= FULL_PAGE;
    }
  }

  #poll() {
    if (!this.session || this.#socket.open || document.hidden || navigator.onLine === false) return;
    this.#refresh();
  }

  async #refresh() {
    try {
      await this.#sync();
      this.#view.look();
      if (!this.#delivering) this.#view.network("fine");
    } catch {
      // The next try is not far away.
    }
  }
}
