// One answer: its sentences with their marks, the folded parts, and what can be done with it.

import { openCitation, place } from "./citation.js";
import { copyText, plainText } from "./copying.js";
import { button, el, fold } from "./elements.js";
import { estimateRow } from "./estimator_reply.js";
import { feedbackRow } from "./feedback.js";
import { traceSteps } from "./trace.js";
import { plainDate } from "./words.js";

const MAX_SUGGESTIONS = 3;
// How things stand with a person is no answer: nobody is asked whether it helped.
const ABOUT_PERSON = /^handover_/;

// acts: {ask(text), feedback(body), say(text), readButton(reply)}
export function replyCard(reply, acts) {
  const sentences = reply.sentences?.length ? reply.sentences : [{ text: reply.text ?? "", marks: [] }];
  const main = sentences.filter((each) => !each.detail);
  const detail = sentences.filter((each) => each.detail);
  const shown = main.length ? main : detail;
  const card = el("article", { class: "reply", "aria-label": "回答" });
  card.append(el("div", { class: "sentences" }, ...shown.map((each) => sentenceLine(each, reply))));
  if (main.length && detail.length) {
    const lines = el("div", { class: "sentences" }, ...detail.map((each) => sentenceLine(each, reply)));
    card.append(fold("看详细说明", "收起详细说明", lines));
  }
  const steps = traceSteps(reply.trace);
  if (steps) card.append(fold("看怎么算的", "收起算法", steps));
  card.append(...[formLine(reply.form), basisLine(reply), estimateRow(reply, card)].filter(Boolean));
  const actions = actionRow(reply, acts);
  if (actions) card.append(actions);
  return card;
}

function sentenceLine(sentence, reply) {
  const marks = (sentence.marks ?? [])
    .map((mark) => reply.citations?.find((each) => each.mark === mark))
    .filter(Boolean)
    .map((citation) => markButton(citation, sentence.text));
  // The joiner keeps a mark from starting a line of its own.
  const data = { sentence: reply.sentences?.indexOf(sentence) ?? 0 };
  return el("p", { class: "sentence", data }, sentence.text, ...marks.flatMap((mark) => ["\u2060", mark]));
}

export function markButton(citation, sentence) {
  const options = {
    class: "mark",
    "aria-haspopup": "dialog",
    "aria-label": `依据${citation.mark}：${place(citation)}`,
    data: { mark: citation.mark },
  };
  const node = button(el("span", {}, `依据${citation.mark}`), () => openCitation(citation, sentence, node), options);
  return node;
}

function formLine(form) {
  const collected = form?.collected ? Object.entries(form.collected) : [];
  if (!collected.length) return null;
  return el("p", { class: "basis" }, `我记下的：${collected.map(([, value]) => value).join("，")}。`);
}

function basisLine(reply) {
  if (!reply.citations?.length || !reply.as_of) return null;
  const where = reply.region && reply.region !== "全国" ? `${reply.region.replace("/", "")}和全国` : "全国";
  return el("p", { class: "basis" }, `按${plainDate(reply.as_of)}的${where}规定回答。`);
}

function actionRow(reply, acts) {
  if (!reply.reply_id) return null;
  const copy = button("复制", async () => acts.say(await copyText(plainText(reply))), { class: "button quiet" });
  const row = el("div", { class: "actions" }, acts.readButton(reply), copy);
  const rating = ABOUT_PERSON.test(reply.outcome ?? "") ? null : feedbackRow(reply, acts.feedback);
  return el("div", { class: "after", "aria-live": "off" }, row, rating);
}

// Short answers to what was just asked, each sent as it stands; null when nothing was asked that has any.
export function quickReplies(reply, ask) {
  const choices = reply.form?.choices ?? [];
  if (!choices.length) return null;
  const buttons = choices.map((text) => button(text, () => ask(text), { class: "button quick" }));
  return el("section", { class: "suggestions", "aria-label": "可以直接点", "aria-live": "off" }, el("h2", {}, "可以直接点"), ...buttons);
}

export function suggestionChips(reply, ask, title = "您可能还想问") {
  const suggestions = (reply.suggestions ?? []).slice(0, MAX_SUGGESTIONS);
  if (!suggestions.length) return null;
  const chips = suggestions.map((text) => button(text, () => ask(text), { class: "button chip" }));
  return el("section", { class: "suggestions", "aria-label": title, "aria-live": "off" }, el("h2", {}, title), ...chips);
}
