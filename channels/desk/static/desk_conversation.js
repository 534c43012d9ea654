// The middle column: whose conversation it is, what may be done with it, what was said, and the composer.

import { clock, now } from "./desk_clock.js";
import { button, el, replace } from "./desk_elements.js";
import { Log } from "./desk_log.js";
import { CHANNELS, QUEUE, SHELL, TALK } from "./desk_words.js";

const LATE_MS = 90000;
const OVER = ["resolved", "returned", "left"];

export class ConversationView {
  // acts: accept, transfer, callBack, handBack, close, reload, back, side; outbox and composer are parts of the page.
  constructor({ store, outbox, composer, acts }) {
    Object.assign(this, { store, outbox, composer, acts });
    this.head = el("header", { class: "talk-head" });
    this.notice = el("div", { class: "talk-notice", role: "status" });
    this.log = new Log({ items: (id) => outbox.of(id), acts: { again: (id) => outbox.again(store.current, id), edit: (id) => this.#edit(id), drop: (id) => outbox.remove(store.current, id) } });
    this.nothing = el("div", { class: "empty pick" }, el("p", {}, TALK.pick), el("p", {}, TALK.pickKeys));
    this.inside = el("div", { class: "talk-inside" }, this.head, this.notice, this.log.node, composer.node);
    this.node = el("section", { class: "column talk", "aria-label": TALK.heading }, this.nothing, this.inside);
    store.on("current", () => this.draw());
    store.on("floor", () => this.draw());
    store.on("outbox", (id) => id === store.current && this.draw());
    store.on("dossier", (id) => id === store.current && this.draw());
    store.on("typing", (id) => id === store.current && this.#typing());
    store.on("message", ({ id }) => id === store.current && this.draw());
    addEventListener("focus", () => this.#read());
    document.addEventListener("visibilitychange", () => this.#read());
  }

  draw() {
    const id = this.store.current;
    this.nothing.hidden = Boolean(id);
    this.inside.hidden = !id;
    if (!id) return;
    const dossier = this.store.dossier(id);
    this.#drawHead(dossier);
    this.#drawNotice(dossier);
    this.composer.show(id, this.store.holds(id), this.#mayNote(dossier));
    this.log.show(dossier);
    this.#typing();
    this.#read();
  }

  #mayNote(dossier) {
    return dossier.loaded && (this.store.holds(dossier.id) || this.#mayMove(dossier));
  }

  // Read is what stands open on a page that is looked at.
  #read() {
    const id = this.store.current;
    if (id && !document.hidden && document.hasFocus() && !this.node.closest("[hidden]")) this.store.markRead(id);
  }

  #typing() {
    const dossier = this.store.known(this.store.current);
    this.log.setTyping((dossier?.citizenTypingUntil ?? 0) > now());
  }

  #drawHead(dossier) {
    const one = dossier.case;
    const shows = JSON.stringify([dossier.id, one?.state, one?.agent_name, one?.summary, dossier.unansweredSince, this.store.holds(dossier.id)]);
    if (shows === this.headShows) return;
    this.headShows = shows;
    const back = button(TALK.list, () => this.acts.back(), { class: "button quiet to-list" });
    const side = button(TALK.packet, () => this.acts.side(), { class: "button quiet to-side" });
    if (!one) return void replace(this.head, el("div", { class: "row" }, back));
    const since = Date.parse(dossier.unansweredSince ?? "") || null;
    const marks = [
      one.priority > 0 && el("span", { class: "badge danger" }, QUEUE.priority),
      el("span", { class: "badge" }, one.state_label),
      el("span", { class: "soft" }, [CHANNELS[one.channel] ?? one.channel, one.reason_label].filter(Boolean).join("，")),
      one.state === "with_agent" && since && clock(since, LATE_MS, QUEUE.answerFor),
    ];
    const focused = this.head.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    replace(this.head, el("div", { class: "row" }, back, el("h2", { class: "grow line", title: one.summary }, one.summary || one.reason_label), side), el("div", { class: "row" }, el("div", { class: "row grow" }, marks), this.#actions(dossier)));
    if (focused) this.head.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  #actions(dossier) {
    if (!this.store.holds(dossier.id) && !this.#mayMove(dossier)) return null;
    const holds = this.store.holds(dossier.id);
    const one = (key, label, extra = "") => button(label, () => this.acts[key](dossier.id), { class: `button ${extra || "quiet"}`, data: { key } });
    return el(
      "div",
      { class: "row", role: "group", "aria-label": TALK.actions },
      one("transfer", TALK.transfer),
      holds && one("callBack", TALK.callBack),
      holds && one("handBack", TALK.handBack),
      holds && one("close", TALK.close, "danger"),
    );
  }

  #mayMove(dossier) {
    return this.store.me?.role !== "agent" && ["queued", "assigned", "with_agent"].includes(dossier.case?.state);
  }

  #drawNotice(dossier) {
    const [kind, text, act] = this.#noticeOf(dossier);
    const shows = `${dossier.id}${kind}${text}`;
    if (shows === this.noticeShows) return;
    this.noticeShows = shows;
    replace(this.notice, text && el("div", { class: `${kind} row` }, el("span", { class: "grow" }, text), act));
  }

  #noticeOf(dossier) {
    const one = dossier.case;
    if (dossier.error && !dossier.loaded) return ["trouble", `${TALK.failed}${dossier.error.text ?? ""}`, button(SHELL.again, () => this.acts.reload(dossier.id))];
    if (!dossier.loaded) return ["soft", TALK.loading, null];
    if (this.store.holds(dossier.id)) return ["", "", null];
    const accept = button(QUEUE.accept, () => this.acts.accept(dossier.id), { class: "button strong" });
    if (one.state === "call_back") return ["warning", TALK.later, accept];
    if (OVER.includes(one.state)) return ["warning", `${TALK.closed}${one.resolution_label ?? ""}`, null];
    if (one.state === "queued") return ["warning", TALK.before, accept];
    if (one.state === "assigned" && one.agent_id === this.store.me?.id) return ["warning", QUEUE.assigned, accept];
    if (this.store.me?.role !== "agent") return ["warning", `${TALK.elsewhere(one.agent_name)}${TALK.listening}`, null];
    return ["warning", TALK.elsewhere(one.agent_name), null];
  }

  // Back into the composer, before what stands there.
  #edit(itemId) {
    const id = this.store.current;
    const item = this.outbox.of(id).find((each) => each.id === itemId);
    if (!item) return;
    this.outbox.remove(id, itemId);
    this.composer.take(item.text, item.citations, { before: true });
  }
}
