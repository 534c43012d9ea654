// The right column: what the assistant hands over, in the order an agent needs it, and what happened to the case.

import { citationList } from "./desk_citation.js";
import { shortTime } from "./desk_clock.js";
import { button, el, field, fold, replace } from "./desk_elements.js";
import { ask } from "./desk_frame.js";
import { traceView } from "./desk_trace.js";
import { PACKET, SHELL, TOOLS, outcomeWord } from "./desk_words.js";

export class PacketView {
  #shown = "";

  // unmask(id, field, reason) → {value}
  constructor({ store, unmask }) {
    Object.assign(this, { store, unmask });
    this.node = el("div", { class: "packet stack" });
    for (const event of ["current", "dossier", "floor"]) store.on(event, () => this.draw());
  }

  draw() {
    const id = this.store.current;
    const dossier = this.store.known(id);
    const shows = JSON.stringify([id, dossier?.packet, dossier?.events, dossier?.callBack, dossier?.case?.reason_label, this.#mayUnmask(dossier)]);
    if (shows === this.#shown) return;
    this.#shown = shows;
    if (!dossier?.loaded) return void replace(this.node, el("p", { class: "empty" }, id ? SHELL.loading : PACKET.empty));
    const packet = dossier.packet ?? {};
    replace(this.node, this.#summary(dossier, packet), this.#callBack(dossier), this.#asked(packet), this.#form(dossier, packet), this.#estimates(packet), this.#limits(packet), this.#events(dossier));
  }

  #section(title, ...inside) {
    const some = inside.flat(Infinity).filter(Boolean);
    return some.length ? el("section", { "aria-label": title }, el("h3", {}, title), some) : null;
  }

  #summary(dossier, packet) {
    const mood = packet.mood ?? {};
    const lines = packet.summary ?? [];
    const said = (head) => lines.some((each) => each.startsWith(head));
    const facts = [
      !said("转人工原因") && [PACKET.reason, packet.reason_label ?? dossier.case?.reason_label],
      !said("情绪") && [PACKET.mood, [mood.name, mood.words?.length > 0 && `“${mood.words.join("”“")}”`].filter(Boolean).join("，")],
      [PACKET.verified, packet.verified ? [PACKET.isVerified, packet.verified_name].filter(Boolean).join("，") : PACKET.notVerified],
    ].filter((one) => one && one[1]);
    return this.#section(PACKET.summary, lines.length > 0 && el("ul", { class: "plain summary" }, lines.map(line)), el("dl", { class: "facts" }, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
  }

  // What the citizen left to be called back.
  #callBack(dossier) {
    const left = dossier.callBack;
    if (!left) return null;
    const number = left.contact_shown && [el("dt", {}, PACKET.contact), el("dd", { class: "row" }, el("span", {}, left.contact_shown), this.#unmaskButton(dossier, { field: "contact", label: PACKET.contact, masked: true }))];
    const facts = [[PACKET.wanted, left.wanted], [PACKET.left, left.text]].filter(([, value]) => value);
    return this.#section(PACKET.callBack, el("dl", { class: "facts" }, number, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
  }

  #asked(packet) {
    const { asked = [], told = [] } = packet;
    return [
      this.#section(PACKET.asked, asked.length > 0 && el("ol", {}, asked.map((one) => el("li", {}, one.text)))),
      this.#section(PACKET.told, told.length > 0 && el("ul", { class: "plain stack" }, told.map((one) => el("li", { class: "answer" }, this.#told(one))))),
    ];
  }

  #told(one) {
    const word = one.outcome_label || outcomeWord(one.outcome);
    return [el("p", { class: "row" }, word && el("span", { class: "badge" }, word), one.by && el("span", { class: "soft" }, one.by)), el("p", {}, one.text), citationList(one.citations)];
  }

  #form(dossier, packet) {
    const rows = (packet.forms ?? []).map((one) => [el("dt", {}, one.field), el("dd", { class: "row" }, el("span", {}, one.value), this.#unmaskButton(dossier, one))]);
    return this.#section(PACKET.form, rows.length > 0 && el("dl", { class: "facts" }, rows));
  }

  #mayUnmask(dossier) {
    return Boolean(dossier) && (this.store.holds(dossier.id) || this.store.me?.role !== "agent");
  }

  #unmaskButton(dossier, { field: name, label = name, masked }) {
    if (!masked || !this.#mayUnmask(dossier)) return null;
    return button(PACKET.unmask, (event) => this.#askUnmask(dossier.id, name, label, event.currentTarget), { class: "button quiet", "aria-label": `${PACKET.unmask}：${label}` });
  }

  // The value is shown here only, and gone when the panel is drawn anew.
  async #askUnmask(id, fieldName, name, opener) {
    const found = await askReason(name, (reason) => this.unmask(id, fieldName, reason));
    if (!found) return;
    opener.closest("dd").querySelector("span").textContent = found.value;
    opener.remove();
  }

  // Each under what it came to: its last step.
  #estimates(packet) {
    const shown = (packet.estimates ?? []).map((one) => {
      const last = (one.parts?.[0] ?? one).trace?.at(-1);
      return fold([TOOLS[one.tool] ?? PACKET.estimates, last && `${last.step}${last.value}`].filter(Boolean).join("："), traceView(one) ?? el("p", {}, PACKET.noSteps));
    });
    return this.#section(PACKET.estimates, shown);
  }

  #limits(packet) {
    const lines = packet.limits ?? [];
    return this.#section(PACKET.limits, lines.length > 0 && el("ul", {}, lines.map((text) => el("li", {}, text))));
  }

  #events(dossier) {
    if (!dossier.events.length) return null;
    const line = (one) => [one.after_label, one.reason_label, one.actor_name ?? one.actor_label].filter(Boolean).join("，");
    const items = dossier.events.map((one) => el("li", {}, el("time", { class: "soft", datetime: one.at }, shortTime(one.at)), " ", line(one)));
    return fold(PACKET.events, el("ol", { class: "plain events" }, items));
  }
}

// 所问：断缴三年能补吗 — what it is about stands out.
function line(text) {
  const [, head, rest] = /^([^：]{1,8}：)(.*)$/s.exec(text) ?? [null, "", text];
  return el("li", {}, head && el("strong", {}, head), rest);
}

// Asks why; go(reason) does it. An error stays in the dialog.
function askReason(name, go) {
  const reason = el("input", { type: "text", autocomplete: "off", maxlength: "200" });
  return ask(PACKET.unmaskTitle(name), [field(PACKET.unmaskWhy, reason)], {
    label: PACKET.unmaskGo,
    check: () => (reason.value.trim().length >= 4 ? "" : PACKET.unmaskEmpty),
    send: () => go(reason.value.trim()),
  });
}
