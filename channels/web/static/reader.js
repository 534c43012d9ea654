// What one sees of reading aloud: the sentence that is heard, and the buttons above the box.

import { button, el } from "./elements.js";
import { BASIS, MORE, Player } from "./player.js";
import { SPEEDS, VOICE } from "./words.js";

// Waiting shorter than this needs no word.
const PATIENCE_MS = 1500;
const byId = (id) => document.getElementById(id);

export class Reader {
  #cards = new Map();
  #buttons = {};
  #lit = null;
  #latest = null;
  #told = el("p", { class: "player-told", role: "status" });
  #waiting = 0;
  #acts;

  // acts: session(), the API's spoken(session, seq) and spokenPart(…), pace() as Settings has it, setSpeed(speed), say(text, kind),
  // rest() is where the focus goes from what disappears, playing(on) hears of every start and end.
  constructor(acts) {
    this.#acts = acts;
    const load = {
      parts: (seq) => acts.spoken(acts.session(), seq),
      sound: (...wanted) => patiently(() => acts.spokenPart(acts.session(), ...wanted), wanted.at(-1)),
    };
    const show = {
      state: () => this.#show(),
      part: () => this.#light(this.player.part),
      trouble: () => acts.say(VOICE.notRead, "trouble"),
    };
    this.player = new Player(load, show, () => acts.pace());
    this.#bar();
  }

  // Where the sentences of an answer stand.
  place(seq, card) {
    this.#cards.set(seq, card);
    this.#latest = seq;
  }

  read(seq) {
    this.#acts.say("");
    this.player.read(seq);
  }

  stop() {
    if (this.player.active) this.player.stop();
  }

  // Nothing to read or to repeat: a new question, or a new conversation.
  close() {
    this.player.clear();
  }

  // What was said to the player, or tapped. Spoken, it may be about an answer that was not read yet.
  command(name) {
    const acts = {
      stop: () => this.stop(),
      repeat: () => (this.#fresh ? this.read(this.#latest) : this.player.again()),
      slower: () => this.#faster(-1),
      faster: () => this.#faster(1),
      basis: () => this.#tell(BASIS, VOICE.noBasis),
      more: () => this.#tell(MORE, VOICE.noMore),
    };
    if (!this.#fresh || this.#latest !== null) acts[name]?.();
  }

  get #fresh() {
    return this.player.seq === null;
  }

  #tell(kinds, none) {
    if (this.#fresh) this.player.read(this.#latest, kinds);
    else if (this.player.has(kinds)) this.player.tell(kinds);
    else this.#acts.say(none);
  }

  #faster(step) {
    const at = SPEEDS.findIndex(([speed]) => speed >= this.#acts.pace().speed - 0.001);
    const next = SPEEDS[(at < 0 ? SPEEDS.length - 1 : at) + step];
    if (!next) return void this.#acts.say(step < 0 ? VOICE.slowest : VOICE.fastest);
    this.#acts.setSpeed(next[0]);
    if (this.#fresh) this.read(this.#latest);
    else this.player.anew();
  }

  #bar() {
    const make = (name, label, options = {}) => {
      this.#buttons[name] = button(label, () => this.command(name), options);
      return this.#buttons[name];
    };
    this.#buttons.start = button(VOICE.tapToHear, () => this.player.start(), { class: "button strong huge" });
    this.#buttons.fold = button(VOICE.fold, () => this.close(), { class: "button put-away" });
    const first = [make("stop", VOICE.stop, { class: "button strong" }), make("slower", VOICE.slower)];
    const then = [make("repeat", VOICE.again), make("basis", VOICE.basis), make("more", VOICE.more)];
    byId("player").append(this.#told, this.#buttons.start, ...first, ...then, this.#buttons.fold);
  }

  // While something is read, what one can do about it; after that, and while it is offered, what else there is.
  #show() {
    const { player } = this;
    const bar = byId("player");
    const hadFocus = bar.contains(document.activeElement);
    const offered = !player.active || player.part?.kind === "offer";
    const shown = {
      start: player.state === "blocked",
      stop: player.active,
      slower: player.active,
      fold: !player.active,
      basis: offered && player.has(BASIS),
      more: offered && player.has(MORE),
    };
    for (const [name, on] of Object.entries(shown)) this.#buttons[name].hidden = !on;
    bar.hidden = !player.active && player.seq === null;
    bar.dataset.state = player.state;
    const focused = document.activeElement;
    if (hadFocus && !(bar.contains(focused) && focused.getClientRects().length)) this.#refocus();
    clearTimeout(this.#waiting);
    this.#told.textContent = "";
    if (player.state === "loading") this.#waiting = setTimeout(() => (this.#told.textContent = VOICE.preparing), PATIENCE_MS);
    this.#acts.playing(player.active && player.state !== "blocked");
  }

  // A button that disappears under the finger leaves the focus with the one in its place.
  #refocus() {
    if (byId("player").hidden) this.#acts.rest();
    else (this.player.active ? this.#buttons.stop : this.#buttons.repeat).focus();
  }

  #light(part) {
    this.#show(part);
    this.#lit?.classList.remove("heard-now");
    this.#lit?.removeAttribute("aria-current");
    const card = this.#cards.get(this.player.seq);
    this.#lit = part && part.sentence !== null ? (card?.querySelector(`[data-sentence="${part.sentence}"]`) ?? null) : null;
    if (!this.#lit) return;
    this.#lit.classList.add("heard-now");
    this.#lit.setAttribute("aria-current", "true");
    unfold(this.#lit);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#lit.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }
}

// A service that was too slow has the sound ready a moment later.
async function patiently(ask, signal) {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) throw error;
    return ask();
  }
}

function unfold(node) {
  const content = node.closest(".folded > [hidden]");
  content?.previousElementSibling?.click();
}
