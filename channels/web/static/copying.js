// The answer as plain text, for the clipboard and for reading aloud.

import { place } from "./citation.js";
import { WORDS } from "./words.js";

const MARK = /\[\d+\]/g;

export function sentenceTexts(reply) {
  const sentences = reply.sentences?.length ? reply.sentences.map((each) => each.text) : [reply.text ?? ""];
  return sentences.map((text) => text.replace(MARK, "").trim()).filter(Boolean);
}

export function plainText(reply) {
  const sources = (reply.citations ?? []).map((citation) => {
    const number = citation.doc_no ? `（${citation.doc_no}）` : "";
    return `${citation.mark}. ${place(citation)}${number}`;
  });
  return [...sentenceTexts(reply), ...(sources.length ? ["", "依据：", ...sources] : [])].join("\n");
}

// The clipboard API needs https; plain http on an office network falls back to selecting.
async function put(text) {
  if (navigator.clipboard?.writeText) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Permission refused: try the older way.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

export const copyText = async (text) => ((await put(text)) ? WORDS.copied : WORDS.notCopied);
