// The button that reads an answer aloud: with the service's voice where it has one, else with a voice of the device
// itself. Without either it stays hidden.

import { sentenceTexts } from "./copying.js";
import { button } from "./elements.js";

const engine = window.speechSynthesis;
const waiting = new Set();
let speaking = null;
let service = null;

// Voices that are not local would send the text to their maker.
const chineseVoice = () => engine?.getVoices().find((voice) => voice.localService && /^(zh|cmn)/i.test(voice.lang));

function reveal() {
  for (const node of waiting) node.hidden = false;
  waiting.clear();
}

engine?.addEventListener?.("voiceschanged", () => chineseVoice() && reveal());

// read(seq) uses the service's voice from now on.
export function useService(read) {
  service = read;
  reveal();
}

// Whether there is anything to read with.
export const canRead = () => Boolean(service || chineseVoice());

export function spokenTexts(reply) {
  const short = { ...reply, sentences: (reply.sentences ?? []).filter((each) => !each.detail) };
  const texts = sentenceTexts(short.sentences.length ? short : reply);
  return texts.map((text) => text.replace(/[《》“”"*#]/g, "").replace(/[〔［]/g, "，").replace(/[〕］]/g, "，"));
}

export function stopDevice() {
  if (!speaking) return;
  engine.cancel();
  speaking.textContent = "读给我听";
  speaking = null;
}

function start(node, reply, speed) {
  stopDevice();
  speaking = node;
  node.textContent = "停下";
  const texts = spokenTexts(reply);
  texts.forEach((text, index) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = chineseVoice();
    utterance.lang = utterance.voice?.lang ?? "zh-CN";
    utterance.rate = speed;
    if (index === texts.length - 1) utterance.onend = () => speaking === node && stopDevice();
    engine.speak(utterance);
  });
}

function read(node, reply, speed) {
  if (service && reply.seq) service(reply.seq);
  else if (speaking === node) stopDevice();
  else start(node, reply, speed());
}

// speed() is how fast a voice of the device reads.
export function speechButton(reply, speed) {
  const node = button("读给我听", () => read(node, reply, speed), { class: "button quiet read" });
  if (!canRead()) {
    node.hidden = true;
    waiting.add(node);
  }
  return node;
}
