// Puts the page together.

import { closeOnBackdrop } from "./citation.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { el, fold } from "./elements.js";
import { quickReplies, replyCard, suggestionChips } from "./reply.js";
import { Settings } from "./settings.js";
import { View } from "./view.js";
import { PAGES, STARTERS, WORDS } from "./words.js";

const HINT_MS = 4000;
const byId = (id) => document.getElementById(id);

const view = new View({ again: (id) => conversation.again(id), edit });
const hint = (text) => view.say(text, "", HINT_MS);
const composer = new Composer({ say: ask, tell: hint });
const settings = new Settings({ restart });
const acts = { ask, say: hint, feedback: (body) => conversation.feedback(body) };

function ask(text) {
  showChips(null);
  view.say("");
  conversation.say(text);
}

// Only the latest answer has suggestions under it.
function showChips(node) {
  if (view.tail?.contains(document.activeElement)) composer.rest();
  view.setTail(node);
}

// An earlier answer keeps its buttons behind one, and so does a question of ours: the answers to it come first.
function tuck(card) {
  const after = card.querySelector(":scope > .after");
  if (!after) return;
  const spot = el("div");
  after.replaceWith(spot);
  spot.replaceWith(fold("读、复制、评价", "收起", after));
}

function settle(card) {
  card.classList.add("older");
  tuck(card);
}

// The other pages, from where a conversation starts.
function doors() {
  const links = PAGES.map(([address, name]) => el("a", { class: "button", href: address }, name));
  return el("nav", { class: "doors", "aria-label": "别的网页" }, ...links);
}

function showGreeting(greeting) {
  const text = Array.isArray(greeting) ? greeting.join("") : (greeting ?? "");
  const lines = text.split(/(?<=。)|\n/).filter((line) => line.trim());
  view.append(el("article", { class: "reply greeting", "aria-label": "问候" }, ...lines.map((line) => el("p", {}, line)), doors()));
  showChips(suggestionChips({ suggestions: STARTERS }, ask, "大家常问"));
}

function showReply(reply, history) {
  for (const older of view.log.querySelectorAll(".reply:not(.older)")) settle(older);
  const card = view.append(replyCard(reply, acts));
  if (reply.form?.asking) tuck(card);
  showChips(quickReplies(reply, ask) ?? suggestionChips(reply, ask));
  if (!history) view.reveal(card.previousElementSibling?.matches(".mine") ? card.previousElementSibling : card);
}

function edit(id, text) {
  conversation.withdraw(id);
  composer.edit(text);
}

const conversation = new Conversation(
  {
    greeting: showGreeting,
    reply: showReply,
    citizen: (...args) => view.citizen(...args),
    remove: (id) => view.remove(id),
    retext: (...args) => view.retext(...args),
    state: (...args) => view.state(...args),
    person: (...args) => view.person(...args),
    notice: (text) => view.notice(text),
    waiting: (on) => view.waiting(on),
    network: (state) => view.network(state),
    busy: (seconds) => view.busy(seconds),
  },
  () => settings.region,
);

async function restart() {
  view.clear();
  view.say("");
  await conversation.restart();
  composer.area.focus();
}

function waitText({ position, estimate_seconds: seconds }) {
  const place = position ? `您前面还有${position - 1}位。` : "";
  return place + (seconds ? `大约要等${Math.ceil(seconds / 60)}分钟。` : "");
}

byId("person").addEventListener("click", async (event) => {
  const asked = event.currentTarget;
  if (asked.getAttribute("aria-disabled") === "true") return;
  asked.setAttribute("aria-disabled", "true");
  view.say(WORDS.handoverAsking);
  try {
    const answer = await conversation.handover();
    view.say("");
    view.handover(`${answer.text}${waitText(answer)}`);
  } catch {
    view.say(WORDS.handoverFailed, "trouble");
  } finally {
    asked.removeAttribute("aria-disabled");
  }
});

closeOnBackdrop(byId("citation"));
view.quietly(true);
conversation.start().finally(() => view.quietly(false));
