// Answers of the assistant that wait for a person: the question, the answer, what it rests on, and the three decisions.

import { HELD as W } from "./held_words.js";
import { citationList } from "./desk_citation.js";
import { act, ask, waited } from "./desk_frame.js";
import { button, el, field, fold } from "./desk_elements.js";
import { replyWords } from "./desk_reply.js";
import { traceView } from "./desk_trace.js";

const LATE_SECONDS = 120;

// The clauses, the first one open; how they are folded outlives a refresh.
function clauses(item, sources) {
  if (!sources.length) return el("p", { class: "warning" }, W.noSources);
  const list = citationList(sources);
  [...list.querySelectorAll("details")].forEach((each, index) => {
    each.dataset.key = `clause-${item.id}-${index}`;
    each.open = !index;
  });
  return el("div", {}, el("p", { class: "soft" }, W.sources(sources.length)), list);
}

// One held answer as a list item. decided(text) is called after the server took the decision, failed(error) when not.
export function heldItem(item, { api, decided, failed }) {
  const reply = item.reply ?? {};
  const trace = reply.trace ? fold(W.estimate, traceView(reply.trace)) : null;
  if (trace) trace.dataset.key = `trace-${item.id}`;
  const decide = async (decision, text, said) => {
    await api.post(`/held/${item.id}`, { decision, ...(text && { text }) });
    await decided(said);
  };
  const approve = act(W.approve, () => decide("approve", "", W.approved).catch(failed), { class: "button strong", data: { key: `approve-${item.id}` } });
  const edit = button(W.edit, () => editing(reply.text ?? "", decide), { data: { key: `edit-${item.id}` } });
  const reject = button(W.reject, () => rejecting(decide), { class: "button danger", data: { key: `reject-${item.id}` } });
  const since = (Date.now() - Date.parse(item.held_at)) / 1000;
  return el("li", { class: "held" },
    el("div", { class: "row" }, el("h3", { class: "grow" }, item.topic), el("span", { class: "soft" }, `${W.waited} `, waited(since, LATE_SECONDS))),
    el("p", { class: "soft" }, W.question), el("p", { class: "quote" }, item.question),
    el("p", { class: "soft" }, W.answer), el("div", { class: "quote answer lines-apart" }, replyWords(reply, reply.text, { open: true, key: `words-${item.id}` })),
    clauses(item, reply.citations ?? []), trace, el("div", { class: "row" }, approve, edit, reject),
  );
}

function editing(before, decide) {
  const text = el("textarea", { rows: 10, maxlength: 2000, required: true });
  text.value = before;
  return ask(W.editTitle, [field(W.editText, text, W.editHint)], {
    label: W.editSend,
    className: "wide",
    check: () => (text.value.trim() === before.trim() ? W.same : ""),
    send: () => decide("edit", text.value.trim(), W.edited),
  });
}

function rejecting(decide) {
  const text = el("textarea", { rows: 3, maxlength: 2000 });
  return ask(W.rejectTitle, [el("p", {}, W.rejectText), field(W.rejectWhy, text)], {
    label: W.rejectSend,
    danger: true,
    send: () => decide("reject", text.value.trim(), W.rejected),
  });
}
