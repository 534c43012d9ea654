// One question on the screen at a time, then everything once more to look over. The browser's own back button goes one
// question back.

import { button, el } from "./elements.js";
import { sheetOf } from "./estimator_fields.js";
import { extras, questionsFor } from "./estimator_questions.js";
import { loadAnswers, saveAnswers } from "./storage.js";

const SUMMARY = "summary";
const TITLE = "算算退休金";

export class Wizard {
  answers = loadAnswers() ?? {};
  #root;
  #done;
  #opening;
  #given = false;

  // done(answers) makes what stands in place of the questions in the end; `opening` stands above the first of them.
  constructor(root, { done, opening }) {
    this.#root = root;
    this.#done = done;
    this.#opening = opening;
    window.addEventListener("popstate", (event) => this.#show(event.state?.screen ?? this.open(), event.state?.editing));
  }

  // Takes whole answers, as from a link, and drops the earlier ones: only what they leave open is asked.
  take(answers) {
    this.#given = Object.keys(answers).length > 0;
    this.answers = answers;
    saveAnswers(answers);
  }

  // The first question still open; the summary when there is none.
  open() {
    return questionsFor(this.answers).find((question) => question.check(this.answers))?.id ?? SUMMARY;
  }

  begin(address = location.pathname) {
    const screen = history.state?.screen ?? this.open();
    history.replaceState({ screen, editing: history.state?.editing ?? false }, "", address);
    this.#show(screen, history.state.editing, true);
  }

  restart() {
    this.take({});
    this.#go(this.open());
  }

  edit(id = SUMMARY) {
    this.#go(id, id !== SUMMARY);
  }

  #go(screen, editing = false) {
    history.pushState({ screen, editing }, "", location.pathname);
    this.#show(screen, editing);
  }

  #show(screen, editing = false, first = false) {
    const questions = questionsFor(this.answers);
    const index = questions.findIndex((question) => question.id === screen);
    if (screen === extras.id) this.#put(this.#question(extras, null, true), first);
    else if (index >= 0) this.#put(this.#question(questions[index], { index, count: questions.length }, editing), first);
    else if (screen === "result" && this.open() === SUMMARY) this.#result(first);
    else if (this.open() === SUMMARY) this.#put(this.#summary(), first);
    else this.#show(this.open(), false, first);
  }

  #result(first) {
    this.#put(this.#done(this.answers), first);
  }

  #put(node, first) {
    this.#root.replaceChildren(node);
    const heading = node.querySelector("#question, h2");
    document.title = heading ? `${heading.textContent} · ${TITLE}` : TITLE;
    if (first) return;
    window.scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
  }

  #question(question, place, editing) {
    const sheet = sheetOf(this.answers);
    const trouble = el("p", { class: "trouble", id: "trouble", role: "alert" });
    const form = el("form", { class: "question", novalidate: true, autocomplete: "off" });
    if (place && place.index === 0 && !editing) form.append(el("p", { class: "opening" }, this.#opening));
    if (place) form.append(el("p", { class: "progress" }, `第 ${place.index + 1} 步，共 ${place.count} 步`));
    form.append(el("h2", { id: "question", tabindex: "-1" }, question.ask));
    if (question.hint) form.append(el("p", { class: "basis" }, question.hint));
    const last = place && place.index === place.count - 1;
    const forward = el("button", { type: "submit", class: "button strong" }, editing ? "改好了" : last ? "看一遍" : "下一步");
    const back = editing || place.index > 0 ? button(editing ? "不改了" : "上一步", () => history.back()) : null;
    form.append(...question.draw(sheet), trouble, el("div", { class: "moves" }, back, forward));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer(question, sheet.draft, editing, { form, trouble });
    });
    return form;
  }

  #answer(question, draft, editing, { form, trouble }) {
    for (const marked of form.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
    const wrong = question.check(draft);
    trouble.textContent = wrong?.text ?? "";
    if (wrong) {
      const field = form.querySelector(`#field-${wrong.field}`);
      field?.setAttribute("aria-invalid", "true");
      field?.setAttribute("aria-describedby", trouble.id);
      (field?.matches("input, select") ? field : field?.querySelector("input"))?.focus();
      trouble.scrollIntoView({ block: "nearest" });
      return;
    }
    this.answers = draft;
    saveAnswers(draft);
    this.#go(editing ? this.open() : this.#after(question));
  }

  #after(question) {
    if (this.#given) return this.open();
    const questions = questionsFor(this.answers);
    return questions[questions.findIndex(({ id }) => id === question.id) + 1]?.id ?? this.open();
  }

  #summary() {
    const rows = [...questionsFor(this.answers), extras].map((question) => {
      const change = button("改", () => this.#go(question.id, true), { class: "button", "aria-label": `改${question.name}` });
      const said = el("dd", {}, question.said(this.answers));
      return el("div", {}, el("dt", {}, question.name), said, el("dd", { class: "change" }, change));
    });
    const go = button("开始算", () => this.#go("result"), { class: "button strong" });
    return el(
      "section",
      { class: "question" },
      el("h2", { id: "question", tabindex: "-1" }, "请看一遍，对不对？"),
      el("p", { class: "basis" }, "哪里不对，点后面的“改”。"),
      el("dl", { class: "answers" }, ...rows),
      el("div", { class: "moves" }, button("从头再填", () => this.restart()), go),
    );
  }
}
