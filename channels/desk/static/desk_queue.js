// The left column: who waits, by group, and what I have. Rows are made once and kept, so focus stays while clocks run.

import { clock, now } from "./desk_clock.js";
import { button, el, replace } from "./desk_elements.js";
import { CHANNELS, QUEUE, SHELL } from "./desk_words.js";

const LATE_WAIT_MS = 120000;
const LATE_ANSWER_MS = 90000;
const channel = (one) => CHANNELS[one.channel] ?? one.channel;

export class QueueView {
  #rows = new Map();

  // acts: accept(id), decline(id), look(id), refresh(); waits(id) says what is unsent or drafted.
  constructor({ store, sync, acts, waits }) {
    Object.assign(this, { store, sync, acts, waits });
    this.queueHead = el("h2", { id: "queue-heading", tabindex: "-1" }, QUEUE.heading);
    this.mineHead = el("h2", { id: "mine-heading", tabindex: "-1" }, QUEUE.mine);
    this.queueBody = el("div", { class: "stack" });
    this.mineBody = el("div", {});
    this.node = el(
      "div",
      { class: "column list" },
      el("section", { "aria-labelledby": "mine-heading" }, this.mineHead, this.mineBody),
      el("section", { "aria-labelledby": "queue-heading" }, this.queueHead, this.queueBody),
    );
    this.node.addEventListener("keydown", (event) => this.#arrows(event));
    for (const event of ["me", "floor", "message", "current", "dossier", "outbox"]) store.on(event, () => this.#soon());
  }

  focus() {
    (this.node.querySelector(".waiting .button.strong, .mine-row") ?? this.queueHead).focus();
  }

  #soon() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  draw() {
    const { queue, mine } = this.store;
    replace(this.queueHead, QUEUE.heading, queue.length > 0 && [" ", el("span", { class: "badge strong" }, QUEUE.people(queue.length))]);
    replace(this.mineHead, QUEUE.mine, mine.length > 0 && [" ", el("span", { class: "badge" }, String(mine.length))]);
    const used = new Set();
    this.#keepFocus(() => {
      replace(this.mineBody, mine.length ? el("ul", { class: "plain rows" }, this.#mineInOrder().map((one) => this.#row(one, used))) : this.store.floorLoaded && this.#note(QUEUE.mineNone));
      replace(this.queueBody, this.#trouble(), queue.length ? this.#groups(used) : this.#nobody());
    });
    for (const key of this.#rows.keys()) if (!used.has(key)) this.#rows.delete(key);
  }

  // Moving a node takes the focus from what is in it.
  #keepFocus(work) {
    const active = this.node.contains(document.activeElement) ? document.activeElement : null;
    const key = active?.dataset.key;
    const top = this.node.scrollTop;
    work();
    this.node.scrollTop = top;
    if (!active || document.activeElement === active) return;
    const again = this.node.contains(active) ? active : key && this.node.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (again || this.queueHead).focus({ preventScroll: true });
  }

  #note(text) {
    return el("p", { class: "empty" }, text);
  }

  #trouble() {
    if (!this.sync.failed || this.store.floorLoaded) return null;
    return el("div", { class: "trouble" }, el("p", {}, this.sync.failed.text ?? ""), button(SHELL.again, () => this.acts.refresh()));
  }

