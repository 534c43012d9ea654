// What was written and not sent, by case: {text, note, citations, mode}. Lasts as long as the tab, and belongs to one agent.

const KEY = "desk-drafts";

export function readKept(area, key) {
  try {
    return JSON.parse(area.getItem(key) || "null");
  } catch {
    return null;
  }
}

export function keep(area, key, value) {
  try {
    if (value === null) area.removeItem(key);
    else area.setItem(key, JSON.stringify(value));
  } catch {
    // Storage can be full or forbidden; memory serves until the page is closed.
  }
}

const EMPTY = { text: "", note: "", citations: [], mode: "message" };

export class Drafts {
  #byCase = new Map();
  #agent = "";

  // Another agent on this tab does not see what the one before wrote.
  belongTo(agent) {
    const kept = readKept(sessionStorage, KEY);
    if (this.#agent && this.#agent !== agent) this.#byCase.clear();
    this.#agent = agent;
    if (kept?.agent !== agent) return this.#write();
    for (const [id, draft] of Object.entries(kept.drafts ?? {})) {
      if (!this.#byCase.has(id)) this.#byCase.set(id, { ...EMPTY, ...draft });
    }
  }

  get(id) {
    return { ...EMPTY, ...this.#byCase.get(id) };
  }

  put(id, changes) {
    const draft = { ...this.get(id), ...changes };
    if (!draft.text && !draft.note && !draft.citations.length && draft.mode === "message") this.#byCase.delete(id);
    else this.#byCase.set(id, draft);
    this.#write();
  }

  has(id) {
    const draft = this.#byCase.get(id);
    return Boolean(draft?.text.trim() || draft?.note.trim());
  }

  drop(id) {
    if (this.#byCase.delete(id)) this.#write();
  }

  get any() {
    return [...this.#byCase.keys()].some((id) => this.has(id));
  }

  clear() {
    this.#byCase.clear();
    keep(sessionStorage, KEY, null);
  }

  #write() {
    keep(sessionStorage, KEY, { agent: this.#agent, drafts: Object.fromEntries(this.#byCase) });
  }
}
