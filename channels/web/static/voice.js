// Speaking with the page: the two buttons, the words as they are heard, and what to do when it does not work.

import { el } from "./elements.js";
import { Listening } from "./listening.js";
import { TalkButton } from "./talk_button.js";
import { VOICE, VOICE_TROUBLES, consent, secondsLeft } from "./words.js";

// Words that stay the same for so long are told to a screen reader; telling each change would drown the speaker out.
const SETTLED_MS = 1500;
const HINT_MS = 8000;
const COUNT_DOWN = 5;
// A level of -50 dB shows as nothing, one of -5 dB fills the meter.
const QUIETEST_DB = 50;
const RANGE_DB = 45;
const byId = (id) => document.getElementById(id);

export class Voice {
  // What GET /speech answered; nothing until then.
  #offer = {};
  #longest = 0;
  #tapped = false;
  #playing = false;
  #wanted = "";
  #settling = 0;
  #counting = 0;
  #acts;

  // acts: line as Conversation has it; agreed() and agree(days) remember the consent; profile() says who speaks; began(), heard(id, text),
  // command(name), interrupted(); say(text, kind, ms) shows a line.
  constructor(acts) {
    this.#acts = acts;
    this.listening = new Listening(acts.line, {
      state: () => this.#state(),
      // Whoever is still speaking has not come to a full stop.
      words: (text) => this.#words(text.replace(/[，。？！]$/, "")),
      level: (level) => this.#level(level),
      heard: (id, text) => acts.heard(id, text),
      command: (name) => acts.command(name),
      interrupted: () => acts.interrupted(),
      unsure: (reason, title) => this.#unsure(reason, title),
      unplugged: () => acts.say(VOICE_TROUBLES.unplugged, "trouble"),
      trouble: (reason, title) => this.#trouble(reason, title),
    });
    this.button = new TalkButton(byId("mic"), {
      active: () => this.listening.active,
      start: () => this.#begin("hold"),
      finish: () => this.listening.finish(),
      tapped: () => this.#tap(),
    });
    byId("free").addEventListener("click", () => this.#free());
    this.#consent();
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape());
    document.addEventListener("visibilitychange", () => document.hidden && this.#left());
  }

  get free() {
    return this.listening.active && this.listening.mode === "free";
  }

  // What the service can do; without listening nothing is shown.
  offered(offer) {
    this.#offer = offer;
    byId("voice").hidden = !offer.listening;
  }

  frame(frame, asking) {
    if (frame.type === "error" && !asking) this.listening.refused(frame.title);
    else this.listening.frame(frame);
  }

  lost() {
    this.listening.lost();
  }

  // In hands-free listening the service has to know when it is the page's turn.
  playing(on) {
    if (on === this.#playing) return;
    this.#playing = on;
    if (this.free) this.#acts.line.send({ type: "speaking", on });
  }

  // Answers false when a question comes first.
  #begin(mode) {
    if (this.#acts.agreed() !== this.#kept) {
      this.#wanted = mode;
      this.#ask();
      return false;
    }
    this.#tapped = false;
    this.#acts.say("");
    this.#acts.began();
    const profile = this.#acts.profile();
    this.#longest = this.#offer.profiles?.[profile]?.longest_seconds ?? this.#offer.longest_seconds ?? 0;
    this.listening.start(mode, { profile, longest: this.#longest });
    return true;
  }

  // Days recordings are kept: who agreed to none is asked again when that changes.
  get #kept() {
    return this.#offer.recordings_days ?? 0;
  }

  #tap() {
    if (!this.listening.active) return;
    this.#tapped = true;
    this.#state();
  }

  #free() {
    if (!this.listening.active) this.#begin("free");
    else if (this.listening.state === "opening") this.listening.cancel();
    else this.listening.finish();
  }

  #escape() {
    if (document.querySelector("dialog[open]")) return;
    if (this.free && this.listening.state === "listening") this.listening.finish();
    else this.listening.cancel();
  }

  #left() {
    if (!this.listening.active || this.listening.state === "opening") return;
    if (this.free) this.#acts.say(VOICE.left);
    this.listening.finish();
  }

  #consent() {
    const dialog = byId("consent");
    byId("consent-no").addEventListener("click", () => dialog.close());
    byId("consent-yes").addEventListener("click", () => {
      this.#acts.agree(this.#kept);
      dialog.close("yes");
      this.#begin(this.#wanted);
      if (this.#wanted === "hold") this.#tap();
    });
    dialog.addEventListener("close", () => byId(this.#wanted === "free" ? "free" : "mic").focus());
  }

  #ask() {
    this.button.forget();
    byId("consent-text").replaceChildren(...consent(this.#kept).map((line) => el("p", {}, line)));
    byId("consent").showModal();
  }

  #state() {
    const { state, active } = this.listening;
    const free = this.free;
    const mic = byId("mic");
    const said = VOICE.states[state];
    byId("voice").dataset.mode = active ? this.listening.mode : "";
    mic.hidden = free;
    byId("mic-label").textContent = state === "listening" && this.#tapped ? VOICE.tapToEnd : VOICE.button[state];
    mic.setAttribute("aria-busy", String(state === "finishing"));
    byId("free").textContent = free ? VOICE.stopFree : VOICE.free;
    byId("free").hidden = active && !free;
    byId("hearing").hidden = !active;
    byId("hearing").dataset.state = state;
    byId("hearing-state").textContent = said;
    this.#tell(said);
    if (state !== "listening") this.#level(0);
    if (state === "opening" || state === "idle") this.#words("");
    this.#count(state === "listening" && !free);
  }

  // How long one can still speak, near the end only.
  #count(on) {
    clearInterval(this.#counting);
    const until = performance.now() + this.#longest * 1000;
    if (!on || !this.#longest) return;
    this.#counting = setInterval(() => {
      const left = Math.ceil((until - performance.now()) / 1000);
      if (left <= COUNT_DOWN && left > 0) byId("hearing-state").textContent = secondsLeft(left);
    }, 500);
  }

  #words(text) {
    const words = byId("hearing-words");
    if (words.textContent === text) return;
    words.textContent = text;
    words.scrollTop = words.scrollHeight;
    clearTimeout(this.#settling);
    if (text) this.#settling = setTimeout(() => this.#tell(text), SETTLED_MS);
  }

  #tell(text) {
    clearTimeout(this.#settling);
    byId("hearing-told").textContent = text;
  }

  #level(level) {
    const loud = level > 0 ? (20 * Math.log10(level) + QUIETEST_DB) / RANGE_DB : 0;
    byId("level").style.setProperty("--level", Math.max(0, Math.min(1, loud)).toFixed(2));
  }

  // In hands-free listening one silence is no trouble.
  #unsure(reason, title) {
    if (reason !== "silence") this.#acts.say(title || VOICE_TROUBLES[reason], "", HINT_MS);
  }

  #trouble(reason, title) {
    const kind = reason === "ready" ? "" : "trouble";
    this.#acts.say(title || VOICE_TROUBLES[reason] || VOICE_TROUBLES.unavailable, kind);
  }
}
