// What the list views of the desk share: a page with notices, lists that stay fresh, tables, and dialogs with a form.

import { FRAME } from "./desk_frame_words.js";
import { clock, now } from "./desk_clock.js";
import { button, dialog, el, freshId, replace } from "./desk_elements.js";

// Links a style sheet of this folder once; resolves when it is there.
export function sheet(name) {
  const href = new URL(`./${name}`, import.meta.url).href;
  const known = [...document.styleSheets].some((each) => each.href === href);
  if (known || document.querySelector(`link[data-sheet="${name}"]`)) return Promise.resolve();
  const link = el("link", { rel: "stylesheet", href, data: { sheet: name } });
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

export const said = (error) => error?.text ?? FRAME.unexpected;

// A page in `root`: {node, body, tell(text), fail(error, retry), clear(), remove()}.
export function page(root, title, { intro = "", actions = [], className = "" } = {}) {
  const heading = el("h2", {}, title);
  const told = el("p", { role: "status", class: "told" });
  const trouble = el("div", { role: "alert" });
  const loading = el("p", { class: "empty" }, FRAME.loading);
  const body = el("div", { class: "stack body" }, loading);
  const head = el("header", { class: "page-head" }, heading, el("div", { class: "row end" }, actions), intro ? el("p", { class: "soft" }, intro) : null);
  const node = el("section", { class: `page ${className}`.trim() }, head, el("div", { class: "notices" }, told, trouble), body);
  root.append(node);
  return {
    node,
    body,
    tell: (text) => {
      replace(trouble);
      told.textContent = "";
      told.textContent = text;
    },
    fail: (error, retry) => {
      loading.remove();
      told.textContent = "";
      replace(trouble, el("div", { class: "trouble row" }, el("span", { class: "grow" }, said(error)), retry ? button(FRAME.again, retry) : null));
    },
    clear: () => replace(trouble),
    remove: () => node.remove(),
  };
}

// Puts children in `node` anew; what is focused, folded open or scrolled stays so, found by its data-key.
export function refill(node, ...children) {
  const active = node.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset.key ?? "";
  const open = new Set([...node.querySelectorAll("details[open][data-key]")].map((each) => each.dataset.key));
  const left = new Map([...node.querySelectorAll(".scroll[data-key]")].map((each) => [each.dataset.key, each.scrollLeft]));
  replace(node, ...children);
  for (const each of node.querySelectorAll("details[data-key]")) if (open.has(each.dataset.key)) each.open = true;
  for (const each of node.querySelectorAll(".scroll[data-key]")) each.scrollLeft = left.get(each.dataset.key) ?? 0;
  if (!active) return;
  const again = key ? [...node.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key) : null;
  if (again) again.focus({ preventScroll: true });
  else if (node.hasAttribute("tabindex")) node.focus({ preventScroll: true });
}

// Calls load() now, when the server says one of `kinds` changed, and every `seconds`; never twice at once.
// Returns {stop(), again()}; again() resolves after a load that began no earlier than the call.
export function keepFresh(socket, kinds, load, seconds = 30) {
  let [stopped, running, wanted] = [false, null, false];
  async function again() {
    if (stopped) return undefined;
    if (running) {
      wanted = true;
      return running;
    }
    running = (async () => {
      do {
        wanted = false;
        await load();
      } while (wanted && !stopped);
    })();
    await running.finally(() => (running = null));
    return undefined;
  }
  const quiet = () => !document.hidden && again();
  const off = ["changed", "up"].map((type) => socket?.on?.(type, (frame) => (type === "up" || kinds.includes(frame?.what)) && quiet()));
  const timer = setInterval(quiet, seconds * 1000);
  document.addEventListener("visibilitychange", quiet);
  const stop = () => {
    stopped = true;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", quiet);
    for (const each of off) if (typeof each === "function") each();
  };
  queueMicrotask(again);
  return { stop, again };
}

// A button that cannot be pressed again until what it does is done.
export function act(label, work, attrs = {}) {
  const made = button(label, async () => {
    if (made.getAttribute("aria-disabled") === "true") return;
    made.setAttribute("aria-disabled", "true");
    try {
      await work();
    } finally {
      made.removeAttribute("aria-disabled");
    }
  }, attrs);
  return made;
}

// head: [[label, class?], …]; rows: [{key, cells: [node|text], className}]. The first cell heads its row.
export function table(caption, head, rows, { key = caption, shown = false } = {}) {
  const cells = head.map(([label, className]) => el("th", { scope: "col", class: className }, label));
  const lines = rows.map(({ cells: inside, className }) =>
    el("tr", { class: className }, inside.map((cell, index) => el(index ? "td" : "th", { scope: index ? null : "row", class: head[index][1], data: { label: head[index][0] } }, cell))),
  );
  const whole = el("table", { class: "table" }, el("caption", { class: shown ? null : "unseen" }, caption), el("thead", {}, el("tr", {}, cells)), el("tbody", {}, lines));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption, data: { key } }, whole);
}