  #nobody() {
    if (!this.store.floorLoaded) return this.#note(this.sync.failed ? "" : SHELL.loading);
    return this.#note(this.store.me?.status === "online" ? QUEUE.none : `${QUEUE.none}${QUEUE.noneAway}`);
  }

  // My own groups first.
  #groups(used) {
    const mine = this.store.me?.skills ?? [];
    const bySkill = Map.groupBy?.(this.store.queue, (one) => one.skill) ?? grouped(this.store.queue);
    const names = [...bySkill.keys()].sort((one, other) => mine.includes(other) - mine.includes(one));
    return names.map((name) =>
      el(
        "section",
        { class: "group", "aria-label": name },
        el("h3", {}, name, " ", el("span", { class: "soft" }, QUEUE.people(bySkill.get(name).length))),
        el("ul", { class: "plain rows" }, bySkill.get(name).map((one) => this.#row(one, used))),
      ),
    );
  }

  // Ids of what I have, as they stand in the list.
  get order() {
    return this.#mineInOrder().map((one) => one.id);
  }

  // Assigned ones first, then who waits longest for an answer.
  #mineInOrder() {
    const since = (one) => Date.parse(this.store.known(one.id)?.unansweredSince ?? "") || Infinity;
    const rank = (one) => (one.state === "assigned" ? 0 : 1);
    return [...this.store.mine].sort((one, other) => rank(one) - rank(other) || (Date.parse(one.accepted_at) || 0) - (Date.parse(other.accepted_at) || 0) || since(one) - since(other));
  }

  // The same row as long as what it shows is the same.
  #row(one, used) {
    const own = this.store.isMine(one.id) && one.state !== "assigned";
    const make = own ? () => this.#mineRow(one) : () => this.#waitingRow(one);
    const shows = own ? this.#mineShows(one) : [one.priority, one.summary, one.reason_label, one.state, since(one, this.store), this.store.current === one.id];
    const key = `${own}${one.id}${JSON.stringify(shows)}`;
    used.add(key);
    if (!this.#rows.has(key)) this.#rows.set(key, make());
    return this.#rows.get(key);
  }

  #waitingRow(one) {
    const assigned = one.state === "assigned" && this.store.isMine(one.id);
    const id = `row-${one.id}`;
    const marks = [
      one.priority > 0 && el("span", { class: "badge danger" }, QUEUE.priority),
      assigned && el("span", { class: "badge strong" }, QUEUE.assigned),
      el("span", { class: "badge" }, one.reason_label),
      el("span", { class: "soft" }, channel(one)),
      clock(since(one, this.store), LATE_WAIT_MS, QUEUE.waited),
    ];
    const about = { "aria-describedby": id };
    return el(
      "li",
      { class: this.store.current === one.id ? "waiting current" : "waiting" },
      el("div", { id }, el("div", { class: "row" }, marks), el("p", { class: "line", title: one.summary }, one.summary || QUEUE.noSummary)),
      el(
        "div",
        { class: "row end" },
        assigned && button(QUEUE.decline, () => this.acts.decline(one.id), { class: "button quiet", ...about, data: { key: `decline-${one.id}` } }),
        button(QUEUE.look, () => this.acts.look(one.id), { class: "button quiet", ...about, data: { key: `look-${one.id}` } }),
        button(QUEUE.accept, () => this.acts.accept(one.id), { class: "button strong", ...about, data: { key: `accept-${one.id}` } }),
      ),
    );
  }

  #mineShows(one) {
    const dossier = this.store.known(one.id);
    const last = dossier?.last ?? { text: one.last_text, from: one.last_from };
    const unanswered = Date.parse(dossier?.holds ? (dossier.unansweredSince ?? "") : one.last_from === "citizen" ? (one.last_at ?? "") : "");
    return {
      last: last.text ?? "",
      unread: dossier?.unread ?? one.unread ?? 0,
      unanswered: unanswered || null,
      summary: one.summary,
      current: this.store.current === one.id,
      ...this.waits(one.id),
    };
  }

  #mineRow(one) {
    const { last, unread, unanswered, summary, current, failed, draft } = this.#mineShows(one);
    const row = button("", () => this.acts.look(one.id), { class: "mine-row", "aria-current": current ? "true" : null, data: { key: `mine-${one.id}` } });
    row.append(
      el("span", { class: "row" }, el("strong", { class: "line grow" }, summary || one.reason_label), unread > 0 && el("span", { class: "badge danger" }, QUEUE.unread(unread))),
      el("span", { class: "line soft" }, last),
      el("span", { class: "row" }, el("span", { class: "soft" }, channel(one)), unanswered && clock(unanswered, LATE_ANSWER_MS, QUEUE.answerFor), failed && el("span", { class: "badge danger" }, QUEUE.failedSends), draft && el("span", { class: "badge warn" }, QUEUE.draft)),
    );
    return el("li", {}, row);
  }

  // Up and down go from row to row.
  #arrows(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.altKey) return;
    const rows = [...this.node.querySelectorAll(".mine-row, .waiting .button.strong")];
    const at = rows.findIndex((each) => each === document.activeElement || each.closest("li") === document.activeElement.closest("li"));
    if (at < 0) return;
    event.preventDefault();
    rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }
}

// When they began to wait, on the server's clock; steady between looks, so a row is not drawn anew for nothing.
function since(one, store) {
  const queued = Date.parse((one.state === "assigned" || one.accepted_at ? one.state_at : one.queued_at) ?? one.queued_at ?? "");
  return queued || (store.floorAt || now()) - (one.waiting_seconds ?? 0) * 1000;
}

function grouped(queue) {
  const groups = new Map();
  for (const one of queue) groups.set(one.skill, [...(groups.get(one.skill) ?? []), one]);
  return groups;
}
