// What came out: the month and the money first, then how, what was taken for granted, and what to do next.

import { useTool } from "./api.js";
import { cents, typedNumber, yuan } from "./cents.js";
import { button, el, fold } from "./elements.js";
import { argumentsOf, birthOf, lengthOf, monthlyArgumentsOf, TRACK_NAMES } from "./estimator_answers.js";
import { byMonth, monthRows, paidAndReceived, withChosen } from "./estimator_months.js";
import { ordinal } from "./months.js";
import { traceSteps } from "./trace.js";

const NOT_COUNTED = "没算进去的和要注意的";
const BY_OFFICE = "这是推算，以社保经办机构核定为准。";
const OPEN_LINES = 3;

const items = (lines) => el("ul", {}, ...lines.map((line) => el("li", {}, line)));

// The first lines stand open, the rest behind a button; on paper all of them stand.
function list(title, lines) {
  if (!lines.length) return null;
  const rest = lines.slice(OPEN_LINES);
  const more = rest.length ? fold(`还有${rest.length}条`, "收起", items(rest)) : null;
  return el("section", {}, el("h4", {}, title), items(lines.slice(0, OPEN_LINES)), more);
}

const amount = (text) => `${yuan(cents(text))}元`;

function monthly(result) {
  const { total, total_low: low, total_high: high } = result;
  const shown = low && high ? [amount(low), el("span", { class: "to" }, " 到 "), amount(high)] : [amount(total)];
  return el("p", { class: "figure" }, el("span", {}, "每月大约"), el("strong", {}, ...shown));
}

// Where the years do not suffice, that comes before any money.
function lead(result) {
  const words = Number(result.gap_months) ? "到退休年龄" : "退休";
  const when = el("p", { class: "figure" }, el("strong", {}, result.retirement_month), el("span", {}, `${words}，${result.retirement_age}`));
  const from = el("p", {}, `从${result.first_payment_month}起发。`);
  return [when, short(result), monthly(result), from, el("p", { class: "warn" }, BY_OFFICE)].filter(Boolean);
}

function short(result) {
  const months = Number(result.gap_months);
  if (!months) return null;
  const until = result.extended_until ? `；从现在起一直缴，要缴到${result.extended_until}` : "";
  const lines = [
    `到那时缴费不满${result.minimum_years}年，还差${months}个月${until}。`,
    "缴满了才能按月领，下面的钱是缴满以后的。",
  ];
  return el("div", { class: "warn" }, ...lines.map((line) => el("p", {}, line)));
}

// The three parts of the pension; of a range, the lower end.
function parts(result, early) {
  const without = early ? `没有算进去，原因看“${NOT_COUNTED}”。` : "没有。您没有填视同缴费和建账前缴费。";
  const transitional = result.transitional ? `${amount(result.transitional)}。` : without;
  const rows = [
    ["基础养老金", `${amount(result.basic)}。计发基数${amount(result.benefit_base)}，平均缴费指数${result.average_index}，缴费${result.total_months}。`],
    ["个人账户养老金", `${amount(result.account)}。退休时账户里约${amount(result.account_balance)}，除以${result.payout_months}个月。`],
    ["过渡性养老金", transitional],
  ];
  const title = result.total_low ? "这些钱怎么来的（低的一头）" : "这些钱怎么来的";
  const pairs = rows.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, text)]);
  return el("section", {}, el("h4", {}, title), el("dl", { class: "parts" }, ...pairs));
}

function steps(found) {
  const folded = fold("看每一步怎么算的", "收起每一步", traceSteps({ trace: found.trace }));
  folded.firstChild.classList.add("strong");
  folded.classList.add("whole");
  return folded;
}

async function months(answers, track, result, spot, again) {
  try {
    const compared = monthRows((await useTool("pension_by_month", monthlyArgumentsOf(answers, track))).result);
    const month = result.extended_until ?? result.retirement_month;
    const low = Boolean(result.total_low);
    const rows = withChosen(compared, month, result.total);
    const shift = (row) => row.at - ordinal(result.retirement_month) + argumentsOf(answers, track).shift_months;
    const retry = result.extended_until ? null : (row) => again({ shift: shift(row) });
    spot.replaceChildren(...[byMonth(rows, month, { retry, low }), paidAndReceived(rows, month, low)].filter(Boolean));
    return rows;
  } catch {
    spot.replaceChildren(el("p", { class: "basis" }, "不同时间退休的比较，现在没有算出来。"));
    return [];
  }
}

// One set of rules: its card at once, the comparison of months when it comes. Resolves to what a table would hold.
export async function outcome(answers, track, { several, card, again }) {
  const found = await useTool("pension_estimate", argumentsOf(answers, track));
  const spot = el("div", { class: "months", "aria-live": "off" });
  const early = lengthOf(answers, "deemed") + lengthOf(answers, "preAccount") > 0;
  const about = [
    parts(found.result, early),
    list("这样算的前提", found.assumptions),
    list(NOT_COUNTED, found.caveats.filter((line) => line !== BY_OFFICE)),
    steps(found),
    spot,
  ].filter(Boolean);
  const head = several ? [el("h3", {}, `按${TRACK_NAMES[track]}算`)] : [];
  const details = several ? [fold("看怎么来的", "收起", el("div", { class: "stack details" }, ...about))] : about;
  card.replaceChildren(...head, ...lead(found.result), ...details);
  const rows = await months(answers, track, found.result, spot, again);
  return { track, found, rows };
}

// A figure that is missing can be filled in on the spot; then everything is worked out again.
function fill(problem, again) {
  if (!/计发基数/.test(problem.message)) return null;
  const name = /退休地/.test(problem.message + problem.detail) ? "localBase" : "benefitBase";
  const input = el("input", { id: `fill-${name}`, type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "20" });
  const form = el("form", { class: "field fill", novalidate: true });
  const row = el("div", { class: "amount" }, input, el("span", { class: "unit" }, "元"));
  form.append(el("label", { for: input.id }, "您知道这个数的话，填在这里（每月多少元）"), row);
  const trouble = el("p", { class: "trouble", role: "alert" });
  form.append(trouble, el("button", { type: "submit", class: "button strong" }, "用这个数再算"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = typedNumber(input.value);
    if (value === null) trouble.textContent = "请写一个数，比如 7300。";
    else again({ [name]: value });
  });
  return form;
}

async function whenAtLeast(answers, track) {
  try {
    const { result } = await useTool("retirement_date", { birth: birthOf(answers), track });
    return el("p", {}, "退休时间能推算：", el("strong", {}, result.retirement_month), `，${result.retirement_age}。`);
  } catch {
    return null;
  }
}

// What the service refused, in its own words, and what to do about it.
export async function refusal(problem, answers, track, { several, card, again, edit }) {
  const refused = problem.status === 422;
  const title = refused ? `这次没有算出来：${problem.message}。` : problem.message || "现在连不上，没有算出来。";
  card.classList.add("refused");
  card.replaceChildren(
    ...[
      several ? el("h3", {}, `按${TRACK_NAMES[track]}算`) : null,
      el("p", { class: "warn", role: "alert" }, title),
      problem.detail ? el("p", {}, `${problem.detail}。`) : null,
      refused ? await whenAtLeast(answers, track) : null,
      refused ? fill(problem, again) : null,
      el("div", { class: "moves" }, refused ? button("回去改一改", edit) : button("再算一次", () => again({}), { class: "button strong" })),
    ].filter(Boolean),
  );
}
