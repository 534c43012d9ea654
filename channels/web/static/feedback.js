// Whether an answer helped, and if not, why.

import { button, el } from "./elements.js";
import { OTHER_REASON, REASONS, WORDS } from "./words.js";

let rows = 0;

// send(body) posts the feedback.
export function feedbackRow(reply, send) {
  const row = el("div", { class: "feedback" });
  const told = el("p", { class: "told", role: "status" });

  const post = async (body) => {
    try {
      await send({ reply_id: reply.reply_id, ...body });
      row.replaceChildren();
      told.textContent = WORDS.feedbackThanks;
    } catch {
      told.textContent = WORDS.feedbackFailed;
    }
  };

  row.append(
    el("span", { class: "asks" }, "这个回答有用吗？"),
    button("有用", () => post({ verdict: "helpful" }), { class: "button quiet" }),
    button("没用", () => row.replaceChildren(reasonList(post)), { class: "button quiet" }),
  );
  return el("div", { class: "rating" }, row, told);
}

function reasonList(post) {
  const group = el("div", { class: "reasons", role: "group", "aria-label": "哪里不好" });
  const other = button(OTHER_REASON, () => {
    const form = otherForm(post);
    group.replaceChildren(form);
    form.querySelector("textarea").focus();
  });
  const known = REASONS.map((reason) => button(reason, () => post({ verdict: "unhelpful", reason })));
  group.append(el("p", { class: "asks" }, "哪里不好？点一下告诉我。"), ...known, other);
  queueMicrotask(() => known[0].focus());
  return group;
}

function otherForm(post) {
  const id = `why-${(rows += 1)}`;
  const area = el("textarea", { id, rows: "2", maxlength: "500" });
  const form = el("form", { class: "why" }, el("label", { for: id }, "请说说哪里不好"), area);
  form.append(el("button", { type: "submit", class: "button strong" }, "告诉我们"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    post({ verdict: "unhelpful", reason: OTHER_REASON, text: area.value.trim() });
  });
  return form;
}
