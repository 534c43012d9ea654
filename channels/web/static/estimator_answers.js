// A person's answers as plain text by name, what they mean to the tools, and how a link carries them.
//
// A link puts them behind the # of its address, which browsers never send to a server.

import { typedNumber } from "./cents.js";
import { CITIES, ELSEWHERE, LOCAL_BASE_PROVINCES, regionOf } from "./estimator_places.js";
import { REGIONS } from "./regions.js";

export const LEVELS = [
  ["0.6", "最低档（60%）"],
  ["0.8", "80%档"],
  ["1", "100%档"],
  ["1.5", "150%档"],
  ["2", "200%档"],
  ["3", "最高档（300%）"],
];
export const OLDEST = 80;
export const YOUNGEST = 16;
const UNKNOWN = "unknown";
const MOST_MONTHS = 600;
const YES = /^(true|1)$/i;
const NO = /^(false|0)$/i;
const TRACKS = { male: ["male"], manager: ["female55"], worker: ["female50"] };
const POSTS = { female55: "manager", female50: "worker", female: "unsure" };

export const TRACK_NAMES = { male: "男职工", female55: "原55岁退休的女职工", female50: "原50岁退休的女职工" };

// Extra figures: answer, the tool's parameter, and its unit on the page. Percentages go to the tool as fractions.
export const EXTRAS = [
  ["benefitBase", "benefit_base", "元"],
  ["transitional", "transitional", "元"],
  ["transitionalIndex", "transitional_index", ""],
  ["virtualAccount", "virtual_account", "元"],
  ["futureIndex", "future_index", ""],
  ["interest", "interest", "%"],
  ["growth", "growth", "%"],
];

export const lengthOf = (answers, name) => Number(answers[`${name}Years`] || 0) * 12 + Number(answers[`${name}Months`] || 0);

// The rules the person may fall under: both for a woman whose post is not settled. Nobody's post is decided here.
export function tracksOf(answers) {
  if (answers.sex === "male") return TRACKS.male;
  return TRACKS[answers.post] ?? ["female50", "female55"];
}

export function thisMonth(now = new Date()) {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
}

export const birthOf = (answers) => `${answers.birthYear}-${answers.birthMonth.padStart(2, "0")}`;

export function shiftOf(answers) {
  const months = Number(answers.shift || 12);
  return { early: -months, late: months }[answers.when] ?? 0;
}

// "2.62" in percent is "0.0262", moved by its digits.
function fraction(percent) {
  const [whole, rest = ""] = percent.replace("-", "").split(".");
  const digits = whole.padStart(3, "0");
  const moved = `${digits.slice(0, -2)}.${digits.slice(-2)}${rest}`;
  return `${percent.startsWith("-") ? "-" : ""}${moved.replace(/^0+(?=\d)/, "")}`;
}

const percentOf = (text) => {
  const moved = /^(-?)0?\.(\d{1,6})$/.exec(text);
  return moved ? `${moved[1]}${Number(moved[2].padEnd(2, "0").slice(0, 2))}.${moved[2].slice(2) || "0"}`.replace(/\.0+$/, "") : "";
};

// The tools' arguments; what was not answered or not known is left out.
export function argumentsOf(answers, track) {
  const given = {
    birth: birthOf(answers),
    track,
    region: regionOf(answers),
    as_of: thisMonth(),
    paid_months: lengthOf(answers, "paid"),
    deemed_months: lengthOf(answers, "deemed"),
    pre_account_months: lengthOf(answers, "preAccount"),
    keep_paying: answers.keep !== "no",
    shift_months: shiftOf(answers),
  };
  if (answers.level === "base") given.monthly_base = typedNumber(answers.base);
  else if (answers.level === "index") given.average_index = typedNumber(answers.index);
  else if (answers.level !== "unknown") given.average_index = answers.level;
  if (answers.balanceKnown === "yes") given.account_balance = typedNumber(answers.balance);
  if (LOCAL_BASE_PROVINCES.includes(answers.province) && answers.localKnown === "yes") given.local_base = typedNumber(answers.localBase);
  for (const [name, parameter, unit] of EXTRAS) {
    const value = typedNumber(answers[name]);
    if (value !== null) given[parameter] = unit === "%" ? fraction(value) : value;
  }
  return given;
}

