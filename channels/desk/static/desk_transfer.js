// Passing on: to another agent or another group, and arranging a call-back.

import { noteArea, noted } from "./desk_close.js";
import { el, field, freshId, select } from "./desk_elements.js";
import { ask } from "./desk_frame.js";
import { TRANSFER } from "./desk_words.js";

export function askTransfer({ groups, agents, me, skill, go }) {
  const others = agents.filter((one) => one.id !== me.id && one.active !== false && one.status === "online");
  const name = freshId("to");
  const toGroup = el("input", { type: "radio", name, value: "group", checked: true });
  const toAgent = el("input", { type: "radio", name, value: "agent", disabled: !others.length });
  const group = select([["", TRANSFER.pickGroup], ...groups.filter((one) => one !== skill || groups.length === 1).map((one) => [one, one])], { "aria-label": TRANSFER.group });
  const agent = select([["", TRANSFER.pickAgent], ...others.map((one) => [one.id, TRANSFER.load(one)])], { "aria-label": TRANSFER.agent, disabled: !others.length });
  group.addEventListener("change", () => (toGroup.checked = true));
  agent.addEventListener("change", () => (toAgent.checked = true));
  const note = noteArea();
  const target = () => (toAgent.checked ? agent.value && { agent_id: agent.value } : group.value && { group: group.value });
  const line = (radio, label, control) => el("div", { class: "way" }, el("label", { class: "choice" }, radio, label), control);
  const ways = el("fieldset", { class: "stack" }, el("legend", { class: "unseen" }, TRANSFER.title), line(toGroup, TRANSFER.group, group), line(toAgent, TRANSFER.agent, agent));
  return ask(TRANSFER.title, [ways, !others.length && el("p", { class: "soft" }, TRANSFER.nobody), field(TRANSFER.note, note)], {
    label: TRANSFER.go,
    check: () => (target() ? "" : TRANSFER.pick),
    send: () => go({ ...target(), ...noted(note) }),
  });
}

export function askCallBack({ go }) {
  const id = freshId("times");
  const when = el("input", { type: "text", list: id, maxlength: "40", autocomplete: "off" });
  const times = el("datalist", { id }, TRANSFER.callTimes.map((value) => el("option", { value })));
  const text = noteArea();
  return ask(TRANSFER.callTitle, [field(TRANSFER.callWhen, when), times, field(TRANSFER.callText, text)], {
    label: TRANSFER.callGo,
    send: () => go({ ...(when.value.trim() && { wanted: when.value.trim() }), ...(text.value.trim() && { text: text.value.trim() }) }),
  });
}
