// What the page asks, one thing at a time. A question: `name` for the summary, `ask` its words, `hint`, `when` it is
// asked at all, `draw(sheet)` its fields, `check(answers)` the field that is wrong and why, `said(answers)` the answer.

import { typedNumber } from "./cents.js";
import { el, fold } from "./elements.js";
import { EXTRAS, lengthOf, LEVELS, OLDEST, shiftOf, YOUNGEST } from "./estimator_answers.js";
import { amount, choices, duration, list, numbers, only } from "./estimator_fields.js";
import { CITIES, ELSEWHERE, LOCAL_BASE_PROVINCES, placeSaid } from "./estimator_places.js";
import { whenFields } from "./estimator_when.js";
import { lengthSaid } from "./months.js";
import { REGIONS } from "./regions.js";

const WHERE_TO_LOOK = "可以在“国家社会保险公共服务平台”、掌上12333、电子社保卡上查，或打 12333 问。";
const POSTS = { worker: "工人岗", manager: "管理或技术岗", flexible: "灵活就业", unsure: "不清楚" };
const KEEP = { unit: "单位给我缴", self: "我自己缴（灵活就业）", no: "以后不缴了" };

const wrong = (field, text) => ({ field, text });
const unanswered = (answers, name, text) => (answers[name] ? null : wrong(name, text));

function number(answers, name, text, positive = true) {
  const value = typedNumber(answers[name]);
  return value === null || (positive && !(Number(value) > 0)) ? wrong(name, text) : null;
}

const birth = {
  id: "birth",
  name: "出生年月",
  ask: "您是哪年哪月出生的？",
  hint: "按身份证上的写。和档案不一样的，以社保部门认定的为准。",
  draw(sheet) {
    const year = new Date().getFullYear();
    return [
      el(
        "div",
        { class: "pair" },
        list(sheet, "birthYear", "哪一年", numbers(year - YOUNGEST, year - OLDEST, "年"), "请选"),
        list(sheet, "birthMonth", "哪个月", numbers(1, 12, "月"), "请选"),
      ),
    ];
  },
  check: (answers) => unanswered(answers, "birthYear", "请选出生的年份。") ?? unanswered(answers, "birthMonth", "请选出生的月份。"),
  said: (answers) => `${answers.birthYear}年${answers.birthMonth}月`,
};

const sex = {
  id: "sex",
  name: "性别",
  ask: "您是男士还是女士？",
  draw: (sheet) => [choices(sheet, "sex", [["male", "男"], ["female", "女"]])],
  check: (answers) => unanswered(answers, "sex", "请选一个。"),
  said: (answers) => (answers.sex === "male" ? "男" : "女"),
};

const post = {
  id: "post",
  name: "岗位",
  ask: "您退休前做什么岗位？",
  hint: "女职工的退休年龄要看岗位，由社保部门按档案认定。",
  when: (answers) => answers.sex === "female",
  draw: (sheet) => [
    choices(sheet, "post", [
      ["worker", "工人岗", "原来50岁退休"],
      ["manager", "管理或技术岗", "原来55岁退休"],
      ["flexible", "灵活就业", "自己交社保。各地认定不一样，两种都给您算"],
      ["unsure", "不清楚", "两种都给您算"],
    ]),
  ],
  check: (answers) => unanswered(answers, "post", "请选一个，不知道就选“不清楚”。"),
  said: (answers) => POSTS[answers.post],
};

