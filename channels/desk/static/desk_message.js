// One entry of a conversation: what the citizen, the assistant, an agent or the system said, a note, or what is not sent yet.

import { citationList } from "./desk_citation.js";
import { shortTime } from "./desk_clock.js";
import { button, el, fold } from "./desk_elements.js";
import { paragraphs, replyWords } from "./desk_reply.js";
import { traceView } from "./desk_trace.js";
import { AUTHORS, COMPOSER, PACKET, TALK, outcomeWord } from "./desk_words.js";

const nameOf = (author) => (typeof author === "string" ? author : (author?.name ?? ""));

function head(who, at, extra = null) {
  return el("p", { class: "who" }, el("span", { class: "name" }, who), extra, el("time", { datetime: at }, shortTime(at)));
}

function folded(label, content) {
  return content ? fold(label, content) : null;
}

function assistant(message) {
  const { outcome, citations, trace } = message.reply ?? {};
  const word = outcomeWord(outcome);
  const bad = /^(unanswerable|clarify|error|guarded)/.test(outcome ?? "");
  return [
    head(AUTHORS.assistant, message.at, word && el("span", { class: bad ? "badge warn" : "badge" }, word)),
    replyWords(message.reply, message.text),
    folded(TALK.citations(citations?.length), citationList(citations)),
    folded(PACKET.estimates, trace && traceView(trace)),
  ];
}

// A number other than 0 as a class tells who; colour is never the only sign, the name stands above.
export function messageNode(message) {
  const from = AUTHORS[message.from] ? message.from : "system";
  const article = el("article", { class: `entry ${from}`, data: { seq: message.seq } });
  if (from === "assistant") article.append(...flat(assistant(message)));
  else {
    const who = [AUTHORS[from], from === "agent" && nameOf(message.author)].filter(Boolean).join(" ");
    const cited = citationList(message.citations);
    article.append(...flat([head(who, message.at), paragraphs(message.text), folded(TALK.citations(message.citations?.length), cited)]));
  }
  return article;
}

export function noteNode(note) {
  const who = nameOf(note.author);
  const mark = el("span", { class: "badge warn" }, TALK.noteMark);
  return el("article", { class: "entry note" }, head(who, note.at, mark), paragraphs(note.text));
}

// acts: again(id), edit(id), drop(id)
export function outboxNode(item, acts) {
  const failed = item.state === "failed";
  const words = { sending: TALK.sending, waiting: TALK.waitingToSend, failed: TALK.notSent }[item.state];
  const state = el("p", { class: failed ? "state failed" : "state" }, failed && item.why ? `${words}：${item.why}` : words);
  const article = el("article", { class: `entry agent unsent ${item.state}` }, head(AUTHORS.agent, item.at), paragraphs(item.text));
  if (item.citations?.length) article.append(el("p", {}, `${COMPOSER.cited}：${item.citations.map((one) => one.title).join("、")}`));
  article.append(state);
  if (item.state !== "sending") {
    article.append(
      el(
        "div",
        { class: "row end" },
        button(TALK.again, () => acts.again(item.id)),
        failed && button(TALK.edit, () => acts.edit(item.id), { class: "button quiet" }),
        failed && button(TALK.drop, () => acts.drop(item.id), { class: "button quiet" }),
      ),
    );
  }
  return article;
}

const flat = (children) => children.flat(Infinity).filter(Boolean);