function months(text, most = MOST_MONTHS) {
  return /^-?\d{1,3}$/.test(text ?? "") && Math.abs(Number(text)) <= most ? Number(text) : null;
}

function split(answers, name, text) {
  const length = months(text);
  if (length === null || length < 0) return;
  answers[`${name}Years`] = String((length - (length % 12)) / 12);
  answers[`${name}Months`] = String(length % 12);
}

function takePerson(answers, given) {
  const born = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(given.get("birth") ?? "");
  const age = born ? new Date().getFullYear() - Number(born[1]) : 0;
  if (age >= YOUNGEST && age <= OLDEST) Object.assign(answers, { birthYear: born[1], birthMonth: String(Number(born[2])) });
  const track = given.get("track");
  if (track === "male") answers.sex = "male";
  if (POSTS[track]) Object.assign(answers, { sex: "female", post: POSTS[track] });
  const [province, city] = (given.get("region") ?? "").split("/");
  if (!REGIONS.includes(province)) return;
  answers.province = province;
  if (CITIES[province] && city) answers.city = CITIES[province].includes(city) ? city : ELSEWHERE;
}

function takeLevel(answers, given) {
  const [index, base] = [typedNumber(given.get("average_index")), typedNumber(given.get("monthly_base"))];
  const known = LEVELS.find(([value]) => Number(value) === Number(index ?? 0));
  if (given.get("average_index") === UNKNOWN) answers.level = UNKNOWN;
  else if (known) answers.level = known[0];
  else if (index !== null) Object.assign(answers, { level: "index", index });
  else if (base !== null) Object.assign(answers, { level: "base", base });
}

function takePlan(answers, given) {
  const told = (name, words) => words.test(given.get(name) ?? "");
  if (told("keep_paying", NO)) answers.keep = "no";
  else if (told("flexible", YES)) answers.keep = "self";
  else if (told("keep_paying", YES) || told("flexible", NO)) answers.keep = "unit";
  const shift = months(given.get("shift_months"), 36);
  if (shift === null) return;
  answers.when = shift < 0 ? "early" : shift > 0 ? "late" : "normal";
  if (shift) answers.shift = String(Math.abs(shift));
}

// Arguments for every month that can be chosen; whether the person pays alone decides what is still to be paid.
export function monthlyArgumentsOf(answers, track) {
  const { shift_months: _, ...given } = argumentsOf(answers, track);
  return { ...given, flexible: answers.keep === "self" };
}

function takeAmount(answers, name, text, field = name) {
  const value = typedNumber(text);
  if (value !== null) Object.assign(answers, { [`${name}Known`]: "yes", [field]: value });
  else if (text === UNKNOWN) answers[`${name}Known`] = "no";
}

// Answers out of an address, without the #. What does not fit is passed over.
export function fromFragment(text) {
  const given = new URLSearchParams(text);
  const answers = {};
  takePerson(answers, given);
  split(answers, "paid", given.get("paid_months"));
  split(answers, "deemed", given.get("deemed_months"));
  split(answers, "preAccount", given.get("pre_account_months"));
  takeLevel(answers, given);
  takePlan(answers, given);
  takeAmount(answers, "balance", given.get("account_balance"));
  takeAmount(answers, "local", given.get("local_base"), "localBase");
  for (const [name, parameter, unit] of EXTRAS) {
    const value = typedNumber(given.get(parameter));
    if (value !== null) answers[name] = unit === "%" ? percentOf(value) : value;
  }
  return answers;
}

// A finished estimate's arguments as the part of a link behind the #; what it was asked without is said to be unknown,
// so that the page does not ask it again.
export function toFragment(given) {
  const whole = { keep_paying: "true", shift_months: "0", account_balance: UNKNOWN, local_base: UNKNOWN, ...given };
  if (!given.monthly_base && !given.average_index) whole.average_index = UNKNOWN;
  const kept = Object.entries(whole).filter(([name, value]) => name !== "as_of" && value !== null && value !== "");
  return new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
}