const place = {
  id: "place",
  name: "参保地",
  ask: "您在哪里交养老保险？",
  hint: "交过好几个地方的，先选现在这个。最后在哪里领，由社保部门按规定确定。",
  draw(sheet) {
    const city = el("div");
    let drawn = "";
    sheet.watch(({ province }) => {
      if (province === drawn) return;
      if (drawn) sheet.draft.city = "";
      drawn = province;
      const names = CITIES[province];
      const options = names && [...names.map((name) => [name, name]), [ELSEWHERE, `${province}的其他地方`]];
      city.replaceChildren(...(options ? [choices(sheet, "city", options, "是哪个市？")] : []));
    });
    return [list(sheet, "province", "省、自治区、直辖市", REGIONS.map((name) => [name, name]), "请选"), city];
  },
  check(answers) {
    if (CITIES[answers.province] && !answers.city) return wrong("city", "这个省里各市的标准不一样，请选是哪个市。");
    return unanswered(answers, "province", "请选参保的省份。");
  },
  said: placeSaid,
};

const local = {
  id: "local",
  name: "退休地计发基数",
  ask: "您知道当地的计发基数吗？",
  hint: "您这个省算养老金，除了全省的计发基数，还要用退休所在市县的。可以打 12333 问。",
  when: (answers) => LOCAL_BASE_PROVINCES.includes(answers.province),
  draw: (sheet) => [
    choices(sheet, "localKnown", [["yes", "知道"], ["no", "不知道"]]),
    only(sheet, amount(sheet, "localBase", "退休地计发基数，每月多少元"), (draft) => draft.localKnown === "yes"),
  ],
  check(answers) {
    if (answers.localKnown === "yes") return number(answers, "localBase", "请写一个数，比如 6500。不知道就选“不知道”。");
    return unanswered(answers, "localKnown", "请选一个。");
  },
  said: (answers) => (answers.localKnown === "yes" ? `每月${typedNumber(answers.localBase)}元` : "不知道"),
};

const paid = {
  id: "paid",
  name: "已缴年限",
  ask: "到现在一共缴了多少年？",
  hint: "视同缴费的年限也算在里面。断过的，把缴了的加起来。",
  draw(sheet) {
    const deemed = el("div", { class: "stack" }, el("p", { class: "basis" }, "参加工作早、那时还不用个人缴费的工龄。由社保部门按档案认定。"));
    deemed.append(duration(sheet, "deemed", "其中视同缴费年限"));
    const folded = fold("其中有视同缴费年限的，点这里", "收起视同缴费年限", deemed);
    if (lengthOf(sheet.draft, "deemed")) folded.firstChild.click();
    return [duration(sheet, "paid", "一共缴了多久"), folded];
  },
  check(answers) {
    if (!answers.paidYears) return wrong("paidYears", "请选缴了几年，还没缴过就选0年。");
    return lengthOf(answers, "deemed") > lengthOf(answers, "paid") ? wrong("deemedYears", "视同缴费年限比一共缴的还多，请核对一下。") : null;
  },
  said(answers) {
    const deemed = lengthOf(answers, "deemed");
    return `${lengthSaid(lengthOf(answers, "paid"))}${deemed ? `，其中视同缴费${lengthSaid(deemed)}` : ""}`;
  },
};

const level = {
  id: "level",
  name: "缴费水平",
  ask: "这些年大多按什么档次缴费？",
  hint: "档次是跟当地平均工资比：按平均工资缴就是100%。",
  draw: (sheet) => [
    choices(sheet, "level", [
      ["unknown", "不知道", "按高低两种水平，给您算一个范围"],
      ...LEVELS,
      ["base", "我知道每月的缴费基数"],
      ["index", "我知道平均缴费指数"],
    ]),
    only(sheet, amount(sheet, "base", "每月缴费基数"), (draft) => draft.level === "base"),
    only(sheet, amount(sheet, "index", "平均缴费指数", { unit: "", note: "比如 0.85" }), (draft) => draft.level === "index"),
  ],
  check(answers) {
    if (answers.level === "base") return number(answers, "base", "请写每月的缴费基数，比如 4588。");
    if (answers.level === "index") return number(answers, "index", "请写平均缴费指数，比如 0.85。");
    return unanswered(answers, "level", "请选一个，不知道就选“不知道”。");
  },
  said(answers) {
    if (answers.level === "base") return `每月缴费基数${typedNumber(answers.base)}元`;
    if (answers.level === "index") return `平均缴费指数${typedNumber(answers.index)}`;
    return LEVELS.find(([value]) => value === answers.level)?.[1] ?? "不知道";
  },
};

