// 回电留言: what citizens left when nobody was there. Taken by an agent, answered, and its outcome recorded.

import { CALLBACKS as W } from "./callbacks_words.js";
import { act, ask, choices, keepFresh, page, refill, sheet, tabs } from "./desk_frame.js";
import { button, el, field } from "./desk_elements.js";
import { dayText, when } from "./desk_times.js";

const SUPERVISORS = ["supervisor", "administrator"];
const MOST_ATTEMPTS = 3;
const SHORTEST_REASON = 4;

const kind = (item) => (item.kind === "message" ? W.message : W.call);
const byUrgency = (one, other) => Number(other.overdue) - Number(one.overdue) || one.due_on.localeCompare(other.due_on) || one.created_at.localeCompare(other.created_at);
const latestFirst = (one, other) => (other.done_at ?? "").localeCompare(one.done_at ?? "");

function fact(name, value) {
  return value ? [el("dt", {}, name), el("dd", {}, value)] : null;
}

class CallBacks {
  constructor(root, { api, me, socket, openCase }) {
    Object.assign(this, { api, me, openCase, state: "open", numbers: new Map(), drawn: "" });
    this.page = page(root, W.title, { intro: W.intro, className: "callbacks" });
    this.page.node.insertBefore(tabs(W.show, [["open", W.open], ["done", W.done]], "open", (state) => this.#show(state)), this.page.body);
    this.fresh = keepFresh(socket, ["call_backs"], () => this.#load());
  }

  async #show(state) {
    this.state = state;
    this.drawn = "";
    await this.fresh.again();
  }

  async #load() {
    const { state } = this;
    try {
      const items = await this.api.get("/call_backs", { state });
      if (state !== this.state) return;
      this.page.clear();
      this.items = items;
      this.#draw();
    } catch (error) {
      this.page.fail(error, () => this.fresh.again());
    }
  }

  #draw() {
    const print = JSON.stringify([this.state, this.items, [...this.numbers]]);
    if (print === this.drawn) return;
    this.drawn = print;
    const open = this.state === "open";
    if (!this.items.length) return void refill(this.page.body, el("p", { class: "empty panel" }, open ? W.none : W.noneDone));
    const sorted = [...this.items].sort(open ? byUrgency : latestFirst);
    refill(this.page.body, el("ul", { class: "cards" }, sorted.map((item) => this.#card(item))));
  }

  #card(item) {
    const open = !item.done_at;
    const head = el("div", { class: "row" },
      el("h3", { class: "grow" }, `${kind(item)} · ${open ? W.due(dayText(item.due_on)) : item.outcome_label}`),
      item.overdue ? el("span", { class: "badge danger" }, W.overdue) : null,
    );
    const owner = item.owner_id === this.me.id ? W.mine : item.owner_name || W.nobody;
    const facts = el("dl", { class: "facts" },
      item.kind === "call" ? fact(W.number, this.#number(item)) : null,
      item.kind === "call" ? fact(W.wanted, item.wanted || W.whatever) : null,
      fact(W.left, when(item.created_at)),
      fact(W.owner, owner),
      item.attempts ? fact(W.attempts, W.times(item.attempts)) : null,
      fact(W.last, item.outcome_text && el("span", { class: "lines" }, item.outcome_text)),
      fact(W.doneAt, when(item.done_at)),
    );
    const look = button(item.kind === "message" && open && this.#holds(item) ? W.answer : W.openCase, () => this.openCase(item.case_id), { class: "button quiet", data: { key: `look-${item.id}` } });
    return el("li", { class: item.overdue ? "late" : open ? "" : "off" }, head, item.text ? el("p", { class: "quote" }, item.text) : null, facts, el("div", { class: "row end" }, look, open ? this.#actions(item) : null));
  }

  #holds(item) {
    return item.owner_id === this.me.id;
  }

  #supervises() {
    return SUPERVISORS.includes(this.me.role);
  }

  #number(item) {
    const shown = this.numbers.get(item.id);
    if (shown) {
      const hide = button(W.hide, () => this.#hide(item), { class: "button quiet", data: { key: `number-${item.id}` } });
      return el("span", { class: "row" }, el("span", { class: "number-shown" }, shown), hide);
    }
    if (item.done_at || !item.contact_shown) return item.contact_shown;
    if (!this.#holds(item) && !this.#supervises()) return [el("span", {}, item.contact_shown), el("p", { class: "hint" }, W.takeFirst)];
    const unmask = button(W.unmask, () => this.#unmask(item), { class: "button quiet", data: { key: `number-${item.id}` } });
    return el("span", { class: "row" }, el("span", {}, item.contact_shown), unmask);
  }

  #hide(item) {
    this.numbers.delete(item.id);
    this.#draw();
  }

  async #unmask(item) {
    const why = choices(W.why, W.whys.map((text) => [text, text]), W.whys[0]);
    const text = el("input", { type: "text", maxlength: 100 });
    const own = field(W.whyText, text);
    own.hidden = true;
    why.addEventListener("change", () => {
      own.hidden = why.value !== W.other;
      text.required = !own.hidden;
    });
    const answer = await ask(W.unmaskTitle, [el("p", {}, W.unmaskIntro), why, own], {
      label: W.unmaskSend,
      check: () => (text.required && text.value.trim().length < SHORTEST_REASON ? W.whyShort : ""),
      send: () => this.api.post(`/cases/${item.case_id}/unmask`, { field: "contact", reason: text.required ? text.value.trim() : why.value }),
    });
    if (!answer?.value) return;
    this.numbers.set(item.id, answer.value);
    this.#draw();
  }

  #actions(item) {
    const record = button(W.record, () => this.#record(item), { class: "button strong", data: { key: `record-${item.id}` } });
    if (this.#holds(item)) return record;
    if (item.owner_id && !item.overdue && !this.#supervises()) return el("span", { class: "soft" }, W.others(item.owner_name));
    const label = item.owner_id ? W.takeOver(item.owner_name) : W.take;
    return act(label, () => this.#take(item), { class: item.owner_id ? "button quiet" : "button strong", data: { key: `record-${item.id}` } });
  }

  async #take(item) {
    try {
      await this.api.post(`/call_backs/${item.id}/take`);
      await this.fresh.again();
      this.page.tell(W.taken(kind(item)));
    } catch (error) {
      this.page.fail(error);
      this.fresh.again();
    }
  }

  async #record(item) {
    const callable = Boolean(item.contact_shown);
    const left = callable ? MOST_ATTEMPTS - item.attempts : 0;
    const possible = { reached: callable, not_reached: callable && left > 0, answered_here: true, gave_up: left <= 0 };
    const result = choices(W.result, W.outcomes.filter(([code]) => possible[code]));
    result.dataset.required = "true";
    const text = el("textarea", { rows: 4, maxlength: 500, required: true });
    const few = callable ? el("p", { class: "hint" }, left > 0 ? W.tooFew(left) : W.enough) : null;
    result.addEventListener("change", () => (text.required = result.value !== "not_reached"));
    const done = await ask(W.recordTitle, [result, few, field(W.text, text, W.textHint)], {
      label: W.save,
      send: () => this.api.post(`/call_backs/${item.id}/outcome`, { outcome: result.value, text: text.value.trim() }),
    });
    if (!done) return;
    this.numbers.delete(item.id);
    await this.fresh.again();
    this.page.tell(result.value === "not_reached" ? W.savedOpen : W.saved);
  }

  stop() {
    this.fresh.stop();
    this.numbers.clear();
    this.page.remove();
  }
}

export async function mount(root, context) {
  await sheet("desk_frame.css");
  const view = new CallBacks(root, context);
  return () => view.stop();
}
