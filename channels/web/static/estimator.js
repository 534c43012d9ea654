// Puts the estimator page together.

import { Problem } from "./api.js";
import { plain } from "./cents.js";
import { button, el } from "./elements.js";
import { fromFragment, thisMonth, tracksOf, TRACK_NAMES } from "./estimator_answers.js";
import { extras, questionsFor } from "./estimator_questions.js";
import { outcome, refusal } from "./estimator_result.js";
import { csvText, download, estimateRows } from "./estimator_sheet.js";
import { Wizard } from "./estimator_wizard.js";
import { REGIONS } from "./regions.js";
import { Settings } from "./settings.js";

const OPENING = "一次问一件事，不知道的可以选“不知道”。您填的只用来算这一次，关掉网页就没有了。";
const NEXT = [
  ["tel:12333", "打 12333，核对缴费年限和个人账户"],
  ["/checklist", "看办事清单，把材料准备好"],
  ["/", "有不明白的，问助手"],
];

const asked = (answers) => [...questionsFor(answers), extras].map((question) => [question.name, question.said(answers)]);

function changed(answers, change) {
  const next = { ...answers, ...change };
  if (change.localBase) next.localKnown = "yes";
  if (change.shift !== undefined) {
    next.when = change.shift < 0 ? "early" : change.shift > 0 ? "late" : "normal";
    next.shift = String(Math.abs(change.shift) || 12);
  }
  return next;
}

// Works everything out again with something changed, in place.
function again(answers, change) {
  wizard.take(changed(answers, change));
  wizard.edit("result");
}

function table(answers, worked) {
  const rows = worked.flatMap(({ track, found, rows: months }, index) => [
    ...(index ? [[]] : []),
    ...estimateRows(found, {
      title: `退休金测算：按${TRACK_NAMES[track]}算`,
      asked: asked(answers),
      monthly: months.map((row) => [row.month, plain(row.pension), plain(row.paid)]),
    }),
  ]);
  download(`退休金测算-${thisMonth()}.csv`, csvText(rows));
}

function nextSteps() {
  const links = NEXT.map(([address, words]) => el("a", { class: "button", href: address }, words));
  return el("section", { class: "next" }, el("h3", {}, "接下来可以"), ...links);
}

// On paper what was asked stands above the result, on the screen below it.
function askedList(answers, where) {
  const rows = asked(answers).flatMap(([name, said]) => [el("dt", {}, name), el("dd", {}, said)]);
  const day = new Date().toLocaleDateString("zh-CN", { dateStyle: "long" });
  return el("section", { class: `asked ${where}` }, el("h3", {}, "您填的"), el("dl", { class: "parts" }, ...rows), el("p", { class: "basis" }, `${day}测算。有疑问打 12333。`));
}

async function fillIn(answers, { cards, state, actions, save }) {
  const tracks = tracksOf(answers);
  const parts = cards.map(async (card, index) => {
    const context = { several: tracks.length > 1, card, again: (change) => again(answers, change), edit: () => wizard.edit() };
    try {
      return await outcome(answers, tracks[index], context);
    } catch (error) {
      const known = error instanceof Problem ? error : new Problem({ title: "现在连不上，没有算出来。急事请打 12333。", status: 503 });
      await refusal(known, answers, tracks[index], context);
      return null;
    }
  });
  const worked = (await Promise.all(parts)).filter(Boolean);
  state.textContent = worked.length ? "算好了。" : "";
  state.classList.toggle("unseen", true);
  save.addEventListener("click", () => table(answers, worked));
  actions.hidden = !worked.length;
}

// The page of results: filled in as the answers of the service come.
function done(answers) {
  const tracks = tracksOf(answers);
  const cards = tracks.map(() => el("article", { class: "outcome" }));
  const state = el("p", { class: "status", role: "status" }, "正在算，请稍等。");
  const save = button("下载表格", () => {});
  const print = button("打印", () => window.print());
  const actions = el("div", { class: "actions screen-only", hidden: true }, print, save, button("改一改", () => wizard.edit()));
  const both = tracks.length > 1 ? el("p", { class: "basis" }, "岗位没有定下来，两种规定都给您算了。按哪一种，由社保部门按档案认定。") : null;
  const heading = el("h2", { id: "question", tabindex: "-1" }, "您的退休金测算");
  const after = [actions, nextSteps(), askedList(answers, "screen-only")];
  const whole = el("section", { class: "results", "aria-busy": "true" }, heading, state, both, askedList(answers, "paper-only"), ...cards, ...after);
  fillIn(answers, { cards, state, actions, save }).finally(() => whole.setAttribute("aria-busy", "false"));
  return whole;
}

const wizard = new Wizard(document.getElementById("work"), { done, opening: OPENING });
const settings = new Settings();

function takeLink() {
  const given = fromFragment(location.hash.slice(1));
  if (!Object.keys(given).length) return false;
  wizard.take(given);
  history.replaceState(null, "", location.pathname);
  return true;
}

window.addEventListener("hashchange", () => {
  if (takeLink()) wizard.begin();
});
takeLink();
if (!wizard.answers.province && REGIONS.includes(settings.region)) wizard.answers.province = settings.region;
wizard.begin();
