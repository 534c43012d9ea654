// One stretch of listening: the microphone open, its sound on the way to the service, and what comes back.
//
// "hold" is one utterance, ended by the citizen; "free" goes on utterance after utterance until it is stopped.

import { Microphone, RATE } from "./microphone.js";
import { newId } from "./outbox.js";

// Who lets go of the button on the last syllable is heard to its end.
const TAIL_MS = 200;
const ANSWER_MS = 20000;
// Who presses the button of a page that has only just come up.
const CONNECTING_MS = 4000;
const SILENCES = 3;
// More than this waiting to be sent means that the line is too slow for sound: about four seconds of it.
const MOST_WAITING = 128000;

export class Listening {
  // idle, opening, listening or finishing.
  state = "idle";
  mode = "";
  // Whether the citizen is in the middle of saying something.
  talking = false;
  #id = "";
  #letGo = false;
  #silences = 0;
  #timer = 0;
  #microphone = null;

  // line: ready(ms), waiting (bytes), send(frame), sound(pcm). show: state(), words(text), level(0 to 1), heard(id, text),
  // command(name), interrupted(), unsure(reason, title) when it goes on all the same, trouble(reason, title) when not.
  constructor(line, show) {
    this.line = line;
    this.show = show;
  }

  get active() {
    return this.state !== "idle";
  }

  // profile: who speaks; longest: seconds that one utterance may last, 0 when nothing bounds it.
  async start(mode, { profile, longest = 0 }) {
    if (this.active) return;
    if (navigator.onLine === false) return void this.show.trouble("offline");
    this.mode = mode;
    this.#letGo = false;
    this.#silences = 0;
    this.#to("opening");
    const microphone = new Microphone({ sound: (pcm, level) => this.#sound(pcm, level), gone: () => this.#gone() });
    this.#microphone = microphone;
    try {
      await microphone.open();
      const connected = await this.line.ready(CONNECTING_MS);
      if (microphone === this.#microphone) this.#opened(connected, profile, longest);
    } catch (error) {
      if (microphone === this.#microphone) this.#stop(error.why);
    }
  }

  #opened(connected, profile, longest) {
    if (this.#letGo) return this.#stop("ready");
    if (!connected) return this.#stop("offline");
    this.#id = newId("u-");
    this.line.send({ type: "listen", utterance_id: this.#id, rate: RATE, mode: this.mode, profile });
    this.#to("listening");
    if (this.mode === "hold" && longest) this.#timer = setTimeout(() => this.finish(), longest * 1000);
  }

  // Everything has been said.
  async finish() {
    if (this.state === "opening") this.#letGo = true;
    if (this.state !== "listening") return;
    const id = this.#id;
    this.#to("finishing");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop(this.mode === "hold" ? "slow" : ""), ANSWER_MS);
    await new Promise((resolve) => setTimeout(resolve, TAIL_MS));
    if (this.#id === id) await this.#microphone.end();
    if (this.#id !== id) return;
    this.line.send({ type: "listen_end" });
    // Between two utterances nothing is left to wait for.
    if (this.mode === "free" && !this.talking) this.#close();
  }

  // What was said is not wanted.
  cancel(reason = "") {
    if (this.active) this.#stop(reason);
  }

  // The line broke: what was being said has not arrived.
  lost() {
    if (this.active) this.#stop("lost");
  }

  frame(frame) {
    if (frame.type === "interrupted") return this.show.interrupted();
    if (frame.type === "speech_started" && this.active) return void (this.talking = true);
    if (!this.#mine(frame)) return undefined;
    if (frame.type !== "hearing") this.talking = false;
    if (frame.type === "hearing" && this.active) return this.show.words(frame.text);
    if (frame.type === "heard") return this.#settled(() => this.show.heard(frame.utterance_id, frame.text));
    if (frame.type === "command") return this.#settled(() => this.show.command(frame.command));
    return frame.type === "not_heard" && this.active ? this.#notHeard(frame) : undefined;
  }

  // The service refused to listen; such a frame names no utterance.
  refused(title) {
    if (this.active) this.#stop("unavailable", title);
  }

  // Held, an answer to an utterance that was given up comes too late; free, the service names the utterances.
  #mine(frame) {
    return this.mode === "free" || (this.active && frame.utterance_id === this.#id);
  }

  // Whether this was the last that is waited for.
  get #ending() {
    return this.mode === "hold" || this.state === "finishing";
  }

  #settled(act) {
    this.#silences = 0;
    if (this.#ending) this.#close();
    else this.show.words("");
    act();
  }

  #notHeard({ reason, title }) {
    const lasting = reason === "busy" || reason === "unavailable";
    this.#silences = reason === "silence" ? this.#silences + 1 : 0;
    if (this.mode === "hold" || lasting) return this.#stop(reason, title);
    if (this.state === "finishing") return this.#stop();
    if (this.#silences >= SILENCES) return this.#stop("quiet");
    this.show.words("");
    return this.show.unsure(reason, title);
  }

  #sound(pcm, level) {
    if (this.state !== "listening" && this.state !== "finishing") return;
    this.show.level(level);
    this.line.sound(pcm);
    if (this.line.waiting > MOST_WAITING) this.#stop("lost");
  }

  // Somebody pulled the plug: what was said until then counts.
  #gone() {
    if (this.state !== "listening") return;
    this.show.unplugged();
    this.finish();
  }

  // Without an answer: the service forgets what it was hearing.
  #stop(reason = "", title = "") {
    if (this.#id) this.line.send({ type: "listen_cancel" });
    this.#close();
    if (reason) this.show.trouble(reason, title);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#id = "";
    this.#microphone?.close();
    this.#microphone = null;
    this.talking = false;
    this.#to("idle");
  }

  #to(state) {
    this.state = state;
    this.show.state();
  }
}
