// A checklist and the list of matters, as elements.

import { button, el } from "./elements.js";

const SHARED = "部门之间会共享这项信息，先问窗口还要不要交。";

const small = (line) => [
  line.unsure ? el("span", { class: "unsure" }, "待确认") : null,
  line.basis ? el("span", { class: "basis" }, line.basis) : null,
];

function part(title, options, ...children) {
  const filled = children.filter(Boolean);
  return filled.length ? el("section", { class: "part", ...options }, el("h2", {}, title), ...filled) : null;
}

function said(lines) {
  if (!lines.length) return null;
  return el("ul", { class: "plain" }, ...lines.map((line) => el("li", {}, el("span", {}, line.text, " "), ...small(line))));
}

function ticked(tag, lines, ticks, name, body) {
  const items = lines.map((line, index) => {
    const box = el("input", { type: "checkbox", checked: ticks.has(name, index) });
    box.addEventListener("change", () => ticks.set(name, index, box.checked));
    return el("li", {}, el("label", { class: "tick" }, box, el("span", {}, ...body(line, index))));
  });
  return el(tag, {}, ...items);
}

function material(line) {
  const { 形式: form, 谁给: giver, 共享: shared } = line.facts;
  return [
    el("span", { class: "thing" }, line.text),
    " ",
    line.unsure ? el("span", { class: "unsure" }, "待确认") : null,
    el("span", { class: "how" }, `${form}；${giver}`),
    shared ? el("span", { class: "how" }, SHARED) : null,
    line.basis ? el("span", { class: "basis" }, line.basis) : null,
  ];
}

const step = (line, index) => [el("span", { class: "step-text" }, `${index + 1}. ${line.text} `), ...small(line)];

// The articles behind each line are one tap away, so that the list itself stays short.
function sources(matter, onBases) {
  const toggle = button("在每句话下面标出依据", () => {
    const shown = onBases();
    toggle.setAttribute("aria-pressed", String(shown));
  }, { class: "button no-print", "aria-pressed": "false" });
  const list = el("ul", { class: "plain" }, ...matter.sources.map((text) => el("li", { class: "source" }, text)));
  return part("这些话从哪里来", { id: "sources" }, list, el("p", { class: "note" }, matter.caveats[0]), el("p", { class: "row" }, toggle));
}

// What the list turns on and is not known yet: asked here, so that nobody reads lines meant for others.
function asked(matter, answers, onAnswer) {
  const wanted = (name, key) => matter.missing.includes(name) || answers[key] !== undefined;
  const bySex = wanted("性别", "sex");
  const byAge = wanted("年龄", "age");
  if (!bySex && !byAge) return null;
  const age = el("input", { type: "number", id: "age", min: 0, max: 130, inputmode: "numeric", value: answers.age });
  const sexes = ["男", "女"].map((sex) =>
    el("label", { class: "choice" }, el("input", { type: "radio", name: "sex", value: sex, checked: answers.sex === sex }), el("span", {}, sex)),
  );
  const send = (event) => {
    event.preventDefault();
    const sex = form.querySelector("input[name=sex]:checked")?.value;
    onAnswer({ ...(sex && { sex }), ...(age.value !== "" && { age: Number(age.value) }) });
  };
  const form = el(
    "form",
    { class: "ask-more", on: { submit: send } },
    bySex ? el("fieldset", {}, el("legend", {}, "是男是女"), ...sexes) : null,
    ...(byAge ? [el("label", { for: "age" }, "多大岁数（周岁）"), age] : []),
    el("div", { class: "row" }, el("button", { type: "submit", class: "button strong" }, "看我的情况")),
  );
  return el("section", { class: "part no-print", id: "asked" }, el("h2", {}, "再说一点，清单更准"), form);
}

// Lines for this person only; when some were asked for and none holds, that is said too.
function mine(matter, answers) {
  if (matter.mine.length) return part("您的情况", { class: "part mine-only", id: "mine" }, said(matter.mine));
  const told = Object.keys(answers).length > 0 && !matter.missing.length;
  return told ? part("您的情况", { id: "mine" }, el("p", {}, "按您说的，没有特别的规定，照这张清单办就行。")) : null;
}

export function matterView(matter, { ticks, answers, onAnswer, onPrint, onBases }) {
  const intro = el(
    "div",
    { class: "intro" },
    el("h1", {}, matter.name),
    ...matter.who.map((line) => el("p", {}, `谁来办：${line.text} `, ...small(line))),
    ...matter.when.map((line) => el("p", {}, `什么时候办：${line.text} `, ...small(line))),
    el("div", { class: "row no-print" }, button("打印这张清单", onPrint, { class: "button strong" }), el("a", { class: "button", href: "/checklist" }, "办别的事")),
  );
  return [
    intro,
    mine(matter, answers),
    part("要带的东西", { id: "materials" }, ticked("ul", matter.materials, ticks, "带", material), el("p", { class: "note" }, matter.caveats[1])),
    part("去哪里办", {}, said(matter.places)),
    part("多久办完", {}, said(matter.times)),
    asked(matter, answers, onAnswer),
    part("一步一步怎么办", { id: "steps" }, ticked("ol", matter.steps, ticks, "步", step)),
    part("这些不用跑腿", {}, said(matter.savings)),
    part("要当心", {}, said(matter.cautions)),
    part("各地不一样的", {}, said(matter.local)),
    sources(matter, onBases),
    el("p", { class: "print-only" }, "有不清楚的，打 12333，有工作人员接听。"),
  ].filter(Boolean);
}

export function groupsView(choice) {
  const note = choice.schemes.length ? part("您适用哪种养老保险", { class: "part bases-shown" }, said(choice.schemes)) : null;
  const groups = choice.groups.map((group) =>
    part(group.name, {}, el("ul", {}, ...group.matters.map(([id, name]) => el("li", {}, el("a", { class: "matter", href: `/checklist?matter=${encodeURIComponent(id)}` }, name))))),
  );
  return [note, ...groups].filter(Boolean);
}

export function askView(situations, { onFind, onSituation }) {
  const words = el("input", { type: "text", id: "words", maxlength: 100, autocomplete: "off", enterkeyhint: "search" });
  const find = (event) => {
    event.preventDefault();
    onFind(words.value.trim());
  };
  const select = el("select", { id: "situation" }, el("option", { value: "" }, "都看看"), ...situations.map(([value, label]) => el("option", { value }, label)));
  select.addEventListener("change", () => onSituation(select.value));
  return el(
    "div",
    { class: "intro" },
    el("h1", {}, "您要办什么事"),
    el("form", { class: "ask-more", role: "search", on: { submit: find } }, el("label", { for: "words" }, "用一句话说，比如“办退休”"), el("div", { class: "find" }, words, el("button", { type: "submit", class: "button strong" }, "找一找"))),
    el("div", { class: "ask-more" }, el("label", { for: "situation" }, "您现在是"), select),
  );
}
