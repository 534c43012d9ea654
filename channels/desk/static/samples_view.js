// 抽检: closed cases drawn by chance, read, and given a score and a note.

import { SAMPLES as W } from "./samples_words.js";
import { act, ask, choices, keepFresh, page, refill, sheet, tabs } from "./desk_frame.js";
import { button, el, field } from "./desk_elements.js";
import { dayAfter, today, when } from "./desk_times.js";

const MOST = 50;
const USUAL = { count: 5, days: 7 };

const fact = (name, value) => (value ? [el("dt", {}, name), el("dd", {}, value)] : null);

class Samples {
  constructor(root, { api, socket, openCase }) {
    Object.assign(this, { api, openCase, state: "todo", drawn: "" });
    this.page = page(root, W.title, { intro: W.intro, className: "samples" });
    const states = tabs(W.show, [["todo", W.todo], ["done", W.done]], "todo", (state) => this.#choose(state));
    this.page.node.insertBefore(this.#drawing(), this.page.body);
    this.page.node.insertBefore(states, this.page.body);
    this.fresh = keepFresh(socket, [], () => this.#load(), 60);
  }

  #choose(state) {
    this.state = state;
    this.#draw();
  }

  #drawing() {
    const last = today();
    const [from, to] = [dayAfter(last, 1 - USUAL.days), last].map((value) => el("input", { type: "date", value, max: last }));
    const count = el("input", { type: "number", min: 1, max: MOST, value: USUAL.count, inputmode: "numeric" });
    const narrow = field(W.count, count);
    narrow.classList.add("short");
    const go = act(W.draw, () => this.#fetch(from.value, to.value, Number(count.value)), { class: "button strong" });
    return el("div", { class: "tools", role: "group", "aria-label": W.title }, field(W.from, from), field(W.to, to), narrow, go);
  }

  async #fetch(from, to, count) {
    if (!from || !to || from > to || !Number.isInteger(count) || count < 1 || count > MOST) return void this.page.fail({ text: W.wrong });
    try {
      const drawn = await this.api.post("/samples", { count, from, to });
      await this.fresh.again();
      this.page.tell(drawn.length ? W.drawn(drawn.length) : W.drawnNone);
    } catch (error) {
      this.page.fail(error);
    }
    return undefined;
  }

  async #load() {
    try {
      this.items = await this.api.get("/samples");
      this.page.clear();
      this.#draw();
    } catch (error) {
      this.page.fail(error, () => this.fresh.again());
    }
  }

  #draw() {
    const print = JSON.stringify([this.state, this.items]);
    if (!this.items || print === this.drawn) return;
    this.drawn = print;
    const todo = this.state === "todo";
    const shown = this.items.filter((each) => todo === !each.score).sort((one, other) => other.drawn_at.localeCompare(one.drawn_at));
    if (!shown.length) return void refill(this.page.body, el("p", { class: "empty panel" }, todo ? W.none : W.noneDone));
    refill(this.page.body, el("ul", { class: "cards" }, shown.map((each) => this.#card(each))));
  }

  #card(item) {
    const { case: one } = item;
    const facts = el("dl", { class: "facts" },
      fact(W.agent, one.agent_name),
      fact(W.reason, one.reason_label),
      fact(W.resolution, one.resolution_label ?? one.state_label),
      fact(W.closedAt, when(one.closed_at)),
    );
    const found = item.score
      ? [el("p", { class: "row" }, el("strong", { class: item.score <= 2 ? "badge danger" : "badge good" }, W.points(item.score)), el("span", { class: "soft" }, W.by(item.reviewed_by ?? "", when(item.reviewed_at)))), item.note ? el("p", { class: "quote" }, item.note) : null]
      : null;
    return el("li", { class: item.score ? "off" : "" },
      el("h3", {}, one.summary), facts, found,
      el("div", { class: "row end" },
        button(W.open, () => this.openCase(one.id, { readOnly: true }), { class: "button quiet", data: { key: `open-${one.id}` } }),
        button(item.score ? W.change : W.review, () => this.#review(item), { class: item.score ? "button" : "button strong", data: { key: `review-${one.id}` } }),
      ),
    );
  }

  async #review(item) {
    const score = choices(W.score, W.scores, item.score ? String(item.score) : "");
    score.dataset.required = "true";
    const note = el("textarea", { rows: 4, maxlength: 1000 });
    note.value = item.note ?? "";
    const done = await ask(W.reviewTitle, [el("p", { class: "quote" }, item.case.summary), score, field(W.note, note)], {
      label: W.save,
      send: () => this.api.patch(`/samples/${encodeURIComponent(item.case.id)}`, { score: Number(score.value), note: note.value.trim() }),
    });
    if (!done) return;
    await this.fresh.again();
    this.page.tell(W.saved);
  }

  stop() {
    this.fresh.stop();
    this.page.remove();
  }
}

export async function mount(root, context) {
  await sheet("desk_frame.css");
  const view = new Samples(root, context);
  return () => view.stop();
}