// How long somebody has waited, going on from `seconds`; red after `limit` seconds.
export const waited = (seconds, limit = 0) => clock(now() - (seconds ?? 0) * 1000, limit * 1000);

// One of several, as buttons: options [[value, label], …].
export function tabs(label, options, chosen, choose) {
  const made = options.map(([value, text]) =>
    button(text, () => {
      for (const each of made) each.setAttribute("aria-pressed", String(each.dataset.value === String(value)));
      choose(value);
    }, { class: "button tab", "aria-pressed": String(value === chosen), data: { value, key: `${label}-${value}` } }),
  );
  return el("div", { class: "row tabs", role: "group", "aria-label": label }, made);
}

// Radio buttons: options [[value, label], …]; `group.value` is the chosen one.
export function choices(legend, options, chosen = "") {
  const name = freshId("choice");
  const inputs = options.map(([value, text]) => el("label", { class: "choice" }, el("input", { type: "radio", name, value, checked: value === chosen }), text));
  const group = el("fieldset", { class: "choices", data: { label: legend } }, el("legend", {}, legend), inputs);
  Object.defineProperty(group, "value", { get: () => group.querySelector("input:checked")?.value ?? "" });
  return group;
}

function missing(form) {
  for (const each of form.querySelectorAll("[required], fieldset[data-required]")) {
    const empty = each.matches("fieldset") ? !each.querySelector("input:checked") : !each.value.trim();
    each.toggleAttribute?.("aria-invalid", false);
    if (!empty) continue;
    const label = each.matches("fieldset") ? each.dataset.label : each.labels?.[0]?.textContent ?? "";
    each.setAttribute("aria-invalid", "true");
    (each.matches("fieldset") ? each.querySelector("input") : each).focus();
    return FRAME.missing(label);
  }
  return "";
}

// The element a list drew anew while a dialog was open is found again by its data-key.
function focusAgain(key) {
  if (!key || (document.activeElement && document.activeElement !== document.body)) return;
  [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key)?.focus();
}

// A dialog with a form. `parts` are its fields; send() does the work and may throw an ApiError, which is shown.
// Resolves with what send() gave (true when it gave nothing), or null when the person did not do it.
export function ask(title, parts, { send, label = FRAME.send, danger = false, check = () => "", className = "" }) {
  const key = document.activeElement?.dataset.key ?? "";
  const answered = dialog(title, (close) => {
    const trouble = el("p", { role: "alert", class: "form-trouble" });
    const submit = el("button", { type: "submit", class: danger ? "button danger" : "button strong" }, label);
    const form = el("form", { class: "stack", novalidate: true }, parts, trouble, el("div", { class: "row end" }, button(FRAME.cancel, () => close(), { class: "button quiet" }), submit));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.textContent = missing(form) || check();
      if (trouble.textContent || submit.disabled) return;
      submit.disabled = true;
      try {
        close((await send()) ?? true);
      } catch (error) {
        trouble.textContent = said(error);
      } finally {
        submit.disabled = false;
      }
    });
    return form;
  }, { class: className });
  answered.then(() => focusAgain(key));
  return answered;
}
