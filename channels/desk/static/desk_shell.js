// The top of the page: the tabs, online or away, sound, the account; and the lines below it about the network.

import { button, el, replace } from "./desk_elements.js";
import { ROLES, SHELL, STATUSES, TABS, TITLE } from "./desk_words.js";

const SAID_MS = 4000;

export class Shell {
  #timer = 0;
  #shows = "";

  // acts: tab(name), status(value), mute(on), keys(), password(), signOut(); tabs() gives the names this role may open.
  constructor({ store, acts, tabs, muted }) {
    Object.assign(this, { store, acts, tabs, muted, tab: "reception", trouble: "" });
    this.top = document.getElementById("top");
    this.network = el("div", { class: "trouble network", role: "status", hidden: true });
    this.words = el("div", { class: "said", role: "status" });
    for (const event of ["me", "floor"]) store.on(event, () => this.draw());
  }

  // Made once; draw() fills in what changes, so focus stays.
  build(alarm) {
    this.nav = el("nav", { class: "switcher", "aria-label": SHELL.tabs });
    this.availability = el("p", { class: "availability soft" });
    this.state = el("span", { class: "badge state" });
    this.statusButton = button("", () => this.acts.status(this.store.me?.status === "online" ? "away" : "online"), { class: "button strong", title: "Alt+O" });
    this.sound = button("", () => this.#mute(), { class: "button quiet" });
    this.name = el("summary", { class: "button quiet" });
    const items = [[SHELL.keys, "keys"], [SHELL.password, "password"], [SHELL.signOut, "signOut"]];
    const account = el("details", { class: "account" }, this.name, el("div", { class: "menu" }, this.availability.cloneNode(), items.map(([label, key]) => button(label, () => this.#menu(account, key), { class: "button bare" }))));
    account.addEventListener("keydown", (event) => event.key === "Escape" && this.#shut(account));
    document.addEventListener("click", (event) => !account.contains(event.target) && (account.open = false));
    replace(this.top, el("h1", {}, TITLE), this.nav, el("div", { class: "row mine-state" }, this.availability, this.state, this.statusButton, this.sound, account));
    replace(document.getElementById("bars"), this.network, alarm, this.words);
    this.draw();
  }

  draw() {
    const { me, counts, availability } = this.store;
    if (!me || !this.nav) return;
    const names = this.tabs();
    const shows = JSON.stringify([me, counts, availability, names, this.tab, this.muted, this.store.queue.length, this.store.unread]);
    if (shows === this.#shows) return;
    this.#shows = shows;
    const focused = this.nav.contains(document.activeElement) ? document.activeElement.dataset.tab : "";
    replace(this.nav, names.map((name) => this.#tab(name)));
    if (focused) this.nav.querySelector(`[data-tab="${focused}"]`)?.focus();
    this.availability.textContent = availability;
    const online = me.status === "online";
    this.state.textContent = STATUSES[me.status] ?? me.status;
    this.state.className = `badge state ${online ? "good" : "warn"}`;
    this.statusButton.textContent = online ? SHELL.away : SHELL.online;
    this.statusButton.className = online ? "button" : "button strong";
    this.sound.textContent = this.muted ? SHELL.soundOff : SHELL.soundOn;
    this.sound.setAttribute("aria-pressed", String(!this.muted));
    this.name.textContent = `${me.name}（${ROLES[me.role] ?? ""}）`;
  }

  #tab(name) {
    const [count, word, late] = this.#count(name);
    const badge = count > 0 && el("span", { class: late ? "badge danger" : "badge strong" }, String(count), el("span", { class: "unseen" }, word));
    const made = button("", () => this.acts.tab(name), { class: "button bare tab-button", "aria-current": name === this.tab ? "page" : null, data: { tab: name } });
    made.append(el("span", {}, TABS[name]), ...[badge].filter(Boolean));
    return made;
  }

  #count(name) {
    const { counts } = this.store;
    if (name === "reception") return [this.store.queue.length + this.store.unread, SHELL.pending, false];
    if (name === "callbacks") return [counts.call_backs ?? 0, SHELL.pending + (counts.call_backs_overdue ? SHELL.overdue(counts.call_backs_overdue) : ""), counts.call_backs_overdue > 0];
    if (name === "ledger") return [counts.tickets_due ?? 0, SHELL.pending, false];
    return name === "held" ? [counts.held ?? 0, SHELL.pending, false] : [0, "", false];
  }

  #mute() {
    this.muted = !this.muted;
    this.acts.mute(this.muted);
    this.draw();
  }

  #menu(account, key) {
    this.#shut(account);
    this.acts[key]();
  }

  #shut(account) {
    account.open = false;
    this.name.focus();
  }

  // What goes on with the connection; an empty text when it is well again.
  setNetwork(text) {
    if (text === this.trouble) return;
    if (!text && this.trouble) this.say(SHELL.back);
    this.trouble = text;
    this.network.hidden = !text;
    this.network.textContent = text;
  }

  // One line that goes away by itself.
  say(text, kind = "done") {
    clearTimeout(this.#timer);
    replace(this.words, text && el("p", { class: kind }, text));
    if (text) this.#timer = setTimeout(() => replace(this.words), SAID_MS);
  }
}
