// 报表: figures over days, with charts, tables and downloads. What a figure means stands under it.

import { FIGURES as W, MEANING, SERIES as S } from "./figures_words.js";
import { TIME_STEPS, barChart, columnChart, lineChart } from "./desk_charts.js";
import { page, sheet, table, tabs } from "./desk_frame.js";
import { el, field, replace } from "./desk_elements.js";
import { dayAfter, dayText, daysBetween, shortDay, span, today } from "./desk_times.js";

const OWN = "own";
const LONGEST_DAYS = 366;
const FIRST = "7";

function range(choice) {
  const last = today();
  return { from: dayAfter(last, 1 - Number(choice)), to: last };
}

function figure([name, meaning], value, note = "") {
  return el("div", { class: "figure" }, el("dt", {}, name), el("dd", {}, el("span", { class: "big" }, value), note ? el("span", { class: "note" }, note) : null, el("span", { class: "meaning" }, meaning)));
}

function totals(t) {
  return el("dl", { class: "totals", "aria-label": W.totals },
    figure(MEANING.cases, W.times(t.cases)),
    figure(MEANING.accepted, W.times(t.accepted), W.share(t.accepted, t.cases)),
    figure(MEANING.abandoned, W.times(t.abandoned), W.share(t.abandoned, t.cases)),
    figure(MEANING.call_backs, W.times(t.call_backs), W.share(t.call_backs, t.cases)),
    figure(MEANING.wait, span(t.median_wait_seconds), t.p90_wait_seconds === null ? "" : W.nine(span(t.p90_wait_seconds))),
    figure(MEANING.level(t.service_level_seconds), W.percent(t.service_level_percent)),
    figure(MEANING.pick_up, span(t.median_pick_up_seconds)),
    figure(MEANING.handling, span(t.median_handling_seconds)),
    figure(MEANING.durable, W.percent(t.durable_resolution_percent)),
    figure(MEANING.reopened, W.times(t.reopened)),
    figure(MEANING.satisfaction, W.points(t.satisfaction_average), W.peopleRated(t.satisfaction_count)),
  );
}

function bars(title, text, counts) {
  const sorted = [...counts].sort((one, other) => other.count - one.count);
  return barChart({ title, text, axis: S.kind, labels: sorted.map((each) => each.label), series: [{ name: S.count, values: sorted.map((each) => each.count) }] });
}

function charts(given) {
  const days = given.by_day;
  const labels = days.map((each) => shortDay(each.day));
  const accepted = { name: S.accepted, values: days.map((each) => each.accepted) };
  const abandoned = { name: S.abandoned, values: days.map((each) => each.abandoned) };
  const others = { name: S.others, values: days.map((each) => Math.max(0, each.cases - each.accepted - each.abandoned)) };
  const parts = [accepted, abandoned, ...(others.values.some(Boolean) ? [others] : [])];
  const waits = { name: S.waited, values: days.map((each) => each.median_wait_seconds) };
  const levels = { name: MEANING.level("")[0], values: days.map((each) => each.service_level_percent) };
  const hours = given.by_hour;
  const perHour = { name: S.count, values: hours.map((each) => each.cases) };
  return [
    columnChart({ title: S.cases, text: S.casesText, axis: S.day, labels, series: parts }),
    columnChart({ title: S.hours, text: S.hoursText, axis: S.hour, labels: hours.map((each) => S.oClock(each.hour)), series: [perHour] }),
    lineChart({ title: S.wait, text: S.waitText, axis: S.day, labels, series: [waits], show: span, steps: TIME_STEPS }),
    lineChart({ title: S.level, text: S.levelText, axis: S.day, labels, series: [levels], show: W.percent, top: 100 }),
    bars(S.reasons, S.reasonsText, given.by_reason),
    bars(S.resolutions, S.resolutionsText, given.by_resolution),
    bars(S.channels, S.channelsText, given.by_channel),
    bars(S.groups, S.groupsText, given.by_group),
  ];
}

function byAgent(agents) {
  if (!agents.length) return el("p", { class: "empty" }, W.noAgents);
  const rows = agents.map((each) => ({ cells: [each.name, each.cases, span(each.median_handling_seconds), W.points(each.satisfaction_average)] }));
  return table(W.agents, [[S.agent], [S.handled, "number"], [MEANING.handling[0], "number"], [MEANING.satisfaction[0], "number"]], rows);
}

class Report {
  constructor(root, { api }) {
    Object.assign(this, { api, asked: 0 });
    this.links = ["/figures.csv", "/export"].map((path, index) => el("a", { class: "button quiet", download: true, data: { path } }, index ? W.export : W.csv));
    this.page = page(root, W.title, { intro: W.exportHint, actions: this.links, className: "report" });
    this.page.node.insertBefore(this.#tools(), this.page.body);
    this.#show(range(FIRST));
  }

  #tools() {
    const { from, to } = range(FIRST);
    const [first, last] = [from, to].map((value) => el("input", { type: "date", value, max: to, required: true }));
    const own = el("form", { class: "tools", hidden: true, novalidate: true }, field(W.from, first), field(W.to, last), el("button", { type: "submit", class: "button strong" }, W.show));
    own.addEventListener("submit", (event) => {
      event.preventDefault();
      const days = first.value && last.value ? daysBetween(first.value, last.value) : -1;
      if (days < 0 || days >= LONGEST_DAYS) this.page.fail({ text: W.wrong });
      else this.#show({ from: first.value, to: last.value });
    });
    const choose = (choice) => {
      own.hidden = choice !== OWN;
      if (own.hidden) this.#show(range(choice));
      else first.focus();
    };
    return el("div", { class: "tools" }, tabs(W.range, W.ranges, FIRST, choose), own);
  }

  async #show(days) {
    this.asked += 1;
    const mine = this.asked;
    for (const link of this.links) link.href = this.api.address(link.dataset.path, days);
    this.page.body.setAttribute("aria-busy", "true");
    try {
      const given = await this.api.get("/figures", days);
      if (mine !== this.asked) return;
      this.page.clear();
      this.#draw(given);
    } catch (error) {
      if (mine === this.asked) this.page.fail(error, () => this.#show(days));
    } finally {
      if (mine === this.asked) this.page.body.removeAttribute("aria-busy");
    }
  }

  #draw(given) {
    const heading = el("p", { class: "shown", role: "status" }, W.shown(dayText(given.from), dayText(given.to)));
    const nothing = given.totals.cases ? null : el("p", { class: "empty panel" }, W.none);
    const agents = el("section", { class: "panel" }, el("h3", {}, W.agents), el("p", { class: "soft" }, W.agentsText), byAgent(given.by_agent));
    replace(this.page.body, heading, nothing, totals(given.totals), given.totals.cases ? [el("div", { class: "charts" }, charts(given)), agents] : null);
  }

  stop() {
    this.asked = 0;
    this.page.remove();
  }
}

export async function mount(root, context) {
  await Promise.all(["desk_frame.css", "figures_view.css"].map(sheet));
  const view = new Report(root, context);
  return () => view.stop();
}
