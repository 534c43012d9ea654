// What is set at the desk: topics to approve, groups, and the numbers. An administrator changes all, a supervisor the topics.

import { ADMIN, SETTINGS as W, TOPICS } from "./admin_words.js";
import { act, said } from "./desk_frame.js";
import { el, field } from "./desk_elements.js";

const NUMBERS = [
  ["elderly_straight_age", W.elderly, W.elderlyHint, W.care],
  ["service_level_seconds", W.level, W.levelHint, W.times],
  ["waiting_alarm_seconds", W.alarm, W.alarmHint, W.times],
  ["longest_wait_seconds", W.longest, W.longestHint, W.times],
];

export async function settingsPart(context) {
  const settings = await context.api.get("/settings");
  const may = context.me.role === "administrator";
  const cards = [W.care, W.times].map((title) => {
    const rows = NUMBERS.filter(([name, , , card]) => card === title && name in settings).map((each) => number(each, settings, may, context));
    return rows.length ? card(title, "", rows, may) : null;
  });
  return [topics(settings, context), groups(settings, may, context), ...cards];
}

function card(title, text, parts, may = true) {
  const note = may ? null : el("p", { class: "soft" }, W.onlyAdministrator);
  return el("section", { class: "panel stack" }, el("h3", {}, title), text ? el("p", { class: "soft" }, text) : null, parts, note);
}

// Saves one setting and says so beside its button.
function saving(name, value, { api }) {
  const told = el("span", { role: "status", class: "soft" });
  const trouble = el("p", { role: "alert", class: "form-trouble" });
  const save = act(ADMIN.save, async () => {
    told.textContent = "";
    trouble.textContent = "";
    const wanted = value();
    if (wanted.wrong) {
      trouble.textContent = wanted.wrong;
      return;
    }
    try {
      await api.put(`/settings/${name}`, { value: wanted.value });
      told.textContent = ADMIN.saved;
    } catch (error) {
      trouble.textContent = said(error);
    }
  }, { class: "button strong", data: { key: `save-${name}` } });
  return [trouble, el("div", { class: "row" }, save, told)];
}

function topics(settings, context) {
  const all = [...new Set([...(settings.topics ?? TOPICS), ...settings.approve_topics])];
  const boxes = all.map((topic) => el("input", { type: "checkbox", value: topic, checked: settings.approve_topics.includes(topic) }));
  const list = el("fieldset", {}, el("legend", { class: "unseen" }, W.topics), el("div", { class: "boxes topic-boxes" }, boxes.map((box) => el("label", { class: "choice" }, box, box.value))));
  const value = () => ({ value: boxes.filter((box) => box.checked).map((box) => box.value) });
  return card(W.topics, W.topicsText, [list, saving("approve_topics", value, context)]);
}

function groups(settings, may, context) {
  const text = el("textarea", { rows: Math.max(4, settings.groups.length + 1), readonly: !may });
  text.value = settings.groups.join("\n");
  const value = () => ({ value: text.value.split("\n").map((line) => line.trim()).filter(Boolean) });
  return card(W.groups, W.groupsText, [field(W.groupsLabel, text), may ? saving("groups", value, context) : null], may);
}

function number([name, label, hint], settings, may, context) {
  const input = el("input", { type: "number", value: settings[name] ?? "", readonly: !may, inputmode: "numeric" });
  const value = () => {
    const text = input.value.trim();
    if (name === "elderly_straight_age" && text === "" && !input.validity.badInput) return { value: null };
    return /^\d+$/.test(text) ? { value: Number(text) } : { wrong: W.number };
  };
  const whole = field(label, input, hint);
  return el("div", { class: "stack setting" }, whole, may ? saving(name, value, context) : null);
}
