// Parts of the board: the figures on top, who waits, and who works.

import { BOARD as W } from "./board_words.js";
import { table, waited } from "./desk_frame.js";
import { button, el } from "./desk_elements.js";
import { STATUSES } from "./desk_words.js";

const STATUS_CLASS = { online: "badge good", away: "badge warn", offline: "badge" };
const ORDER = ["online", "away", "offline"];

function tile(name, value, note, late = false) {
  return el("div", { class: late ? "tile late" : "tile" }, el("dt", {}, name), el("dd", {}, el("span", { class: "big" }, value), note ? el("span", { class: "note" }, note) : null));
}

export function tiles(board, counts) {
  const limit = board.service_level.within_seconds;
  const { percent, of } = board.service_level;
  const none = percent === null || percent === undefined || !of;
  const longest = board.waiting ? waited(board.longest_wait_seconds, limit) : "—";
  return el("dl", { class: "tiles" },
    tile(W.waiting, W.people(board.waiting), board.availability_text),
    tile(W.longest, longest, "", board.waiting > 0 && board.longest_wait_seconds > limit),
    tile(W.level, none ? "—" : `${Math.round(percent)}%`, none ? W.levelNone : W.levelOf(limit, of)),
    tile(W.withAgent, W.people(board.with_agent)),
    tile(W.held, counts.held, counts.held ? W.heldNow : ""),
    tile(W.callBacks, counts.call_backs, counts.call_backs_overdue ? W.late(counts.call_backs_overdue) : W.allInTime, counts.call_backs_overdue > 0),
  );
}

export function groups(board) {
  const limit = board.service_level.within_seconds;
  const rows = board.by_group.map((each) => ({
    cells: [each.group, W.people(each.waiting), each.waiting ? waited(each.longest_wait_seconds, limit) : "—"],
  }));
  return table(W.groups, [[W.group], [W.waiting, "number"], [W.longest, "number"]], rows, { key: "groups" });
}

// acts: {listen(case), assign(case)}.
export function queue(cases, limit, acts) {
  if (!cases.length) return el("p", { class: "empty" }, W.queueNone);
  const rows = cases.map((each) => ({
    cells: [
      each.skill,
      el("span", {}, each.priority > 0 ? [el("span", { class: "badge danger" }, W.urgent), " "] : null, each.reason_label),
      el("span", { class: "matter" }, each.summary, words(each)),
      waited(each.waiting_seconds, limit),
      el("span", { class: "row acts" }, doing(each, W.look, () => acts.listen(each), "look"), doing(each, W.assign, () => acts.assign(each), "assign")),
    ],
  }));
  const whole = table(W.queue, [[W.group], [W.reason], [W.matter], [W.waited], [W.act]], rows, { key: "queue" });
  whole.classList.add("stacking");
  return whole;
}

const words = (item) => (item.last_text ? el("span", { class: "soft short-text" }, W.lastWords(item.last_text)) : null);

function doing(item, label, work, key) {
  return button(label, work, { class: "button quiet", "aria-label": `${label}：${item.summary}`, data: { key: `${key}-${item.id}` } });
}

export function agents(all, acts) {
  if (!all.length) return el("p", { class: "empty" }, W.agentsNone);
  const sorted = [...all].sort((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status) || other.load - one.load);
  return el("ul", { class: "plain people" }, sorted.map((each) => person(each, acts)));
}

function person(agent, acts) {
  const cases = agent.cases ?? [];
  const full = agent.status === "online" && agent.load >= agent.most;
  const head = el("div", { class: "row" },
    el("h4", { class: "grow" }, agent.name),
    full ? el("span", { class: "badge danger" }, W.full) : null,
    el("span", { class: STATUS_CLASS[agent.status] ?? "badge" }, STATUSES[agent.status] ?? agent.status),
    el("span", { class: "load" }, W.load(agent.load, agent.most)),
  );
  const lines = cases.map((each) =>
    el("li", {}, el("div", { class: "matter" }, el("p", {}, each.summary), words(each)), el("p", { class: "soft" }, `${each.state_label} · `, since(each)), el("div", { class: "row acts" }, doing(each, W.listen, () => acts.listen(each), "look"), doing(each, W.reassign, () => acts.assign(each), "assign"))),
  );
  return el("li", { class: agent.status === "offline" ? "person off" : "person" }, head, el("p", { class: "soft skills" }, agent.skills.join("、")), lines.length ? el("ul", { class: "plain held-cases" }, lines) : null);
}

// How long the case has been as it is.
const since = (item) => waited((Date.now() - Date.parse(item.accepted_at ?? item.state_at)) / 1000);
