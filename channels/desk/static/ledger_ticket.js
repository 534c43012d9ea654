// One ticket: what it is about, who sees to it, what was done, and what can be done now.

import { CATEGORIES, LEDGER as W } from "./ledger_words.js";
import { ask } from "./desk_frame.js";
import { button, el, field, select } from "./desk_elements.js";
import { dayText, when } from "./desk_times.js";

const fact = (name, value) => (value ? [el("dt", {}, name), el("dd", {}, value)] : null);

// context: {api, agents, saved(ticket, text)}.
export function openTicket(item, context) {
  const open = item.state === "open";
  const heading = el("div", { class: "row" }, el("h3", { class: "grow" }, item.number), item.overdue ? el("span", { class: "badge danger" }, W.overdue) : null, el("span", { class: "badge" }, open ? W.open : W.done));
  const told = item.told_at ? when(item.told_at) : open ? "" : W.notTold;
  const facts = el("dl", { class: "facts" },
    fact(W.category, item.category_label),
    fact(W.owner, item.owner_name || W.nobody),
    fact(W.due, dayText(item.due_on)),
    fact(W.origin, item.origin_label),
    fact(W.createdBy, item.created_by),
    fact(W.createdAt, when(item.created_at)),
    fact(W.conversation, item.conversation_id),
    fact(W.doneAt, when(item.done_at)),
    fact(W.outcome, item.outcome),
    fact(W.told, told),
  );
  const entries = item.entries?.length
    ? el("ol", { class: "plain ticket-entries" }, item.entries.map((each) => el("li", {}, el("p", { class: "soft" }, `${when(each.at)} ${each.author}`), el("p", { class: "lines" }, each.text))))
    : el("p", { class: "soft" }, W.noEntries);
  const actions = open ? el("div", { class: "row" }, ...buttons(item, context)) : null;
  return el("div", { class: "stack" }, heading, el("p", { class: "quote" }, item.text), actions, facts, el("h3", {}, W.entries), entries);
}

function buttons(item, context) {
  return [
    button(W.note, () => note(item, context), { class: "button", data: { key: "note" } }),
    button(W.change, () => change(item, context), { class: "button", data: { key: "change" } }),
    button(W.close, () => close(item, context), { class: "button strong", data: { key: "close" } }),
  ];
}

async function note(item, { api, saved }) {
  const text = el("textarea", { rows: 4, maxlength: 2000, required: true });
  const done = await ask(W.noteTitle, [field(W.noteText, text)], { label: W.note, send: () => api.post(`/tickets/${item.id}/entries`, { text: text.value.trim() }) });
  if (done) await saved(done, W.noted);
}

async function change(item, { api, agents, saved }) {
  const category = select(CATEGORIES, {}, item.category);
  const people = agents.map((each) => [each.id, each.name]);
  if (!item.owner_id) people.unshift(["", W.nobody]);
  else if (!agents.some((each) => each.id === item.owner_id)) people.unshift([item.owner_id, item.owner_name]);
  const owner = select(people, {}, item.owner_id ?? "");
  const due = el("input", { type: "date", value: item.due_on, required: true });
  const done = await ask(W.changeTitle, [field(W.category, category), field(W.owner, owner), field(W.due, due, W.dueHint)], {
    label: W.save,
    send: () => api.patch(`/tickets/${item.id}`, {
      ...(owner.value && owner.value !== item.owner_id && { owner_id: owner.value }),
      ...(category.value !== item.category && { category: category.value }),
      ...(due.value !== item.due_on && { due_on: due.value }),
    }),
  });
  if (done) await saved(done, W.saved);
}

async function close(item, { api, saved }) {
  const text = el("textarea", { rows: 4, maxlength: 2000, required: true });
  const tell = el("input", { type: "checkbox", checked: Boolean(item.conversation_id), disabled: !item.conversation_id });
  const hint = el("p", { class: "hint" }, item.conversation_id ? W.tellHint : W.noConversation);
  const done = await ask(W.closeTitle, [field(W.closeText, text), el("label", { class: "choice" }, tell, W.tell), hint], {
    label: W.close,
    send: () => api.post(`/tickets/${item.id}/close`, { outcome: text.value.trim(), tell: tell.checked }),
  });
  if (done) await saved(done, W.closed(item.number));
}
