// 管理: agents, canned replies, settings and the audit log, each for those who may.

import { ADMIN as W } from "./admin_words.js";
import { agentsPart } from "./admin_agents.js";
import { auditPart } from "./admin_audit.js";
import { cannedPart } from "./admin_canned.js";
import { settingsPart } from "./admin_settings.js";
import { page, sheet, tabs } from "./desk_frame.js";
import { el, replace } from "./desk_elements.js";

const PARTS = [
  ["agents", W.agents, agentsPart, "administrator"],
  ["canned", W.canned, cannedPart, "supervisor"],
  ["settings", W.settings, settingsPart, "supervisor"],
  ["audit", W.audit, auditPart, "administrator"],
];

// A part is `async (context) → node`; context: {api, me, tell(text), fail(error, retry), draw()}. draw() makes it anew.
class Admin {
  constructor(root, { api, me }) {
    Object.assign(this, { api, me, turn: 0 });
    this.page = page(root, W.title, { className: "admin" });
    const mine = PARTS.filter(([, , , role]) => role === "supervisor" || me.role === "administrator");
    this.name = mine[0][0];
    this.page.node.insertBefore(tabs(W.parts, mine.map(([name, label]) => [name, label]), this.name, (name) => this.#choose(name)), this.page.body);
    this.#draw();
  }

  #choose(name) {
    this.name = name;
    this.page.clear();
    this.page.tell("");
    return this.#draw();
  }

  // What is focused is found again by its data-key: a saved dialog comes back to its row.
  async #draw() {
    const turn = (this.turn += 1);
    const part = PARTS.find(([name]) => name === this.name)[2];
    const context = { api: this.api, me: this.me, tell: (text) => this.page.tell(text), fail: (error, retry) => this.page.fail(error, retry), draw: () => this.#draw() };
    try {
      const node = await part(context);
      if (turn !== this.turn) return;
      const key = this.page.body.contains(document.activeElement) ? document.activeElement.dataset.key : "";
      replace(this.page.body, node);
      if (key) [...this.page.body.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key)?.focus();
    } catch (error) {
      if (turn !== this.turn) return;
      replace(this.page.body);
      this.page.fail(error, () => this.#choose(this.name));
    }
  }

  stop() {
    this.turn += 1;
    this.page.remove();
  }
}

export async function mount(root, context) {
  await Promise.all(["desk_frame.css", "admin_view.css"].map(sheet));
  const view = new Admin(root, context);
  return () => view.stop();
}
