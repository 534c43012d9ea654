// Leaving a number or a message when nobody is there, one thing at a time. Nothing of it stays on the page afterwards.

import { Problem } from "./api.js";
import { button, el } from "./elements.js";
import { WORDS } from "./words.js";

const TIMES = ["上午", "下午", "都行"];
const LONGEST_MESSAGE = 500;
const digits = (text) => text.replace(/[０-９]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0)).replace(/[\s\-－—()（）]/g, "");
const looksLikeNumber = (number) => /^(\+?86)?1[3-9]\d{9}$/.test(number) || /^0\d{9,11}$/.test(number);

// leave(body) posts what was left; over() is called when the form is done with.
export function callBackForm(leave, over) {
  const stage = el("div", { class: "stage" });
  const form = el("section", { class: "ask-person", "aria-label": "留电话或留言" }, stage);
  const show = (...nodes) => {
    stage.replaceChildren(...nodes);
    stage.querySelector("[data-first]")?.focus();
  };

  const first = (focus) => {
    const call = button("留电话，请人回电", () => number(), { class: "button strong huge", ...(focus && { "data-first": "" }) });
    const nodes = [
      el("h2", {}, "工作人员现在接不了，您可以"),
      call,
      button("留言", () => message(), { class: "button huge" }),
      button("都不用", over, { class: "button quiet huge" }),
    ];
    if (focus) show(...nodes);
    else stage.replaceChildren(...nodes);
  };

  const number = (value = "") => {
    const input = el("input", {
      id: "call-number", type: "tel", inputmode: "tel", autocomplete: "tel", maxlength: "20", "data-first": "",
      "aria-describedby": "call-trouble",
    });
    input.value = value;
    const next = (told) => {
      const given = digits(input.value);
      if (looksLikeNumber(given)) return when(given);
      input.setAttribute("aria-invalid", "true");
      told.textContent = WORDS.numberWrong;
      return input.focus();
    };
    show(...step("您的电话号码", input, "call", "下一步", next, first));
  };

  const when = (contact) => {
    const told = el("p", { class: "trouble", role: "alert" });
    const choose = (wanted) => send({ kind: "call", contact, wanted }, told);
    show(
      el("h2", { tabindex: "-1", "data-first": "" }, "什么时候方便接电话？"),
      ...TIMES.map((time) => button(time, () => choose(time), { class: "button huge" })),
      told,
      button("返回", () => number(contact), { class: "button quiet huge" }),
    );
  };

  const message = () => {
    const area = el("textarea", {
      id: "call-message", rows: "3", maxlength: String(LONGEST_MESSAGE), "data-first": "", "aria-describedby": "call-trouble",
    });
    const next = (told) => {
      const text = area.value.trim();
      if (text) return send({ kind: "message", text }, told);
      told.textContent = WORDS.messageEmpty;
      return area.focus();
    };
    show(...step("您要留什么话？", area, "call", "留言", next, first));
  };

  let sending = false;
  const send = async (body, told) => {
    if (sending) return;
    sending = true;
    told.textContent = "";
    try {
      await leave(body);
      stage.replaceChildren();
      over();
    } catch (error) {
      told.textContent = error instanceof Problem && error.status < 500 ? error.message : WORDS.leaveFailed;
    } finally {
      sending = false;
    }
  };

  first(false);
  return form;
}

function step(title, field, prefix, label, next, back) {
  const told = el("p", { class: "trouble", id: `${prefix}-trouble`, role: "alert" });
  const form = el("form", { class: "stage", autocomplete: "on", novalidate: true });
  form.append(
    el("h2", {}, el("label", { for: field.id }, title)),
    field,
    told,
    el("button", { type: "submit", class: "button strong huge" }, label),
    button("返回", () => back(true), { class: "button quiet huge" }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    next(told);
  });
  return [form];
}
