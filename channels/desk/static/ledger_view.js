// 问题台账: feedback and complaints with somebody to see to each, a day it is due, and an outcome.

import { CATEGORIES, LEDGER as W } from "./ledger_words.js";
import { openTicket } from "./ledger_ticket.js";
import { ask, keepFresh, page, refill, sheet, table, tabs } from "./desk_frame.js";
import { button, el, field, replace, select } from "./desk_elements.js";
import { dayText, when } from "./desk_times.js";

const NOBODY = "none";
const MOST = 200;

class Ledger {
  constructor(root, { api, me, socket, openCase }) {
    Object.assign(this, { api, me, openCase, wanted: { state: "open", category: "", owner: "", overdue: false }, items: [], agents: [], drawn: "", chosen: null });
    const csv = el("a", { class: "button quiet", href: api.address("/tickets.csv"), download: "tickets.csv" }, W.csv);
    this.csv = csv;
    this.page = page(root, W.title, { intro: W.intro, actions: [csv, button(W.add, () => this.#add(), { class: "button strong" })], className: "ledger" });
    this.list = el("div", { class: "ledger-list", tabindex: "-1" });
    this.detail = el("section", { class: "panel ledger-detail", "aria-label": W.entries, tabindex: "-1" }, el("p", { class: "empty" }, W.pick));
    this.owners = select([["", W.all]], { on: { change: () => this.#want({ owner: this.owners.value }) } });
    replace(this.page.body, this.#tools(), el("div", { class: "ledger-columns" }, this.list, this.detail));
    this.fresh = keepFresh(socket, ["tickets"], () => this.#load());
    this.#people();
  }

  #tools() {
    const category = select([["", W.all], ...CATEGORIES], { on: { change: () => this.#want({ category: category.value }) } });
    const late = el("input", { type: "checkbox", on: { change: () => this.#want({ overdue: late.checked }) } });
    return el("div", { class: "tools", role: "search", "aria-label": W.show },
      tabs(W.show, [["open", W.open], ["done", W.done]], "open", (state) => this.#want({ state })),
      field(W.category, category), field(W.owner, this.owners), el("label", { class: "choice" }, late, W.onlyOverdue),
    );
  }

  async #people() {
    try {
      this.agents = (await this.api.get("/agents")).filter((each) => each.active);
    } catch {
      this.agents = [this.me];
    }
    const others = this.agents.filter((each) => each.id !== this.me.id).map((each) => [each.id, each.name]);
    const options = [["", W.all], [this.me.id, W.mine], [NOBODY, W.nobody], ...others];
    replace(this.owners, options.map(([value, text]) => el("option", { value }, text)));
  }

  #want(change) {
    Object.assign(this.wanted, change);
    return this.fresh.again();
  }

  // Whoever nobody sees to is picked out here; the server filters the rest.
  async #load() {
    const { state, category, owner, overdue } = this.wanted;
    const query = { state, category, owner: owner === NOBODY ? "" : owner, overdue: overdue || "" };
    this.csv.href = this.api.address("/tickets.csv", query);
    try {
      const all = await this.api.get("/tickets", { ...query, limit: MOST });
      this.items = owner === NOBODY ? all.filter((each) => !each.owner_id) : all;
      this.whole = all.length < MOST;
      this.page.clear();
      this.#draw();
    } catch (error) {
      this.page.fail(error, () => this.fresh.again());
    }
  }

  #draw() {
    const print = JSON.stringify([this.wanted, this.items, this.chosen?.id]);
    if (print === this.drawn) return;
    this.drawn = print;
    const { state, category, owner, overdue } = this.wanted;
    if (!this.items.length) {
      const why = category || owner || overdue ? W.noneHere : state === "open" ? W.none : W.noneDone;
      return void refill(this.list, el("p", { class: "empty panel" }, why));
    }
    const last = state === "open" ? W.due : W.doneAt;
    const rows = this.items.map((item) => ({ className: item.id === this.chosen?.id ? "chosen" : "", cells: this.#cells(item) }));
    const whole = table(W.caption, [[W.number], [W.category], [W.text], [W.owner], [last], [W.createdBy]], rows, { key: "tickets" });
    whole.classList.add("stacking");
    const count = this.whole ? W.count(this.items.length) : W.part(this.items.length);
    refill(this.list, el("p", { class: "soft", "aria-live": "polite" }, count), whole);
    const now = this.items.find((each) => each.id === this.chosen?.id);
    if (now) this.#show(now);
  }

  #cells(item) {
    const open = el("button", { type: "button", class: "link", "aria-current": item.id === this.chosen?.id ? "true" : null, data: { key: `ticket-${item.id}` }, on: { click: () => this.#open(item) } }, item.number);
    const due = item.state === "open" ? [dayText(item.due_on), " ", item.overdue ? el("span", { class: "badge danger" }, W.overdue) : null] : when(item.done_at);
    const owner = item.owner_id === this.me.id ? W.mine : item.owner_name || W.nobody;
    return [open, item.category_label, el("span", { class: "short-text" }, item.text), owner, el("span", {}, due), item.created_by];
  }

  #open(item) {
    this.#show(item);
    this.page.node.classList.add("reading");
    this.#draw();
    this.detail.focus();
  }

  #show(item) {
    this.chosen = item;
    const back = button(W.back, () => this.#close(), { class: "button quiet only-narrow", data: { key: "back" } });
    const context = { api: this.api, agents: this.agents, saved: (ticket, text) => this.#saved(ticket, text) };
    refill(this.detail, back, openTicket(item, context));
  }

  #close() {
    this.page.node.classList.remove("reading");
    const key = `ticket-${this.chosen?.id}`;
    ([...this.list.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key) ?? this.list).focus();
  }

  async #saved(ticket, text) {
    this.#show(ticket);
    await this.fresh.again();
    this.page.tell(text);
  }

  async #add() {
    const category = select([["", ""], ...CATEGORIES], { required: true });
    const text = el("textarea", { rows: 4, maxlength: 2000, required: true });
    const owner = select([["", W.nobody], ...this.agents.map((each) => [each.id, each.name])]);
    const conversation = el("input", { type: "text", autocomplete: "off" });
    const parts = [field(W.category, category, W.dueHint), field(W.addText, text), field(W.owner, owner), field(W.addConversation, conversation)];
    const made = await ask(W.addTitle, parts, {
      label: W.add,
      send: () => this.api.post("/tickets", {
        category: category.value,
        text: text.value.trim(),
        ...(owner.value && { owner_id: owner.value }),
        ...(conversation.value.trim() && { conversation_id: conversation.value.trim() }),
      }),
    });
    if (made) await this.#saved(made, W.added(made.number, dayText(made.due_on)));
  }

  stop() {
    this.fresh.stop();
    this.page.remove();
  }
}

export async function mount(root, context) {
  await Promise.all([sheet("desk_frame.css"), sheet("ledger_view.css")]);
  const view = new Ledger(root, context);
  return () => view.stop();
}
