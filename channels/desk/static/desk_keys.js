// The keyboard: Alt with a letter, by where the key is, so it works with any input method. Silent while a dialog is open.

import { dialog, el } from "./desk_elements.js";
import { KEYS, SHELL } from "./desk_words.js";

export class Keys {
  // acts: code → function; only those named in KEYS are called.
  constructor(acts) {
    this.acts = acts;
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const act = /^Digit[1-9]$/.test(event.code) ? () => this.acts.Digit(Number(event.code.at(-1))) : this.acts[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  }

  help() {
    const rows = KEYS.map(([keys, what]) => [el("dt", {}, keys.split(" ").map((one) => [el("kbd", {}, one), " "])), el("dd", {}, what)]);
    return dialog(SHELL.keys, () => el("dl", { class: "facts keys" }, rows), { class: "wide" });
  }
}
