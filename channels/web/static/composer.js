// Where the citizen writes.

import { WORDS } from "./words.js";

const COARSE = matchMedia("(pointer: coarse)");
const IME_KEY = 229;

export class Composer {
  // say(text) sends; tell(text) shows a hint.
  constructor({ say, tell }) {
    this.area = document.getElementById("question");
    this.say = say;
    this.tell = tell;
    document.getElementById("ask").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.area.addEventListener("keydown", (event) => this.#onKey(event));
    this.area.addEventListener("input", () => this.#fit());
  }

  // Puts text back for a change.
  edit(text) {
    this.area.value = text;
    this.#fit();
    this.area.focus();
  }

  #onKey(event) {
    const choosing = event.isComposing || event.keyCode === IME_KEY;
    if (event.key !== "Enter" || event.shiftKey || choosing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.area.value.trim();
    if (!text) {
      this.tell(WORDS.empty);
      this.area.focus();
      return;
    }
    this.area.value = "";
    this.#fit();
    this.rest();
    this.say(text);
  }

  // Where the focus waits for the answer: on a phone the keyboard would cover it.
  rest() {
    if (COARSE.matches) document.getElementById("talk").focus({ preventScroll: true });
    else this.area.focus();
  }

  #fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + this.area.offsetHeight - this.area.clientHeight}px`;
  }
}
