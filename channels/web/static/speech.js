// Reads an answer aloud with a voice of the device itself; without a Chinese one the button stays hidden.

import { sentenceTexts } from "./copying.js";
import { button } from "./elements.js";

const RATE = 0.85;
const engine = window.speechSynthesis;
const waiting = new Set();
let speaking = null;

// Voices that are not local would send the text to their maker.
const chineseVoice = () => engine?.getVoices().find((voice) => voice.localService && /^(zh|cmn)/i.test(voice.lang));

engine?.addEventListener?.("voiceschanged", () => {
  if (!chineseVoice()) return;
  for (const node of waiting) node.hidden = false;
  waiting.clear();
});

export function spokenTexts(reply) {
  const short = { ...reply, sentences: (reply.sentences ?? []).filter((each) => !each.detail) };
  const texts = sentenceTexts(short.sentences.length ? short : reply);
  return texts.map((text) => text.replace(/[《》“”"*#]/g, "").replace(/[〔［]/g, "，").replace(/[〕］]/g, "，"));
}

function stop() {
  engine.cancel();
  if (speaking) speaking.textContent = "读给我听";
  speaking = null;
}

function start(node, reply) {
  stop();
  speaking = node;
  node.textContent = "停下";
  const texts = spokenTexts(reply);
  texts.forEach((text, index) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = chineseVoice();
    utterance.lang = utterance.voice?.lang ?? "zh-CN";
    utterance.rate = RATE;
    if (index === texts.length - 1) utterance.onend = () => speaking === node && stop();
    engine.speak(utterance);
  });
}

export function speechButton(reply) {
  const node = button("读给我听", () => (speaking === node ? stop() : start(node, reply)), { class: "button quiet" });
  if (!chineseVoice()) {
    node.hidden = true;
    if (engine) waiting.add(node);
  }
  return node;
}
