// Builds elements. Text only ever becomes a text node, so nothing a person or a server sends is read as HTML.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, data = {}, ...attributes } = options;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  Object.assign(node.dataset, data);
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function button(label, onClick, options = {}) {
  return el("button", { type: "button", class: "button", on: { click: onClick }, ...options }, label);
}

let folds = 0;

// One button that shows or hides what follows it.
export function fold(closedLabel, openLabel, content) {
  const id = `fold-${(folds += 1)}`;
  content.id = id;
  content.hidden = true;
  const label = el("span", {}, closedLabel);
  const arrow = chevron();
  const toggle = el("button", { type: "button", class: "button fold", "aria-expanded": "false", "aria-controls": id }, label, arrow);
  toggle.addEventListener("click", () => {
    content.hidden = !content.hidden;
    toggle.setAttribute("aria-expanded", String(!content.hidden));
    label.textContent = content.hidden ? closedLabel : openLabel;
  });
  return el("div", { class: "folded" }, toggle, content);
}

function chevron() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "chevron");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M4 7l6 6 6-6");
  svg.append(path);
  return svg;
}
