// The things a question is answered with: big choices, lists, amounts. Each keeps `sheet` up to date, which is
// {draft, set(name, value), watch(listener)}; a watcher runs after every change and once at the start.

import { button, el } from "./elements.js";

const FIRST_SHIFT = "12";
let fields = 0;

export function sheetOf(answers) {
  const draft = { ...answers };
  const watchers = [];
  return {
    draft,
    set(name, value) {
      draft[name] = value;
      for (const watcher of watchers) watcher(draft);
    },
    watch(watcher) {
      watchers.push(watcher);
      watcher(draft);
    },
  };
}

// options: [value, label, note]. The group is named by the heading of the question, or by `label`.
export function choices(sheet, name, options, label = "") {
  const group = el("div", {
    class: "options",
    role: "radiogroup",
    id: `field-${name}`,
    "aria-labelledby": label ? null : "question",
    "aria-label": label || null,
  });
  for (const [value, text, note] of options) {
    const input = el("input", { type: "radio", name, value, on: { change: () => sheet.set(name, value) } });
    input.checked = sheet.draft[name] === value;
    group.append(el("label", { class: "choice wide" }, input, el("span", {}, text, note ? el("small", {}, note) : null)));
  }
  return label ? el("div", { class: "field" }, el("p", { class: "label", "aria-hidden": "true" }, label), group) : group;
}

export function list(sheet, name, label, options, empty = "") {
  const id = `field-${name}`;
  const select = el("select", { id, on: { change: () => sheet.set(name, select.value) } });
  if (empty) select.append(el("option", { value: "" }, empty));
  select.append(...options.map(([value, text]) => el("option", { value }, text)));
  select.value = sheet.draft[name] ?? (empty ? "" : options[0][0]);
  return el("div", { class: "field" }, el("label", { for: id }, label), select);
}

export function amount(sheet, name, label, { unit = "元", note = "" } = {}) {
  const id = `field-${name}`;
  const noteId = note ? `note-${(fields += 1)}` : null;
  const input = el("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    maxlength: "20",
    "aria-describedby": noteId,
    on: { input: () => sheet.set(name, input.value) },
  });
  input.value = sheet.draft[name] ?? "";
  const row = el("div", { class: "amount" }, input, el("span", { class: "unit" }, unit));
  return el("div", { class: "field" }, el("label", { for: id }, label), note ? el("p", { class: "basis", id: noteId }, note) : null, row);
}

// Shows `node` only while the answer makes it needed.
export function only(sheet, node, needed) {
  sheet.watch((draft) => {
    node.hidden = !needed(draft);
  });
  return node;
}

export function numbers(from, to, unit) {
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => {
    const value = String(from + index * step);
    return [value, `${value}${unit}`];
  });
}

// Years and months of a length of time, under `${name}Years` and `${name}Months`.
export function duration(sheet, name, label, years = 50) {
  return el(
    "div",
    { class: "pair", role: "group", "aria-label": label },
    list(sheet, `${name}Years`, "几年", numbers(0, years, "年"), "请选"),
    list(sheet, `${name}Months`, "零几个月", numbers(0, 11, "个月")),
  );
}

// A number of months from 1 to `most(draft)`, with a slider and big buttons; `text(draft)` says what it comes to.
export function slider(sheet, name, label, most, text) {
  const id = `field-${name}`;
  const output = el("output", { for: id, class: "shift" });
  const input = el("input", { id, type: "range", min: "1", step: "1", class: "range" });
  const move = (by) => sheet.set(name, String(Math.min(Number(input.max), Math.max(1, Number(input.value) + by))));
  const step = (by) => button(`${by < 0 ? "减" : "加"}${Math.abs(by)}个月`, () => move(by));
  input.addEventListener("input", () => move(0));
  sheet.watch((draft) => {
    input.max = String(most(draft));
    draft[name] = input.value = String(Math.min(Number(draft[name] || FIRST_SHIFT), Number(input.max)));
    output.textContent = text(draft);
    input.setAttribute("aria-valuetext", output.textContent);
  });
  return el("div", { class: "field" }, el("label", { for: id }, label), output, input, el("div", { class: "steps" }, ...[-6, -1, 1, 6].map(step)));
}
