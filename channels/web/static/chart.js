// A line chart as inline SVG with the same figures as a table. Lines differ in dash and weight, not in colour alone;
// colours come from the style sheet, so that contrast and print follow the page.

import { yuan } from "./cents.js";
import { el, fold } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";
const SHAPE = 0.62;
const TICKS = 4;
const PAPER_WIDTH = 640;
const PAPER_TYPE = 17;
const TEN_THOUSAND = 1000000;
let charts = 0;

function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Round steps from zero to above the largest amount, in fen.
function steps(largest) {
  const rough = Math.max(largest, 1) / TICKS;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * unit).find((each) => each >= rough);
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => Math.round(index * step));
}

const short = (fen) => (fen >= TEN_THOUSAND ? `${yuan(fen / 10000)}万` : yuan(fen));

// Indices of the labels under the axis: the first, the last, and as many between as fit.
function labelled(count, room) {
  const parts = Math.max(1, Math.min(room - 1, count - 1, TICKS));
  return Array.from({ length: parts + 1 }, (_, index) => Math.round((index * (count - 1)) / parts));
}

function scales(box, count, top) {
  const x = (index) => box.left + (count > 1 ? (index / (count - 1)) * (box.right - box.left) : 0);
  const y = (fen) => box.bottom - (fen / top) * (box.bottom - box.top);
  return { x, y };
}

function axis(svg, { box, x, y, ticks, labels, type }) {
  for (const tick of ticks) {
    svg.append(draw("line", { x1: box.left, x2: box.right, y1: y(tick), y2: y(tick), class: tick ? "grid" : "base" }));
    svg.append(draw("text", { x: box.left - type * 0.4, y: y(tick) + type * 0.35, class: "end" }, short(tick)));
  }
  for (const index of labelled(labels.length, Math.floor((box.right - box.left) / (type * 4.6)))) {
    const side = index === labels.length - 1 ? "end" : index ? "middle" : "start";
    const [first, second = ""] = labels[index].split(/(?<=年)/);
    const text = draw("text", { x: x(index), y: box.bottom + type * 1.3, class: side }, first);
    if (second) text.append(draw("tspan", { x: x(index), dy: type * 1.2 }, second));
    svg.append(text);
  }
}

function path(values, { x, y }) {
  let pen = "M";
  let line = "";
  values.forEach((fen, index) => {
    if (fen === null) {
      pen = "M";
      return;
    }
    line += `${pen}${x(index).toFixed(1)} ${y(fen).toFixed(1)}`;
    pen = "L";
  });
  return line;
}

// A label stays inside the picture: a digit is about half as wide as the type is high, a Chinese character as wide.
function mark(svg, { at, fen, label }, { box, x, y, type }) {
  const [left, top] = [x(at), y(fen)];
  const half = ([...label].reduce((sum, sign) => sum + (sign < "\u0080" ? 0.6 : 1), 0) * type) / 2;
  const middle = Math.max(box.left + half, Math.min(box.right - half, left));
  svg.append(
    draw("line", { x1: left, x2: left, y1: top, y2: box.bottom, class: "drop" }),
    draw("circle", { cx: left, cy: top, r: type * 0.35, class: "dot" }),
    draw("text", { x: middle, y: Math.max(top - type * 0.8, type), class: "middle label" }, label),
  );
}

function paint(svg, spec, width) {
  const type = Number.parseFloat(getComputedStyle(svg).fontSize) || PAPER_TYPE;
  const largest = Math.max(...spec.lines.flatMap((line) => line.values).filter((fen) => fen !== null));
  const ticks = steps(largest);
  const top = Math.max(ticks[ticks.length - 1], largest);
  const height = Math.round(Math.max(width * SHAPE, type * 15));
  const widest = Math.max(...ticks.map((tick) => short(tick).length));
  const box = { left: type * (widest * 0.62 + 0.9), right: width - type * 0.6, top: type * 2.2, bottom: height - type * 2.9 };
  const plan = { box, ticks, type, labels: spec.labels, ...scales(box, spec.labels.length, top) };
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(...[...svg.children].slice(0, 2));
  axis(svg, plan);
  spec.lines.forEach((line, index) => svg.append(draw("path", { d: path(line.values, plan), class: `line line-${index}` })));
  for (const each of spec.marks ?? []) mark(svg, each, plan);
}

function table(spec) {
  const head = el("tr", {}, el("th", { scope: "col" }, spec.axis), ...spec.lines.map((line) => el("th", { scope: "col" }, line.name)));
  const shown = spec.rows ?? spec.labels.map((_, index) => index);
  const rows = shown.map((index) => {
    const amounts = spec.lines.map((line) => el("td", {}, line.values[index] === null ? "—" : `${yuan(line.values[index])}元`));
    return el("tr", {}, el("th", { scope: "row" }, spec.labels[index]), ...amounts);
  });
  const caption = el("caption", {}, spec.title);
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": spec.title }, el("table", {}, caption, el("thead", {}, head), el("tbody", {}, ...rows)));
}

function key(spec) {
  const entries = spec.lines.map((line, index) => {
    const sample = draw("svg", { class: "sample", viewBox: "0 0 40 10", "aria-hidden": "true" });
    sample.append(draw("path", { d: "M0 5L40 5", class: `line line-${index}` }));
    return el("li", {}, sample, line.name);
  });
  return el("ul", { class: "key" }, ...entries);
}

// spec: {title, text, axis, labels, lines: [{name, values}], marks: [{at, fen, label}], rows}. Values are fen or null;
// `text` says what the picture shows, `rows` are the indices that stand in the table (all when left out).
// The figure has show(marks), which moves the marks.
export function lineChart(spec) {
  charts += 1;
  const ids = [`chart-${charts}-title`, `chart-${charts}-text`];
  const svg = draw("svg", { role: "img", class: "chart", "aria-labelledby": ids.join(" ") });
  svg.append(draw("title", { id: ids[0] }, spec.title), draw("desc", { id: ids[1] }, spec.text));
  const figure = el("figure", {}, el("figcaption", {}, el("h3", {}, spec.title), el("p", {}, spec.text)));
  if (spec.lines.length > 1) figure.append(key(spec));
  figure.append(svg, fold("看成表格", "收起表格", table(spec)));
  // Until it is seen it has a picture for paper: a folded chart is printed too.
  let drawn = PAPER_WIDTH;
  paint(svg, spec, drawn);
  new ResizeObserver(() => {
    const width = Math.round(svg.clientWidth);
    if (!width || matchMedia("print").matches) return;
    drawn = width;
    paint(svg, spec, width);
  }).observe(svg);
  figure.show = (marks) => {
    spec.marks = marks;
    paint(svg, spec, drawn);
  };
  return figure;
}
