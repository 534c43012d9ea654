// The other pages: which a role may open, loaded when first opened. A page's module exports
// `async mount(root, {api, me, words, socket, openCase})`, which returns its `unmount`.

import { button, el, replace } from "./desk_elements.js";
import * as words from "./desk_words.js";

const { SHELL } = words;
const MODULES = {
  reception: null,
  callbacks: "./callbacks_view.js",
  ledger: "./ledger_view.js",
  held: "./held_view.js",
  board: "./board_view.js",
  figures: "./figures_view.js",
  samples: "./samples_view.js",
  admin: "./admin_view.js",
};
const SUPERVISORS = new Set(["board", "figures", "samples", "admin"]);

export class Views {
  tab = "";
  #unmount = null;
  #turn = 0;

  constructor({ api, store, socket, openCase, say, changed }) {
    Object.assign(this, { api, store, socket, openCase, say, changed });
    this.reception = document.getElementById("reception");
    this.other = document.getElementById("other");
    addEventListener("hashchange", () => this.open(this.#named));
  }

  // Answers to check are a page only while there are some.
  get allowed() {
    const { me, counts } = this.store;
    return Object.keys(MODULES).filter((name) => (SUPERVISORS.has(name) ? me?.role !== "agent" : name !== "held" || counts.held > 0 || this.tab === "held"));
  }

  get #named() {
    const name = location.hash.replace("#", "");
    return name in MODULES ? name : "reception";
  }

  start() {
    if (!this.tab) this.open(this.#named);
  }

  async open(name) {
    const wanted = this.allowed.includes(name) || name === "held" ? name : "reception";
    if (wanted === this.tab) return;
    const turn = (this.#turn += 1);
    this.tab = wanted;
    if (location.hash.replace("#", "") !== wanted) history.replaceState(null, "", `#${wanted}`);
    this.changed(wanted);
    this.#leave();
    const here = wanted === "reception";
    this.reception.hidden = !here;
    this.other.hidden = here;
    if (!here) await this.#show(wanted, turn);
  }

  #leave() {
    const unmount = this.#unmount;
    this.#unmount = null;
    unmount?.();
    replace(this.other);
  }

  async #show(name, turn) {
    const root = el("div", { class: "view" });
    replace(this.other, el("p", { class: "empty", role: "status" }, SHELL.loading));
    try {
      const { mount } = await import(MODULES[name]);
      if (turn !== this.#turn) return;
      replace(this.other, root);
      const unmount = await mount(root, { api: this.api, me: this.store.me, words, socket: this.socket, openCase: this.openCase });
      if (turn === this.#turn) this.#unmount = unmount;
      else unmount?.();
    } catch {
      if (turn !== this.#turn) return;
      replace(this.other, el("div", { class: "page" }, el("p", { class: "trouble" }, SHELL.moduleFailed), button(SHELL.again, () => this.#retry(name))));
    }
  }

  #retry(name) {
    this.tab = "";
    this.open(name);
  }
}
