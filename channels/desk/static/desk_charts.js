// Small charts as inline SVG, each with a line that says what it shows and the same figures as a table.
// spec: {title, text, axis, labels, series: [{name, values}], show(value) → text}. A value may be null; `steps` are the round
// distances of the marks.

import { el, freshId, replace } from "./desk_elements.js";
import { CHARTS } from "./figures_words.js";

const SVG = "http://www.w3.org/2000/svg";
const TICKS = 4;
const FIRST_WIDTH = 560;

function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const round = (value) => Math.round(value * 10) / 10;
const wide = (text, type) => [...text].reduce((sum, sign) => sum + (sign < "\u0080" ? 0.58 : 1), 0) * type;

// Lengths of time that are round to people, in seconds.
export const TIME_STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];

// Round steps from zero to above the largest value; out of `nice` ones where they are given.
function steps(largest, nice) {
  const rough = Math.max(largest, 1) / TICKS;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const round = nice ?? [1, 2, 2.5, 5, 10].map((each) => Math.max(1, each * unit));
  const step = round.find((each) => each >= rough) ?? rough;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step);
}

// A hatch beside plain colour, so that the second series is told apart without seeing colours.
function hatch(id) {
  const pattern = draw("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(draw("rect", { width: 6, height: 6, class: "hatch-paper" }), draw("rect", { width: 3, height: 6, class: "hatch-ink" }));
  return pattern;
}

function frame(svg, { box, y, ticks, show, type }) {
  for (const tick of ticks) {
    svg.append(draw("line", { x1: box.left, x2: box.right, y1: y(tick), y2: y(tick), class: tick ? "grid" : "base" }));
    svg.append(draw("text", { x: box.left - type * 0.4, y: y(tick) + type * 0.35, class: "end" }, show(tick)));
  }
}

function under(svg, { labels, box, x, type }) {
  const room = Math.max(...labels.map((label) => wide(label, type))) + type;
  const every = Math.max(1, Math.ceil((labels.length * room) / (box.right - box.left)));
  labels.forEach((label, index) => {
    if (index % every === 0) svg.append(draw("text", { x: x(index), y: box.bottom + type * 1.4, class: "middle" }, label));
  });
}

function plan(spec, width, type, largest) {
  const ticks = steps(largest, spec.steps);
  const show = spec.show ?? String;
  const left = Math.max(...ticks.map((tick) => wide(show(tick), type))) + type * 0.8;
  const box = { left, right: width - type * 0.5, top: type * 0.9, bottom: Math.max(width * 0.42, type * 12) };
  const slot = (box.right - box.left) / Math.max(1, spec.labels.length);
  const x = (index) => box.left + slot * (index + 0.5);
  const y = (value) => box.bottom - (value / ticks[ticks.length - 1]) * (box.bottom - box.top);
  return { box, ticks, show, type, slot, x, y, labels: spec.labels, height: box.bottom + type * 2 };
}

function columns(svg, spec, width, type) {
  const totals = spec.labels.map((_, index) => spec.series.reduce((sum, each) => sum + (each.values[index] ?? 0), 0));
  const made = plan(spec, width, type, Math.max(...totals, 1));
  const thick = Math.min(made.slot * 0.72, type * 3);
  frame(svg, made);
  spec.labels.forEach((label, index) => {
    let base = 0;
    spec.series.forEach((each, order) => {
      const value = each.values[index] ?? 0;
      if (!value) return;
      const top = made.y(base + value);
      const bar = draw("rect", { x: made.x(index) - thick / 2, y: top, width: thick, height: Math.max(0.5, made.y(base) - top), class: `fill-${order}` });
      if (order === 1) bar.setAttribute("fill", `url(#${spec.id}-hatch)`);
      bar.append(draw("title", {}, `${label} ${each.name} ${made.show(value)}`));
      svg.append(bar);
      base += value;
    });
  });
  under(svg, made);
  return made.height;
}

function path(values, { x, y }) {
  let pen = "M";
  let line = "";
  values.forEach((value, index) => {
    if (value === null || value === undefined) pen = "M";
    else {
      line += `${pen}${round(x(index))} ${round(y(value))}`;
      pen = "L";
    }
  });
  return line;
}

function lines(svg, spec, width, type) {
  const all = spec.series.flatMap((each) => each.values).filter((value) => value !== null && value !== undefined);
  const made = plan(spec, width, type, Math.max(...all, spec.top ?? 1));
  frame(svg, made);
  spec.series.forEach((each, order) => {
    svg.append(draw("path", { d: path(each.values, made), class: "curve" }));
    each.values.forEach((value, index) => {
      if (value === null || value === undefined) return;
      const dot = draw("circle", { cx: made.x(index), cy: made.y(value), r: Math.min(4, made.slot * 0.3), class: "dot" });
      dot.append(draw("title", {}, `${spec.labels[index]} ${made.show(value)}`));
      svg.append(dot);
    });
  });
  under(svg, made);
  return made.height;
}

// Horizontal bars with their name above and their value behind; as many as there are labels.
function bars(svg, spec, width, type) {
  const { values } = spec.series[0];
  const show = spec.show ?? String;
  const largest = Math.max(...values.map((value) => value ?? 0), 1);
  const line = type * 3.1;
  const room = width - Math.max(...values.map((value) => wide(show(value ?? 0), type))) - type * 1.2;
  spec.labels.forEach((label, index) => {
    const top = index * line + type * 0.4;
    const long = ((values[index] ?? 0) / largest) * room;
    svg.append(
      draw("text", { x: 0, y: top + type * 0.9 }, label),
      draw("rect", { x: 0, y: top + type * 1.4, width: Math.max(long, 1), height: type, class: "fill-0", rx: 2 }),
      draw("text", { x: long + type * 0.5, y: top + type * 2.25, class: "value" }, show(values[index] ?? 0)),
    );
  });
  return spec.labels.length * line + type * 0.4;
}

function paint(svg, spec, kind, width) {
  const type = Number.parseFloat(getComputedStyle(svg).fontSize) || 16;
  svg.replaceChildren(...[...svg.children].slice(0, 3));
  const height = Math.round(kind(svg, spec, width, type));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
}

function tableOf(spec) {
  const show = spec.show ?? String;
  const head = el("tr", {}, el("th", { scope: "col" }, spec.axis), spec.series.map((each) => el("th", { scope: "col", class: "number" }, each.name)));
  const rows = spec.labels.map((label, index) =>
    el("tr", {}, el("th", { scope: "row" }, label), spec.series.map(({ values }) => el("td", { class: "number" }, values[index] === null || values[index] === undefined ? "—" : show(values[index])))),
  );
  const whole = el("table", { class: "table" }, el("caption", { class: "unseen" }, spec.title), el("thead", {}, head), el("tbody", {}, rows));
  return el("div", { class: "scroll chart-table", tabindex: "0", role: "region", "aria-label": spec.title, hidden: true }, whole);
}

function key(spec) {
  if (spec.series.length < 2) return null;
  const entries = spec.series.map((each, order) => {
    const sample = draw("svg", { class: "sample", viewBox: "0 0 20 14", "aria-hidden": "true" });
    const box = draw("rect", { width: 20, height: 14, class: `fill-${order}` });
    if (order === 1) box.setAttribute("fill", `url(#${spec.id}-hatch)`);
    sample.append(box);
    return el("li", {}, sample, each.name);
  });
  return el("ul", { class: "key" }, entries);
}

function chart(given, kind) {
  const spec = { ...given, id: freshId("chart") };
  const ids = [`${spec.id}-title`, `${spec.id}-text`];
  const heading = el("figcaption", {}, el("h3", {}, spec.title), el("p", { class: "soft" }, spec.text));
  const figure = el("figure", { class: "chart-box panel" }, heading);
  if (!spec.labels.length || spec.series.every((each) => each.values.every((value) => !value))) {
    figure.append(el("p", { class: "empty" }, CHARTS.empty));
    return figure;
  }
  const svg = draw("svg", { role: "img", class: "chart", "aria-labelledby": ids.join(" ") });
  svg.append(draw("title", { id: ids[0] }, spec.title), draw("desc", { id: ids[1] }, spec.text), draw("defs", {}, hatch(`${spec.id}-hatch`)));
  const table = tableOf(spec);
  table.id = `${spec.id}-table`;
  const toggle = el("button", { type: "button", class: "button quiet", "aria-expanded": "false", "aria-controls": table.id }, CHARTS.table);
  const picture = el("div", { class: "picture" }, key(spec), svg);
  toggle.addEventListener("click", () => {
    table.hidden = !table.hidden;
    picture.hidden = !table.hidden;
    toggle.setAttribute("aria-expanded", String(!table.hidden));
    replace(toggle, table.hidden ? CHARTS.table : CHARTS.picture, el("span", { class: "unseen" }, `：${spec.title}`));
  });
  toggle.append(el("span", { class: "unseen" }, `：${spec.title}`));
  figure.append(picture, table, toggle);
  paint(svg, spec, kind, FIRST_WIDTH);
  new ResizeObserver(() => svg.clientWidth && paint(svg, spec, kind, Math.round(svg.clientWidth))).observe(svg);
  return figure;
}

// Columns by label; several series stand on each other.
export const columnChart = (spec) => chart(spec, columns);

// Lines over labels; `top` is the least that the highest mark stands for.
export const lineChart = (spec) => chart(spec, lines);

// One bar for each label, the name over it.
export const barChart = (spec) => chart(spec, bars);
