// What people at the desk say, and what the service says about getting one of them.

import { el } from "./elements.js";
import { markButton } from "./reply.js";
import { SOMEBODY } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

function picture(kind, ...shapes) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", class: kind, "aria-hidden": "true" })) svg.setAttribute(name, value);
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

export const personPicture = () =>
  picture("person-picture", ["circle", { cx: 12, cy: 8, r: 4.5 }], ["path", { d: "M3 22c0-5 4-8 9-8s9 3 9 8z" }]);

const MOUTHS = { 5: "M7 14q5 6 10 0", 4: "M8 15q4 3 8 0", 3: "M8 16h8", 2: "M8 17q4-3 8 0", 1: "M7 18q5-6 10 0" };

export const facePicture = (score) =>
  picture(
    "face",
    ["circle", { cx: 12, cy: 12, r: 10.5 }],
    ["circle", { cx: 8.5, cy: 9.5, r: 1.2, class: "eye" }],
    ["circle", { cx: 15.5, cy: 9.5, r: 1.2, class: "eye" }],
    ["path", { d: MOUTHS[score] }],
  );

export function systemCard(text) {
  return el("div", { class: "person system" }, el("p", { class: "said" }, text));
}

// Marks in the text stand below it as buttons, each opening its clause.
export function agentCard({ text, author, citations = [] }) {
  const marks = new Set(citations.map((each) => String(each.mark)));
  const words = text.replace(/\[(\d{1,3})\]/g, (whole, mark) => (marks.has(mark) ? "" : whole));
  const name = author ? `${SOMEBODY} ${author}` : SOMEBODY;
  const card = el("article", { class: "person agent", "aria-label": `${name}说` });
  card.append(el("p", { class: "who" }, personPicture(), name), el("p", { class: "said" }, words));
  if (citations.length) card.append(el("p", { class: "clauses" }, ...citations.map((each) => markButton(each, words))));
  return card;
}
