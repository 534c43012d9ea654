// Times and days as people read them, always in Beijing time, whatever the computer is set to.

import { duration } from "./desk_clock.js";

const ZONE = "Asia/Shanghai";
const DAY_MS = 86400000;
const WEEK = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const CLOCK = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const today = () => DAY.format(new Date());

// The day `count` days after "YYYY-MM-DD".
export function dayAfter(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(first, last) {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}

const NEAR = { 0: "今天", 1: "明天", [-1]: "昨天" };

function plain(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${day.slice(0, 4) === today().slice(0, 4) ? "" : `${year}年`}${month}月${date}日`;
}

// "2026-11-22" → 今天, 昨天, 11月20日（周五）.
export function dayText(day) {
  if (!day) return "";
  const near = NEAR[daysBetween(today(), day)];
  return near ?? `${plain(day)}（${WEEK[new Date(`${day}T00:00:00Z`).getUTCDay()]}）`;
}

// The same without the week day, for axes.
export const shortDay = (day) => day.slice(5).split("-").map(Number).join("-");

// An ISO time → 今天 14:05.
export function when(iso) {
  if (!iso) return "";
  const time = new Date(iso);
  const day = DAY.format(time);
  return `${NEAR[daysBetween(today(), day)] ?? plain(day)} ${CLOCK.format(time)}`;
}

// Seconds → 45秒, 6分52秒, 3分钟, 2小时5分; null → —.
export const span = (seconds) => (seconds === null || seconds === undefined ? "—" : duration(seconds * 1000).replace(/分00秒$/, "分钟"));
