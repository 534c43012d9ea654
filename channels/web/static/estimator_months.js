// What another month of retirement would mean, and what is paid and received over the years.

import { cents, payments, yuan } from "./cents.js";
import { lineChart } from "./chart.js";
import { button, el } from "./elements.js";
import { sheetOf, slider } from "./estimator_fields.js";
import { monthSaid, ordinal } from "./months.js";

const YEARS_AHEAD = 20;
const PAID = " 缴费";

// pension_by_month's result as [{month, at, pension, paid}] in order; amounts in fen.
export function monthRows(result) {
  return Object.keys(result)
    .filter((name) => ordinal(name) !== null)
    .map((month) => ({ month, at: ordinal(month), pension: cents(result[month]), paid: cents(result[month + PAID]) }))
    .sort((one, other) => one.at - other.at);
}

function against(row, chosen) {
  if (row.month === chosen.month) return "就是上面算的这个时间";
  const more = row.pension - chosen.pension;
  return more ? `比${chosen.month}退休每月${more > 0 ? "多" : "少"}${yuan(Math.abs(more))}元` : `和${chosen.month}退休一样多`;
}

function rowText(row, chosen) {
  const paid = row.paid ? `从现在到那时，自己还要缴大约${yuan(row.paid)}元。` : "";
  return `${row.month}退休，每月大约${yuan(row.pension)}元，${against(row, chosen)}。${paid}`;
}

function spread(rows) {
  const first = rows[0].at;
  const values = Array(rows[rows.length - 1].at - first + 1).fill(null);
  for (const row of rows) values[row.at - first] = row.pension;
  return values;
}

// A month that has passed is not compared any more; it stands among the others as it was worked out alone.
export function withChosen(rows, month, pension) {
  if (rows.some((row) => row.month === month)) return rows;
  return [...rows, { month, at: ordinal(month), pension: cents(pension), paid: 0 }].sort((one, other) => one.at - other.at);
}

// The pension by month of retirement, with a slider to try other months; `retry(row)` works one of them out in full, when
// given. `low` says that only the lower end of a range is compared. Nothing when there is but one month.
export function byMonth(rows, month, { retry, low }) {
  if (rows.length < 2) return null;
  const chosen = rows.find((row) => row.month === month);
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const marks = (row) => [{ at: row.at - first.at, fen: row.pension, label: `${yuan(row.pension)}元` }];
  const figure = lineChart({
    title: low ? "早退、晚退，每月差多少（低的一头）" : "早退、晚退，每月差多少",
    text: `${first.month}退休，每月大约${yuan(first.pension)}元；${last.month}退休，每月大约${yuan(last.pension)}元。`,
    axis: "退休月份",
    labels: spread(rows).map((_, index) => monthSaid(first.at + index)),
    lines: [{ name: "每月养老金", values: spread(rows) }],
    rows: rows.map((row) => row.at - first.at),
    marks: marks(chosen),
  });
  const sheet = sheetOf({ month: String(rows.indexOf(chosen) + 1) });
  const row = (draft) => rows[Number(draft.month) - 1];
  const trial = slider(sheet, "month", "换个时间退休看看", () => rows.length, (draft) => rowText(row(draft), chosen));
  const whole = retry ? button("按这个时间重新算", () => retry(row(sheet.draft))) : null;
  sheet.watch((draft) => {
    figure.show(marks(row(draft)));
    if (whole) whole.hidden = row(draft) === chosen;
  });
  return el("div", { class: "stack" }, figure, el("div", { class: "stack screen-only" }, trial, whole));
}

// What is still to be paid against what comes in afterwards: sums only, nothing is advised.
export function paidAndReceived(rows, month, low) {
  const chosen = rows.find((row) => row.month === month);
  if (!(chosen.paid > 0) || !(chosen.pension > 0)) return null;
  const count = payments(chosen.paid, chosen.pension);
  const years = Array.from({ length: YEARS_AHEAD + 1 }, (_, index) => index);
  const figure = lineChart({
    title: low ? "还要缴的和以后领的（低的一头）" : "还要缴的和以后领的",
    text:
      `从现在到${chosen.month}退休，自己还要缴大约${yuan(chosen.paid)}元。退休后每月大约领${yuan(chosen.pension)}元，` +
      `领到第${count}个月，加起来就到这个数。`,
    axis: "领了几年",
    labels: years.map((year) => (year ? `${year}年` : "刚退休")),
    lines: [
      { name: "累计领到的养老金", values: years.map((year) => chosen.pension * 12 * year) },
      { name: "从现在起自己还要缴的", values: years.map(() => chosen.paid) },
    ],
    marks: [{ at: count / 12, fen: chosen.pension * count, label: `第${count}个月` }],
  });
  const note = "只是把数加在一起：以前缴过的、利息、以后的调整都没有算。早退晚退，请您自己拿主意。";
  figure.append(el("p", { class: "basis" }, note));
  return figure;
}