const balance = {
  id: "balance",
  name: "个人账户余额",
  ask: "个人账户里现在有多少钱？",
  hint: WHERE_TO_LOOK,
  draw: (sheet) => [
    choices(sheet, "balanceKnown", [["yes", "我知道"], ["no", "不知道", "按您缴费的年限和水平估一个数"]]),
    only(sheet, amount(sheet, "balance", "个人账户余额"), (draft) => draft.balanceKnown === "yes"),
  ],
  check(answers) {
    if (answers.balanceKnown === "yes") return number(answers, "balance", "请写一个数，比如 86000。", false);
    return unanswered(answers, "balanceKnown", "请选一个，不知道就选“不知道”。");
  },
  said: (answers) => (answers.balanceKnown === "yes" ? `${typedNumber(answers.balance)}元` : "不知道"),
};

const keep = {
  id: "keep",
  name: "以后缴费",
  ask: "从现在到退休，怎么缴费？",
  draw: (sheet) => [choices(sheet, "keep", Object.entries(KEEP))],
  check: (answers) => unanswered(answers, "keep", "请选一个。"),
  said: (answers) => KEEP[answers.keep],
};

const when = {
  id: "when",
  name: "打算什么时候退",
  ask: "您打算什么时候退休？",
  draw: whenFields,
  check: (answers) => unanswered(answers, "when", "请选一个，没想好就选“按规定的时间”。"),
  said(answers) {
    const shift = shiftOf(answers);
    return shift ? `${shift < 0 ? "提前" : "延后"}${lengthSaid(Math.abs(shift))}` : "按规定的时间";
  },
};

const EXTRA_WORDS = {
  benefitBase: ["当地计发基数（每月）", "填了就用您填的，不用收录的"],
  transitional: ["过渡性养老金（每月）", "社保部门给您算过的，填在这里"],
  transitionalIndex: ["过渡性养老金的指数", "有的地方另算一个指数"],
  virtualAccount: ["虚账实记额", "上海的老职工才有"],
  futureIndex: ["以后缴费的指数", "比如以后按60%缴，写 0.6"],
  interest: ["个人账户每年记账利率", "比如 1.5"],
  growth: ["工资和计发基数每年涨多少", "不填就按今天的钱算"],
};

export const extras = {
  id: "extras",
  name: "特殊情况",
  ask: "特殊情况（都可以不填）",
  hint: "不知道的空着就行。",
  optional: true,
  draw: (sheet) => [
    el("p", { class: "label" }, "建立个人账户以前实际缴过的"),
    duration(sheet, "preAccount", "建立个人账户以前实际缴过的"),
    ...EXTRAS.map(([name, , unit]) => amount(sheet, name, EXTRA_WORDS[name][0], { unit, note: EXTRA_WORDS[name][1] })),
  ],
  check(answers) {
    const bad = EXTRAS.find(([name]) => (answers[name] ?? "").trim() && typedNumber(answers[name]) === null);
    return bad ? wrong(bad[0], "请只写数字，不知道就空着。") : null;
  },
  said(answers) {
    const early = lengthOf(answers, "preAccount");
    const filled = EXTRAS.filter(([name]) => typedNumber(answers[name]) !== null);
    const said = filled.map(([name, , unit]) => `${EXTRA_WORDS[name][0]}${typedNumber(answers[name])}${unit}`);
    return [...(early ? [`建账前缴费${lengthSaid(early)}`] : []), ...said].join("，") || "没有填";
  },
};

const QUESTIONS = [birth, sex, post, place, local, paid, level, balance, keep, when];

export const questionsFor = (answers) => QUESTIONS.filter((question) => !question.when || question.when(answers));
