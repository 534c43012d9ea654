// Dates for people, and live clocks: one ticker writes every <span class="clock" data-since> once a second.

import { el } from "./desk_elements.js";

const TICK_MS = 1000;

// Server time minus our time, in milliseconds; set from the Date header of answers.
let offset = 0;

export const setServerTime = (serverMs) => {
  if (Number.isFinite(serverMs) && Math.abs(serverMs - Date.now() - offset) > 1500) offset = serverMs - Date.now();
};
export const now = () => Date.now() + offset;

export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}分${String(seconds % 60).padStart(2, "0")}秒`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}小时${minutes % 60}分` : `${Math.floor(hours / 24)}天${hours % 24}小时`;
}

// Always Beijing time, whatever the computer is set to.
const ZONE = "Asia/Shanghai";
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const TIME = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const today = () => DAY.format(now());

// 14:05, or 3月2日 14:05 when it is not today.
export function shortTime(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const day = DAY.format(at);
  const [, month, date] = day.split("-").map(Number);
  return day === today() ? TIME.format(at) : `${month}月${date}日 ${TIME.format(at)}`;
}

export function plainDate(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso || "");
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : "";
}

export function period(from, to) {
  const start = plainDate(from);
  const end = plainDate(to);
  if (!start && !end) return "";
  if (!end) return `${start}起`;
  return start ? `${start}到${end}` : `到${end}`;
}

// since: milliseconds on the server's clock. After lateMs it turns red.
export function clock(since, lateMs = 0, label = "") {
  const node = el("span", { class: "clock", data: { since, late: lateMs, label } });
  write(node);
  return node;
}

function write(node) {
  const passed = now() - Number(node.dataset.since);
  const text = `${node.dataset.label}${duration(passed)}`;
  if (node.textContent !== text) node.textContent = text;
  const late = Number(node.dataset.late);
  node.classList.toggle("late", late > 0 && passed >= late);
}

setInterval(() => document.querySelectorAll(".clock[data-since]").forEach(write), TICK_MS);
