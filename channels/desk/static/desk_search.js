// Looks into the policies, with a date and a region, and attaches a clause to what is being written.

import { clause, place } from "./desk_citation.js";
import { period, today } from "./desk_clock.js";
import { button, el, field, fold, replace } from "./desk_elements.js";
import { SEARCH } from "./desk_words.js";

const LIMIT = 10;
const SHOWN = 120;

export class SearchView {
  #asked = 0;

  // cite(hit) → whether it was added; may() says whether there is somebody to add it for.
  constructor({ api, cite, may, region }) {
    Object.assign(this, { api, cite, may, region });
    this.query = el("input", { type: "search", autocomplete: "off", maxlength: "400" });
    this.area = el("input", { type: "text", autocomplete: "off", maxlength: "40", placeholder: SEARCH.regionEmpty });
    this.date = el("input", { type: "date", value: today(), min: "1990-01-01", max: "2100-12-31" });
    this.status = el("p", { class: "soft", role: "status" });
    this.list = el("ul", { class: "plain stack hits" });
    const form = el("form", { class: "stack", role: "search", "aria-label": SEARCH.heading }, field(SEARCH.query, this.query), el("div", { class: "pair" }, field(SEARCH.region, this.area), field(SEARCH.date, this.date)), el("div", { class: "row end" }, el("button", { type: "submit", class: "button strong" }, SEARCH.go)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#look();
    });
    this.node = el("div", { class: "search stack" }, form, this.status, this.list);
  }

  focus() {
    this.query.focus();
    this.query.select();
  }

  async #look() {
    const q = this.query.value.trim();
    if (!q) return this.query.focus();
    const asked = (this.#asked += 1);
    this.status.className = "soft";
    this.status.textContent = SEARCH.looking;
    try {
      const hits = await this.api.get("/search", { q, region: this.area.value.trim() || this.region(), as_of: this.date.value, limit: LIMIT });
      if (asked !== this.#asked) return undefined;
      this.status.textContent = hits?.length ? SEARCH.count(hits.length) : SEARCH.none;
      replace(this.list, (hits ?? []).map((hit) => this.#hit(hit)));
    } catch (error) {
      if (asked !== this.#asked) return undefined;
      this.status.className = "trouble";
      this.status.textContent = error.text ?? error.message;
    }
    return undefined;
  }

  #hit(hit) {
    const add = button(SEARCH.insert, () => {
      if (!this.may()) return void (this.status.textContent = SEARCH.readOnly);
      this.cite({ ...hit, passage_id: hit.id });
      add.textContent = SEARCH.inserted;
      this.status.textContent = `${SEARCH.inserted}：${place(hit)}`;
    });
    const text = String(hit.text ?? "").replace(/\s+/g, " ");
    const begins = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    const about = [hit.region?.replace("/", " "), hit.scheme, period(hit.effective_from, hit.effective_to)].filter(Boolean).join("，");
    return el("li", { class: "hit" }, el("strong", {}, place(hit)), el("p", { class: "soft" }, about), el("p", {}, begins), el("div", { class: "row" }, fold(SEARCH.whole, clause(hit)), add));
  }
}
