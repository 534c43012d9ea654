// When to retire: the statutory month, earlier or later, with the months the rules allow.

import { useTool } from "./api.js";
import { el } from "./elements.js";
import { birthOf, shiftOf, TRACK_NAMES, tracksOf } from "./estimator_answers.js";
import { choices, only, slider } from "./estimator_fields.js";
import { monthSaid, ordinal } from "./months.js";

const MOST = 36;

// One entry a track; none when the server cannot be asked now, the question stands without it.
async function dates(answers) {
  const asked = tracksOf(answers).map(async (track) => {
    const { result } = await useTool("retirement_date", { birth: birthOf(answers), track });
    const [month, first, last] = [result.retirement_month, result.earliest_elastic_month, result.latest_elastic_month].map(ordinal);
    return { ...result, track, month, early: month - first, late: last - month };
  });
  return Promise.all(asked).catch(() => []);
}

function dateLine(found, several) {
  const who = several ? `${TRACK_NAMES[found.track]}：` : "";
  return el("p", {}, `${who}规定的退休时间是`, el("strong", {}, found.retirement_month), `，${found.retirement_age}。`);
}

function shifted(draft, known) {
  const shift = shiftOf(draft);
  const words = `${shift < 0 ? "提前" : "延后"}${Math.abs(shift)}个月`;
  const months = [...new Set(known.map(({ month }) => monthSaid(month + shift)))];
  return months.length ? `${words}，${months.join("或")}退休` : words;
}

function limits(draft, known) {
  const early = draft.when === "early";
  const ends = [...new Set(known.map((each) => (early ? `最早${each.earliest_elastic_month}` : `最晚${each.latest_elastic_month}`)))];
  const rule = early ? "提前要您自愿，最多三年，不能早于原来的退休年龄。" : "延后要和单位商量好，最多三年。";
  return `${rule}${ends.length ? `${ends.join("，或")}。` : ""}`;
}

export function whenFields(sheet) {
  const statutory = el("div", { class: "told-dates", role: "status" });
  const rule = el("p", { class: "basis" });
  let known = [];
  const most = (draft) => Math.max(1, ...(known.length ? known.map((each) => each[draft.when] ?? MOST) : [MOST]));
  const range = slider(sheet, "shift", "差几个月", most, (draft) => shifted(draft, known));
  sheet.watch((draft) => {
    rule.textContent = limits(draft, known);
  });
  dates(sheet.draft).then((found) => {
    known = found;
    statutory.replaceChildren(...found.map((each) => dateLine(each, found.length > 1)));
    sheet.set("when", sheet.draft.when);
  });
  return [
    statutory,
    choices(sheet, "when", [["normal", "按规定的时间"], ["early", "提前一些"], ["late", "延后一些"]]),
    only(sheet, el("div", { class: "stack" }, rule, range), (draft) => draft.when === "early" || draft.when === "late"),
  ];
}
