// Canned replies: a list, and a form with the variables that may be inserted and what it looks like.

import { ADMIN, CANNED as W } from "./admin_words.js";
import { ask, table } from "./desk_frame.js";
import { button, el, field, select } from "./desk_elements.js";

const filled = (text) => text.replace(/\{([^{}]*)\}/g, (whole, name) => W.samples[name.trim()] ?? whole);

export async function cannedPart(context) {
  const [replies, settings] = await Promise.all([context.api.get("/canned"), context.api.get("/settings")]);
  const known = { ...context, groups: settings.groups };
  const rows = replies.map((each) => ({
    cells: [
      each.code, each.title, el("span", { class: "lines" }, each.text), each.skill || W.everybody,
      el("span", { class: "row acts" }, doing(each, ADMIN.edit, () => edit(each, known), "edit"), doing(each, W.remove, () => remove(each, known), "remove")),
    ],
  }));
  const whole = table(W.caption, [[W.code], [W.heading], [W.text], [W.skill], [ADMIN.acts]], rows, { key: "canned" });
  whole.classList.add("stacking");
  const head = el("div", { class: "row" }, el("p", { class: "soft grow" }, W.intro), button(W.add, () => add(known), { class: "button strong", data: { key: "add-canned" } }));
  return [head, rows.length ? whole : el("p", { class: "empty panel" }, W.none)];
}

function doing(reply, label, work, key) {
  return button(label, work, { class: "button quiet", "aria-label": `${label}：${reply.title}`, data: { key: `${key}-${reply.id}` } });
}

function insert(textarea, word) {
  textarea.setRangeText(word, textarea.selectionStart, textarea.selectionEnd, "end");
  textarea.dispatchEvent(new Event("input"));
  textarea.focus();
}

function form(reply, groups) {
  const code = el("input", { type: "text", value: reply.code, maxlength: 32, required: true, autocomplete: "off" });
  const title = el("input", { type: "text", value: reply.title, maxlength: 64, required: true, autocomplete: "off" });
  const text = el("textarea", { rows: 5, maxlength: 500, required: true });
  text.value = reply.text;
  const all = [...new Set([...groups, ...(reply.skill ? [reply.skill] : [])])];
  const skill = select([["", W.everybody], ...all.map((each) => [each, each])], {}, reply.skill ?? "");
  const names = el("ul", { class: "plain row" }, W.names.map(([name, meaning]) => el("li", {}, button(`{${name}}`, () => insert(text, `{${name}}`), { class: "button quiet", title: meaning, "aria-label": `{${name}}：${meaning}` }))));
  const shown = el("p", { class: "quote", "aria-label": W.preview });
  const show = () => (shown.textContent = filled(text.value));
  text.addEventListener("input", show);
  show();
  return {
    parts: [field(W.code, code, W.codeHint), field(W.heading, title), field(W.text, text), el("div", {}, el("p", { class: "hint" }, W.variables), names), el("div", {}, el("p", { class: "hint" }, W.preview), shown), field(W.skill, skill)],
    value: () => ({ code: code.value.trim(), title: title.value.trim(), text: text.value.trim(), skill: skill.value || null }),
  };
}

async function add({ api, groups, tell, draw }) {
  const fresh = form({ code: "", title: "", text: "", skill: null }, groups);
  const made = await ask(W.addTitle, fresh.parts, { label: W.add, className: "wide", send: () => api.post("/canned", fresh.value()) });
  if (!made) return;
  await draw();
  tell(W.added);
}

async function edit(reply, { api, groups, tell, draw }) {
  const changed = form(reply, groups);
  const done = await ask(W.editTitle, changed.parts, { label: ADMIN.save, className: "wide", send: () => api.patch(`/canned/${reply.id}`, changed.value()) });
  if (!done) return;
  await draw();
  tell(ADMIN.saved);
}

async function remove(reply, { api, tell, draw }) {
  const done = await ask(W.removeTitle, [el("p", { class: "quote" }, reply.text)], { label: W.remove, danger: true, send: () => api.del(`/canned/${reply.id}`) });
  if (!done) return;
  await draw();
  tell(W.removed);
}
