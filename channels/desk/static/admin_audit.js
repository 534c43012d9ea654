// The audit log of some days.

import { AUDIT as W } from "./admin_words.js";
import { act, table } from "./desk_frame.js";
import { el, field, replace } from "./desk_elements.js";
import { dayAfter, today, when } from "./desk_times.js";

const USUAL_DAYS = 7;

export async function auditPart({ api, fail }) {
  const last = today();
  const [from, to] = [dayAfter(last, 1 - USUAL_DAYS), last].map((value) => el("input", { type: "date", value, max: last }));
  const list = el("div", { class: "stack" });
  const load = async () => {
    const lines = await api.get("/audit", { from: from.value, to: to.value });
    replace(list, lines.length ? [el("p", { class: "soft", role: "status" }, W.count(lines.length)), tableOf(lines)] : el("p", { class: "empty panel", role: "status" }, W.none));
  };
  await load();
  const go = act(W.show, () => load().catch(fail), { class: "button strong" });
  return [el("p", { class: "soft" }, W.intro), el("div", { class: "tools" }, field(W.from, from), field(W.to, to), go), list];
}

// Numbers of cases are long: their beginning tells them apart, the whole is there to copy.
function subject({ action, subject: about }) {
  if (action === "setting_changed") return W.settings[about] ?? about;
  if (action === "export_tickets") return about.replace(/^(\d+) tickets$/, (_, count) => W.count(count));
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(about) ? el("span", { title: about }, `${W.case} ${about.slice(0, 8)}`) : about;
}

// ['补缴断缴', '社保卡'] → 补缴断缴、社保卡
function plain(reason) {
  const list = /^\[(.*)\]$/.exec(reason ?? "");
  if (list) return list[1].replace(/['"]/g, "").split(/,\s*/).filter(Boolean).join("、") || W.nothing;
  return reason === "None" ? W.nothing : reason;
}

function tableOf(lines) {
  const rows = lines.map((each) => ({
    cells: [when(each.at), each.agent_name || W.nobody, each.action_label ?? W.actions[each.action] ?? each.action, subject(each), plain(each.reason)],
  }));
  const whole = table(W.caption, [[W.at], [W.who], [W.action], [W.subject], [W.reason]], rows, { key: "audit" });
  whole.classList.add("stacking");
  return whole;
}
