// 看板: what goes on now. Refreshed by the socket and every ten seconds; larger on a wall screen.

import { BOARD as W } from "./board_words.js";
import { agents, groups, queue, tiles } from "./board_parts.js";
import { HELD } from "./held_words.js";
import { heldItem } from "./held_list.js";
import { ask, choices, keepFresh, page, refill, sheet } from "./desk_frame.js";
import { button, el, replace } from "./desk_elements.js";

const EVERY_SECONDS = 10;
const KINDS = ["cases", "presence", "call_backs", "tickets", "held"];

// Everybody who waits, as the queue is served. The agent's own queue says more about its cases.
function inOrder(queued, own) {
  const known = new Map(own.map((each) => [each.id, each]));
  return queued.map((each) => known.get(each.id) ?? each).sort((one, other) => other.priority - one.priority || (one.queued_at ?? "").localeCompare(other.queued_at ?? ""));
}

class Board {
  constructor(root, { api, socket, openCase }) {
    Object.assign(this, { api, openCase, agents: [], alarmsDrawn: "" });
    this.wall = button(W.wall, () => this.#toWall(!this.page.node.classList.contains("wall")), { class: "button quiet", "aria-pressed": "false" });
    this.page = page(root, W.title, { actions: [this.wall], className: "board" });
    this.parts = {
      alarms: el("div", { role: "alert", class: "alarms" }),
      tiles: el("section", { "aria-label": W.now }),
      today: el("p", { class: "today" }),
      groups: el("div"),
      queue: el("div"),
      held: el("div"),
      agents: el("div"),
    };
    this.onFullscreen = () => !document.fullscreenElement && this.#asWall(false);
    document.addEventListener("fullscreenchange", this.onFullscreen);
    this.fresh = keepFresh(socket, KINDS, () => this.#load(), EVERY_SECONDS);
  }

  #lay() {
    const { alarms, tiles: top, today, groups: byGroup, queue: waiting, held, agents: people } = this.parts;
    this.laid = true;
    const panel = (title, ...inside) => el("section", { class: "panel" }, el("h3", {}, title), inside);
    this.heldPanel = panel(W.held, held);
    this.heldPanel.classList.add("held-panel");
    replace(this.page.body, alarms, top, today,
      el("div", { class: "board-columns" },
        el("div", { class: "stack" }, panel(W.groups, byGroup), Object.assign(panel(W.queue, waiting), { className: "panel waiting-panel" }), this.heldPanel),
        panel(W.agents, people),
      ),
    );
  }

  async #load() {
    try {
      const paths = [["/board"], ["/state"], ["/held"], ["/conversations", { state: "queued" }]];
      const [board, state, held, queued] = await Promise.all(paths.map(([path, query]) => this.api.get(path, query)));
      if (!this.laid) this.#lay();
      this.page.clear();
      this.#draw(board, state, held, inOrder(queued, state.queue));
    } catch (error) {
      this.page.fail(error, () => this.fresh.again());
    }
  }

  #draw(board, state, held, queued) {
    const acts = { listen: (item) => this.openCase(item.id, { readOnly: true }), assign: (item) => this.#assign(item) };
    this.agents = board.agents;
    this.#alarm(board.alarms);
    refill(this.parts.tiles, tiles(board, state.counts));
    replace(this.parts.today, el("strong", {}, `${W.today}：`), W.todayText(board.today));
    refill(this.parts.groups, groups(board));
    refill(this.parts.queue, queue(queued, board.service_level.within_seconds, acts));
    refill(this.parts.agents, agents(board.agents, acts));
    this.#drawHeld(held);
  }

  // Written anew only when something changed, so that it is read out once.
  #alarm(alarms) {
    const print = JSON.stringify(alarms);
    if (print === this.alarmsDrawn) return;
    this.alarmsDrawn = print;
    const list = alarms.map((each) => el("li", {}, each.text));
    replace(this.parts.alarms, list.length ? [el("h3", {}, W.alarms), el("ul", { class: "plain" }, list)] : null);
  }

  #drawHeld(held) {
    const print = JSON.stringify(held);
    if (print === this.heldDrawn) return;
    this.heldDrawn = print;
    const context = { api: this.api, decided: (text) => this.#done(text), failed: (error) => this.#failed(error) };
    refill(this.parts.held, held.length ? el("ul", { class: "cards" }, held.map((each) => heldItem(each, context))) : el("p", { class: "empty" }, HELD.none));
  }

  async #done(text) {
    await this.fresh.again();
    this.page.tell(text);
  }

  #failed(error) {
    this.fresh.again();
    this.page.fail(error);
  }

  async #assign(item) {
    const able = this.agents.filter((each) => each.status === "online" && each.id !== item.agent_id);
    const who = choices(W.assignTo, able.map((each) => [each.id, W.option(each)]));
    who.dataset.required = "true";
    const body = able.length ? [el("p", { class: "quote" }, item.summary), who] : [el("p", { class: "warning" }, W.assignNone)];
    const sent = await ask(W.assignTitle, body, {
      label: W.assignSend,
      check: () => (able.length ? "" : W.assignNone),
      send: () => this.api.post(`/cases/${item.id}/assign`, { agent_id: who.value }),
    });
    if (sent) await this.#done(W.assigned(able.find((each) => each.id === who.value)?.name ?? ""));
  }

  async #toWall(on) {
    this.#asWall(on);
    try {
      if (on) await this.page.node.requestFullscreen();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch {
      // The larger type helps without the full screen too.
    }
  }

  #asWall(on) {
    this.page.node.classList.toggle("wall", on);
    this.wall.setAttribute("aria-pressed", String(on));
    this.wall.textContent = on ? W.leaveWall : W.wall;
  }

  stop() {
    this.fresh.stop();
    document.removeEventListener("fullscreenchange", this.onFullscreen);
    this.page.remove();
  }
}

export async function mount(root, context) {
  await Promise.all([sheet("desk_frame.css"), sheet("board_view.css")]);
  const view = new Board(root, context);
  return () => view.stop();
}
