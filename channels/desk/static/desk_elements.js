// Builds elements. Text only ever becomes a text node, so nothing a person or a server sends is read as HTML.
// el("button", { class: "button", on: { click: f }, data: { id: 1 } }, "字", node, [more]) — false, null and undefined are left out.

const SVG = "http://www.w3.org/2000/svg";

const shown = (child) => child !== null && child !== undefined && child !== false && child !== "" && !Number.isNaN(child);

export function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, data = {}, ...attributes } = attrs ?? {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  Object.assign(node.dataset, data);
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  node.append(...children.flat(Infinity).filter(shown).map((child) => (child instanceof Node ? child : String(child))));
  return node;
}

export function button(label, onClick, attrs = {}) {
  return el("button", { type: "button", class: "button", ...attrs, on: { click: onClick, ...attrs.on } }, label);
}

let made = 0;

export const freshId = (prefix) => `${prefix}-${(made += 1)}`;

// A label over its input, select or textarea; `hint` is a line under it.
export function field(label, control, hint = "") {
  const id = control.id || freshId("field");
  control.id = id;
  const note = hint ? el("span", { class: "hint", id: `${id}-hint` }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return el("div", { class: "field" }, el("label", { for: id }, label), control, note);
}

// options: [[value, label], …]
export function select(options, attrs = {}, chosen = "") {
  return el("select", attrs, ...options.map(([value, label]) => el("option", { value, selected: value === chosen }, label)));
}

// One <details>: closed unless `open`.
export function fold(label, content, open = false) {
  return el("details", { class: "fold", open }, el("summary", {}, label), content);
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(shown));
  return node;
}

// A modal dialog with a heading and a close button. Resolves when closed: `close(value)` gives the value, else null.
export function dialog(title, build, attrs = {}) {
  const heading = el("h2", { id: freshId("dialog") }, title);
  const box = el("dialog", { "aria-labelledby": heading.id, ...attrs });
  let answer = null;
  const close = (value = null) => {
    answer = value;
    box.close();
  };
  const shut = button("关上", () => close(), { class: "button quiet shut" });
  box.append(el("header", {}, heading, shut), build(close));
  document.body.append(box);
  box.addEventListener("click", (event) => event.target === box && close());
  const back = document.activeElement;
  return new Promise((resolve) => {
    box.addEventListener("close", () => {
      box.remove();
      back?.focus?.();
      resolve(answer);
    });
    box.showModal();
    box.querySelector(":scope > :not(header) :is(input, select, textarea):not(:disabled)")?.focus();
  });
}

// A line drawing from path data on a 20×20 grid; decoration only.
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
