// Signing in, over whatever page is there: what it shows and what was written stays.

import { duration } from "./desk_clock.js";
import { el, field, freshId } from "./desk_elements.js";
import { ask } from "./desk_frame.js";
import { SIGN_IN, SHELL } from "./desk_words.js";

let open = null;

// Resolves with {agent, csrf} once somebody signed in. While it is open a second call waits for the same.
export function signIn(api, { ended = false, login = "" } = {}) {
  open ??= show(api, { ended, login }).finally(() => (open = null));
  return open;
}

function show(api, { ended, login }) {
  const heading = el("h2", { id: freshId("sign-in") }, SIGN_IN.title);
  const name = el("input", { type: "text", autocomplete: "username", autocapitalize: "none", spellcheck: "false", value: login });
  const password = el("input", { type: "password", autocomplete: "current-password" });
  const trouble = el("p", { class: "form-trouble", role: "alert" });
  const submit = el("button", { type: "submit", class: "button strong" }, SIGN_IN.go);
  const form = el("form", { class: "stack" }, heading, ended && el("p", { class: "warning" }, SIGN_IN.ended), field(SIGN_IN.login, name), field(SIGN_IN.password, password), trouble, submit);
  const box = el("dialog", { class: "sign-in", "aria-labelledby": heading.id }, form);
  box.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(box);
  const back = document.activeElement;
  box.showModal();
  (login ? password : name).focus();
  return new Promise((resolve) => {
    // A browser may close it at the second Escape whatever we say.
    box.addEventListener("close", () => box.isConnected && box.showModal());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await attempt(api, { name, password, trouble, submit });
      if (!answer) return;
      box.remove();
      if (back?.isConnected) back.focus?.();
      resolve(answer);
    });
  });
}

async function attempt(api, { name, password, trouble, submit }) {
  if (submit.getAttribute("aria-disabled") === "true") return null;
  if (!name.value.trim() || !password.value) {
    trouble.textContent = SIGN_IN.empty;
    (name.value.trim() ? password : name).focus();
    return null;
  }
  busy(submit, true, SIGN_IN.going);
  trouble.textContent = "";
  try {
    return await api.post("/sign_in", { login: name.value.trim(), password: password.value });
  } catch (error) {
    if (error.status === 429) countDown(error.retryAfter || 60, trouble, submit);
    else trouble.textContent = error.status === 401 ? SIGN_IN.wrong : error.text;
    password.value = "";
    password.focus();
    return null;
  } finally {
    if (!submit.dataset.locked) busy(submit, false, SIGN_IN.go);
  }
}

function busy(submit, on, label) {
  submit.toggleAttribute("aria-disabled", on);
  if (on) submit.setAttribute("aria-disabled", "true");
  submit.textContent = label;
}

// The time left is read out once, not every second.
function countDown(seconds, trouble, submit) {
  const until = Date.now() + seconds * 1000;
  submit.dataset.locked = "true";
  trouble.textContent = SIGN_IN.locked(duration(seconds * 1000));
  const tick = () => {
    const left = until - Date.now();
    if (left > 0) {
      busy(submit, true, `${SIGN_IN.go}（${duration(left + 999)}）`);
      return void setTimeout(tick, 1000);
    }
    delete submit.dataset.locked;
    busy(submit, false, SIGN_IN.go);
    trouble.textContent = SIGN_IN.unlocked;
  };
  tick();
}

export function askPassword(api) {
  const kinds = [[SIGN_IN.old, "current-password"], [SIGN_IN.fresh, "new-password"], [SIGN_IN.freshAgain, "new-password"]];
  const [old, fresh, again] = kinds.map(([label, autocomplete]) => [label, el("input", { type: "password", autocomplete, required: true })]);
  return ask(SIGN_IN.change, [old, fresh, again].map(([label, input]) => field(label, input)), {
    label: SIGN_IN.change,
    check: () => (fresh[1].value === again[1].value ? "" : SIGN_IN.different),
    send: () => api.post("/password", { old: old[1].value, new: fresh[1].value }),
  });
}

export async function signOut(api, { open: count, leave }) {
  if (count && !(await ask(SHELL.signOut, [el("p", {}, SHELL.signOutOpen(count))], { label: SHELL.signOut, danger: true, send: () => true }))) return;
  await api.post("/sign_out").catch(() => null);
  leave();
}
