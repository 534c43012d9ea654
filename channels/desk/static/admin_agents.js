// Agents: adding, changing, disabling, and a new password.

import { ADMIN, AGENTS as W } from "./admin_words.js";
import { act, ask, table } from "./desk_frame.js";
import { button, el, field, freshId, select } from "./desk_elements.js";
import { STATUSES } from "./desk_words.js";

const MOST_AT_ONCE = 20;
const USUAL_MOST = 3;
const roleName = (role) => W.roles.find(([code]) => code === role)?.[1] ?? role;

export async function agentsPart(context) {
  const [agents, settings] = await Promise.all([context.api.get("/agents"), context.api.get("/settings")]);
  const known = { ...context, groups: settings.groups };
  const sorted = [...agents].sort((one, other) => Number(other.active) - Number(one.active) || one.name.localeCompare(other.name, "zh-CN"));
  const rows = sorted.map((each) => ({ className: each.active ? "" : "off", cells: cells(each, known) }));
  const whole = table(W.caption, [[W.shortName], [W.login], [W.role], [W.skills], [W.shortMost], [W.status], [ADMIN.acts]], rows, { key: "agents" });
  whole.classList.add("stacking");
  const head = el("div", { class: "row" }, el("p", { class: "soft grow" }, W.intro), button(W.add, () => add(known), { class: "button strong", data: { key: "add-agent" } }));
  return [head, rows.length ? whole : el("p", { class: "empty panel" }, W.none)];
}

function cells(agent, context) {
  const status = agent.active ? STATUSES[agent.status] ?? agent.status : el("span", { class: "badge warn" }, W.off);
  const doing = (label, work, key) => button(label, work, { class: "button quiet", "aria-label": `${label}：${agent.name}`, data: { key: `${key}-${agent.id}` } });
  const own = agent.id === context.me.id;
  const toggle = agent.active
    ? doing(W.disable, () => disable(agent, context), "toggle")
    : act(W.enable, () => enable(agent, context), { class: "button quiet", "aria-label": `${W.enable}：${agent.name}`, data: { key: `toggle-${agent.id}` } });
  const acts = el("span", { class: "row acts" }, doing(ADMIN.edit, () => edit(agent, context), "edit"), doing(W.reset, () => reset(agent, context), "reset"), own ? null : toggle);
  return [agent.name, agent.login, roleName(agent.role), agent.skills.join("、"), W.people(agent.most), status, acts];
}

function skillBoxes(groups, chosen) {
  const all = [...new Set([...groups, ...chosen])];
  const boxes = all.map((group) => el("input", { type: "checkbox", value: group, checked: chosen.includes(group) }));
  const hint = el("p", { class: "hint", id: freshId("skills") }, W.skillsHint);
  const node = el("fieldset", { "aria-describedby": hint.id }, el("legend", {}, W.skills), el("div", { class: "row boxes" }, boxes.map((box) => el("label", { class: "choice" }, box, box.value))), hint);
  return { node, value: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

function person(agent, groups) {
  const name = el("input", { type: "text", value: agent.name, maxlength: 32, required: true, autocomplete: "off" });
  const role = select(W.roles, {}, agent.role);
  const skills = skillBoxes(groups, agent.skills);
  const most = el("input", { type: "number", min: 1, max: MOST_AT_ONCE, value: agent.most, required: true });
  return {
    parts: [field(W.name, name), field(W.role, role), skills.node, field(W.most, most)],
    value: () => ({ name: name.value.trim(), role: role.value, skills: skills.value(), most: Number(most.value) }),
  };
}

const passwordInput = () => el("input", { type: "password", minlength: 10, maxlength: 128, required: true, autocomplete: "new-password" });

async function add({ api, groups, tell, draw }) {
  const login = el("input", { type: "text", maxlength: 64, required: true, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const fresh = person({ name: "", role: "agent", skills: groups.slice(0, 1), most: USUAL_MOST }, groups);
  const password = passwordInput();
  const parts = [field(W.login, login, W.loginHint), ...fresh.parts, field(W.first, password, W.passwordHint)];
  const made = await ask(W.addTitle, parts, { label: W.add, send: () => api.post("/agents", { login: login.value.trim(), ...fresh.value(), password: password.value }) });
  if (made) await after(() => tell(W.added(made.name)), draw);
}

async function edit(agent, { api, groups, tell, draw }) {
  const changed = person(agent, groups);
  const done = await ask(W.editTitle(agent.name), changed.parts, { label: ADMIN.save, send: () => api.patch(`/agents/${agent.id}`, changed.value()) });
  if (done) await after(() => tell(ADMIN.saved), draw);
}

async function reset(agent, { api, tell, draw }) {
  const password = passwordInput();
  const done = await ask(W.resetTitle(agent.name), [el("p", {}, W.resetText), field(W.password, password, W.passwordHint)], {
    label: W.reset,
    send: () => api.patch(`/agents/${agent.id}`, { password: password.value }),
  });
  if (done) await after(() => tell(W.resetDone(agent.name)), draw);
}

async function disable(agent, { api, tell, draw }) {
  const done = await ask(W.disableTitle(agent.name), [el("p", {}, W.disableText(agent.load))], {
    label: W.disable,
    danger: true,
    send: () => api.patch(`/agents/${agent.id}`, { active: false }),
  });
  if (done) await after(() => tell(W.disabled(agent.name)), draw);
}

async function enable(agent, { api, tell, fail, draw }) {
  try {
    await api.patch(`/agents/${agent.id}`, { active: true });
    await draw();
    tell(W.enabled(agent.name));
  } catch (error) {
    fail(error);
  }
}

async function after(say, draw) {
  await draw();
  say();
}
