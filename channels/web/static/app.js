// Puts the page together.

import * as api from "./api.js";
import { closeOnBackdrop } from "./citation.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { el, fold } from "./elements.js";
import { Handover } from "./handover.js";
import { Reader } from "./reader.js";
import { quickReplies, replyCard, suggestionChips } from "./reply.js";
import { pause } from "./rest.js";
import { Settings } from "./settings.js";
import { canRead, speechButton, stopDevice, useService } from "./speech.js";
import { loadAsked, saveAsked } from "./storage.js";
import { View } from "./view.js";
import { Voice } from "./voice.js";
import { CALL_PERSON, PAGES, SOMEBODY, STARTERS } from "./words.js";

const HINT_MS = 4000;
// Engines load beside a service that answers already; one that has none does not get any later.
const ASK_AGAIN_MS = 10000;
const ASK_TIMES = 12;
const byId = (id) => document.getElementById(id);

const view = new View({ again: (id) => conversation.again(id), edit });
const hint = (text) => view.say(text, "", HINT_MS);
const composer = new Composer({ say: ask, tell: hint });
const settings = new Settings({ restart, canRead });
const acts = {
  ask,
  say: hint,
  feedback: (body) => api.feedback(conversation.session, body),
  readButton: (reply) => speechButton(reply, () => settings.pace.speed),
};
const reader = new Reader({
  session: () => conversation.session,
  spoken: api.spoken,
  spokenPart: api.spokenPart,
  pace: () => settings.pace,
  setSpeed: (speed) => settings.set({ speed }),
  say: (text, kind) => view.say(text, kind, kind ? 0 : HINT_MS),
  rest: () => composer.rest(),
  playing: (on) => voice.playing(on),
});
// Whether the last question was spoken, so that its answer is read aloud.
let spoken = false;
const asked = (seq) => `${conversation.session?.id} ${seq}`;
const handover = new Handover({
  person: (act) => conversation.person(act),
  now: () => api.handoverNow(conversation.session),
  tail(node) {
    showChips(node);
    if (node) view.revealWith(node);
  },
  rest: () => composer.rest(),
  say: (text, kind) => view.say(text, kind),
  typing: () => conversation.typing(),
  done: (seq) => saveAsked([...loadAsked(), asked(seq)]),
  isDone: (seq) => loadAsked().includes(asked(seq)),
});

function ask(text) {
  asking(false);
  conversation.say(text);
}

function asking(aloud) {
  spoken = aloud;
  quiet();
  reader.close();
  showChips(null);
  view.say("");
}

function quiet() {
  reader.stop();
  stopDevice();
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
  handover.clear();
  const text = Array.isArray(greeting) ? greeting.join("") : (greeting ?? "");
  const lines = text.split(/(?<=。)|\n/).filter((line) => line.trim());
  view.append(el("article", { class: "reply greeting", "aria-label": "问候" }, ...lines.map((line) => el("p", {}, line)), doors()));
  showChips(suggestionChips({ suggestions: STARTERS }, ask, "大家常问"));
}

function showReply(reply, history) {
  for (const older of view.log.querySelectorAll(".reply:not(.older)")) settle(older);
  const card = view.append(replyCard(reply, acts));
  if (reply.form?.asking) tuck(card);
  const offer = handover.offer(reply);
  const suggestions = (reply.suggestions ?? []).filter((text) => !offer || text !== CALL_PERSON);
  const chips = quickReplies(reply, ask) ?? suggestionChips({ suggestions }, ask);
  showChips(offer ? el("div", { class: "under" }, offer, chips) : chips);
  const before = card.previousElementSibling;
  reader.place(reply.seq, card);
  if (history) return;
  view.reveal(before?.matches(".mine, .system") ? before : card);
  if ((spoken || settings.values.readAloud) && !voice.listening.talking) card.querySelector(".read:not([hidden])")?.click();
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
    system: (text) => view.system(text),
    agent(message) {
      view.agent(message);
      handover.named(message.author);
    },
    agentTyping(name) {
      handover.named(name);
      view.agentTyping(name || SOMEBODY);
    },
    handover: (...args) => handover.heard(...args),
    look: (always) => handover.look(always),
    silent: () => handover.silent,
    notice: (text) => view.notice(text),
    waiting: (on) => view.waiting(on),
    network: (state) => view.network(state),
    busy: (seconds) => view.busy(seconds),
    voice: (frame, asking) => voice.frame(frame, asking),
    voiceLost: () => voice.lost(),
  },
  () => settings.region,
);

const voice = new Voice({
  line: conversation.line,
  agreed: () => settings.values.agreed,
  profile: () => settings.profile,
  agree: (days) => settings.set({ agreed: days }),
  began() {
    quiet();
    reader.player.unlock();
  },
  heard(id, text) {
    asking(true);
    conversation.heard(id, text);
  },
  command: (name) => reader.command(name),
  interrupted: quiet,
  say: (text, kind, ms) => view.say(text, kind, ms),
});

// What the service can hear and say; without it the page is as good, in writing.
async function offerVoice() {
  for (let times = 0; times < ASK_TIMES; times += 1) {
    try {
      const offer = await api.speech();
      voice.offered(offer);
      settings.paced(offer.profiles);
      if (offer.speaking) useService((seq) => reader.read(seq));
      if (offer.listening && offer.speaking) return;
    } catch (error) {
      if (error instanceof api.Problem) return;
    }
    await pause(ASK_AGAIN_MS);
  }
}

async function restart() {
  voice.listening.cancel();
  asking(false);
  view.clear();
  view.say("");
  await conversation.restart();
  composer.area.focus();
}

byId("person").addEventListener("click", async (event) => {
  const node = event.currentTarget;
  if (node.getAttribute("aria-disabled") === "true") return;
  node.setAttribute("aria-disabled", "true");
  await handover.ask().finally(() => node.removeAttribute("aria-disabled"));
});

closeOnBackdrop(byId("citation"));
view.quietly(true);
offerVoice();
conversation.start().finally(() => view.quietly(false));
