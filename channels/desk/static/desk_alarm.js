// What must not be missed: a line that is read out, a short sound (after a first click or key), and a number in the title.

import { duration, now } from "./desk_clock.js";
import { button, el, replace } from "./desk_elements.js";
import { keep, readKept } from "./desk_drafts.js";
import { ALARM, TITLE } from "./desk_words.js";

const KEY = "desk-sound";
const LONG_MS = 120000;
const SHOWN_MS = 15000;
const QUIET_MS = 800;
const GENERAL = "综合";
// Notes in hertz, by kind: one can tell them apart without looking.
const NOTES = { queued: [660, 880], assigned: [660, 880, 1100], long: [880, 660, 880], message: [740] };
const NOTE_S = 0.12;

export class Alarm {
  #audio = null;
  #heardAt = 0;
  #queued = null;
  #assigned = new Set();
  #long = new Set();
  #timer = 0;
  #about = null;
  muted = readKept(localStorage, KEY) === "off";

  // go(id) shows a case; here() says whether the reception page is looked at.
  constructor({ store, go, here }) {
    Object.assign(this, { store, go, here });
    this.words = el("p", { class: "grow", role: "status", "aria-live": "polite" });
    this.acts = el("div", { class: "row" });
    this.node = el("div", { class: "alarm row" }, this.words, this.acts);
    this.node.dataset.on = "false";
    for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, () => this.#wake(), { once: true });
    store.on("floor", () => this.#look());
    store.on("message", (frame) => this.#message(frame));
    store.on("current", () => {
      this.#title();
      if (store.current === this.#about) this.#hide();
    });
    setInterval(() => this.#longWaiting(), 5000);
  }

  mute(on) {
    this.muted = on;
    keep(localStorage, KEY, on ? "off" : "on");
    if (!on) this.#sound("message");
  }

  #wake() {
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    if (!Audio) return;
    this.#audio ??= new Audio();
    this.#audio.resume?.();
  }

  #forMe(one) {
    const { me } = this.store;
    return me?.status === "online" && (!me.skills?.length || me.skills.includes(one.skill) || me.skills.includes(GENERAL));
  }

  #look() {
    this.#title();
    if (!this.store.floorLoaded) return;
    if (this.#about && !this.#open(this.#about)) this.#hide();
    const queue = this.store.queue;
    const fresh = this.#queued ? queue.filter((one) => !this.#queued.has(one.id) && this.#forMe(one)) : [];
    this.#queued = new Set(queue.map((one) => one.id));
    const assigned = this.store.assignedToMe.filter((one) => !this.#assigned.has(one.id));
    this.#assigned = new Set(this.store.assignedToMe.map((one) => one.id));
    if (assigned.length) this.#ring("assigned", ALARM.assigned(lineOf(assigned[0])), assigned[0].id);
    else if (fresh.length) this.#ring("queued", ALARM.queued(lineOf(fresh[0])), fresh[0].id);
    this.#longWaiting();
  }

  // Whether somebody still has to do with it.
  #open(id) {
    return this.store.isMine(id) || this.store.queue.some((one) => one.id === id);
  }

  // Once for each who waits long.
  #longWaiting() {
    const waited = (one) => (one.waiting_seconds ?? 0) * 1000 + (now() - this.store.floorAt);
    const late = this.store.queue.filter((one) => this.#forMe(one) && waited(one) >= LONG_MS && !this.#long.has(one.id));
    for (const one of late) this.#long.add(one.id);
    if (late.length) this.#ring("long", ALARM.long(duration(Math.max(...late.map(waited)))), late[0].id);
  }

  #message({ id, message }) {
    this.#title();
    if (message.from !== "citizen" || !this.store.isMine(id)) return;
    if (this.store.current === id && this.here() && !document.hidden) return;
    this.#ring("message", ALARM.message(String(message.text ?? "").slice(0, 40)), id);
  }

  #ring(kind, text, id) {
    this.#sound(kind);
    this.#about = id;
    this.words.textContent = text;
    replace(this.acts, button(ALARM.go, () => this.#go(id)), button(ALARM.dismiss, () => this.#hide(), { class: "button quiet" }));
    this.node.dataset.on = "true";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fade(), SHOWN_MS);
  }

  // Not under the hands of who is just reaching for its button.
  #fade() {
    if (this.node.contains(document.activeElement)) this.#timer = setTimeout(() => this.#fade(), SHOWN_MS);
    else this.#hide();
  }

  // To the one it tells of.
  follow() {
    this.acts.querySelector(".button")?.click();
  }

  #go(id) {
    this.#hide();
    this.go(id);
  }

  #hide() {
    if (this.node.contains(document.activeElement)) document.getElementById("main").focus();
    this.#about = null;
    this.node.dataset.on = "false";
    this.words.textContent = "";
    replace(this.acts);
  }

  #title() {
    const count = this.store.queue.filter((one) => this.#forMe(one)).length + this.store.assignedToMe.length + this.store.unread;
    const title = count ? `(${count}) ${TITLE}` : TITLE;
    if (document.title !== title) document.title = title;
  }

  #sound(kind) {
    const audio = this.#audio;
    if (this.muted || audio?.state !== "running" || Date.now() - this.#heardAt < QUIET_MS) return;
    this.#heardAt = Date.now();
    NOTES[kind].forEach((hertz, index) => {
      const start = audio.currentTime + index * NOTE_S;
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.2, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + NOTE_S);
    });
  }
}

const lineOf = (one) => [one.reason_label, one.summary].filter(Boolean).join("，").slice(0, 60);
