// An estimate as a table for a spreadsheet: what was asked, what came out, every step with its figures and sources.

import { el } from "./elements.js";
import { figureOf } from "./trace.js";
import { CONFIDENCE, plainDate } from "./words.js";

// Excel takes a file for UTF-8 only when it begins with this mark.
const BOM = "\uFEFF";
const FORMULA = /^[=+@\t\r]|^-(?!\d)/;
const KEEP_MS = 60000;
const BY_OFFICE = "这是推算，以社保经办机构核定为准。";
const RESULTS = {
  retirement_month: "退休月份",
  retirement_age: "退休年龄",
  first_payment_month: "从哪个月起发",
  total: "每月养老金（元）",
  total_low: "每月养老金，低的一头（元）",
  total_high: "每月养老金，高的一头（元）",
  basic: "基础养老金（元）",
  account: "个人账户养老金（元）",
  transitional: "过渡性养老金（元）",
  benefit_base: "计发基数（元）",
  average_index: "平均缴费指数",
  account_balance: "退休时个人账户储存额（元）",
  payout_months: "计发月数",
  total_months: "累计缴费",
  contribution_years: "缴费年限（年）",
  minimum_years: "最低缴费年限（年）",
  gap_months: "还差的缴费月数",
  extended_until: "延长缴费到",
};
const STEP_HEAD = ["步骤", "算式", "代入", "得到", "用到的数", "数值", "地区", "从哪天起", "来源", "可信度"];

// A cell that a spreadsheet would take for a formula is kept as text.
function cell(value) {
  const text = String(value ?? "");
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export const csvText = (rows) => BOM + rows.map((row) => row.map(cell).join(",")).join("\r\n");

export const resultRows = (result) =>
  Object.entries(RESULTS).flatMap(([name, title]) => (result[name] === undefined ? [] : [[title, result[name]]]));

function parameterCells(parameter) {
  const word = CONFIDENCE[parameter.confidence] ?? parameter.confidence;
  return [parameter.name, figureOf(parameter), parameter.region, plainDate(parameter.effective_from), parameter.source, word];
}

function stepRows(step) {
  const inputs = Object.entries(step.inputs ?? {}).map(([name, value]) => `${name}：${value}`);
  const [first = [], ...others] = (step.parameters ?? []).map(parameterCells);
  const lead = [step.step, step.formula, inputs.join("；"), step.value, ...first];
  return [lead, ...others.map((cells) => [step.step, "", "", "", ...cells])];
}

// asked: [name, answer] pairs; monthly: [month, pension, paid until then] rows, if any.
export function estimateRows(found, { title, asked = [], monthly = [] }) {
  const section = (name, rows) => (rows.length ? [[], [name], ...rows] : []);
  return [
    [title],
    ["下载时间", new Date().toLocaleString("zh-CN")],
    ["说明", BY_OFFICE],
    ...section("您填的", asked),
    ...section("结果", resultRows(found.result)),
    ...section("每一步怎么算的", [STEP_HEAD, ...found.trace.flatMap(stepRows)]),
    ...section("这样算的前提", found.assumptions.map((line) => [line])),
    ...section("请您注意", found.caveats.map((line) => [line])),
    ...section("换个时间退休", monthly.length ? [["退休月份", "每月养老金（元）", "从现在到那时自己缴（元）"], ...monthly] : []),
    [],
    ["规则版本", found.rule_version],
    ["参数版本", found.parameter_version],
  ];
}

export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = el("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
