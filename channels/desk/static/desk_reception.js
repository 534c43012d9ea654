// The reception page: the three columns, and everything an agent does with a case.

import { askClose, askReturn } from "./desk_close.js";
import { Canned } from "./desk_canned.js";
import { Composer } from "./desk_composer.js";
import { ConversationView } from "./desk_conversation.js";
import { button, el, replace } from "./desk_elements.js";
import { PacketView } from "./desk_packet.js";
import { QueueView } from "./desk_queue.js";
import { SearchView } from "./desk_search.js";
import { showSuggestion } from "./desk_suggestion.js";
import { askCallBack, askTransfer } from "./desk_transfer.js";
import { CLOSE, PACKET, SEARCH, TALK, TRANSFER } from "./desk_words.js";

const PLACE = "参保地";

export class Reception {
  constructor({ root, api, store, sync, socket, outbox, drafts, say }) {
    Object.assign(this, { root, api, store, sync, socket, outbox, drafts, say });
    this.canned = new Canned({ api, store });
    const waits = (id) => ({ failed: outbox.failed(id), draft: drafts.has(id) });
    this.queue = new QueueView({ store, sync, waits, acts: { accept: (id) => this.accept(id), decline: (id) => this.#do(id, "decline"), look: (id) => this.open(id), refresh: () => sync.refresh() } });
    this.composer = new Composer({ drafts, changed: (id) => store.emit("outbox", id), acts: this.#composing() });
    this.talk = new ConversationView({ store, outbox, composer: this.composer, acts: this.#talking() });
    this.packet = new PacketView({ store, unmask: (id, field, reason) => api.post(`${path(id)}/unmask`, { field, reason }) });
    this.search = new SearchView({ api, cite: (hit) => this.composer.cite(hit), may: () => store.holds(store.current), region: () => place(store.known(store.current)?.packet) });
    this.#side();
    replace(root, this.queue.node, this.talk.node, this.side);
    this.queue.draw();
    this.talk.draw();
    this.packet.draw();
  }

  #composing() {
    return {
      send: (id, text, citations) => this.outbox.add(id, text, citations),
      note: async (id, text) => {
        const note = await this.api.post(`${path(id)}/notes`, { text });
        this.store.addNote(id, note);
      },
      typing: (id) => this.socket.typing(id),
      canned: () => this.pickCanned(),
      search: () => this.showSide("search"),
      suggest: () => this.suggest(),
      say: this.say,
    };
  }

  #talking() {
    return {
      accept: (id) => this.accept(id),
      transfer: (id) => this.transfer(id),
      callBack: (id) => this.callBack(id),
      handBack: (id) => this.handBack(id),
      close: (id) => this.close(id),
      reload: (id) => this.sync.open(id),
      back: () => this.showList(),
      side: () => this.showSide("packet"),
    };
  }

  #side() {
    this.sideTabs = ["packet", "search"].map((name) => button(name === "packet" ? PACKET.heading : SEARCH.heading, () => this.showSide(name), { class: "button bare", data: { side: name } }));
    const back = button(TALK.toTalk, () => this.showTalk(), { class: "button quiet from-side" });
    this.sideBody = el("div", { class: "side-body", tabindex: "0", role: "region", "aria-label": PACKET.heading });
    this.sideHeading = el("h2", { class: "unseen" });
    this.side = el("aside", { class: "column side", "aria-label": PACKET.heading }, this.sideHeading, el("div", { class: "row side-head", role: "group", "aria-label": PACKET.sides }, this.sideTabs, back), this.sideBody);
    this.#fillSide("packet");
  }

  #fillSide(name) {
    for (const one of this.sideTabs) one.setAttribute("aria-pressed", String(one.dataset.side === name));
    const label = name === "packet" ? PACKET.heading : SEARCH.heading;
    this.sideBody.setAttribute("aria-label", label);
    this.side.setAttribute("aria-label", label);
    this.sideHeading.textContent = label;
    if (this.sideName === name) return;
    this.sideName = name;
    replace(this.sideBody, name === "packet" ? this.packet.node : this.search.node);
  }

  showSide(name) {
    if (!this.store.current && name === "packet") return;
    this.#fillSide(name);
    this.root.dataset.pane = "side";
    if (name === "search") this.search.focus();
    else this.sideBody.focus();
  }

  showTalk() {
    this.root.dataset.pane = "talk";
    if (this.store.holds(this.store.current)) this.composer.focus();
  }

  showList() {
    this.root.dataset.pane = "list";
    this.queue.focus();
  }

  async open(id) {
    if (this.store.current && this.store.current !== id) this.#fillSide("packet");
    this.root.dataset.pane = "talk";
    this.store.show(id);
    await this.sync.open(id);
    if (this.store.current === id && this.store.holds(id)) this.composer.focus();
  }

  // Whoever comes first takes it; the others are told kindly.
  async accept(id) {
    if (await this.#do(id, "accept")) await this.open(id);
  }

  acceptFirst() {
    const first = this.store.assignedToMe[0] ?? this.store.queue[0];
    if (first) return this.accept(first.id);
    return this.say(TALK.nobodyWaits);
  }

  async #do(id, what) {
    try {
      const one = await this.api.post(`${path(id)}/${what}`);
      if (one?.id) this.store.setCase(one);
      await this.sync.refresh();
      return true;
    } catch (error) {
      this.say(error.text, "trouble");
      this.sync.soon();
      return false;
    }
  }

  // A dialog for the open case; words are said once it is done.
  async #ask(dialog, words) {
    const id = this.store.current;
    if (!id || !(this.store.holds(id) || this.store.me?.role !== "agent")) return;
    const what = await dialog(id);
    if (!what) return;
    if (what.id === id) this.store.setCase(what);
    this.say(words);
    if (!this.store.holds(id)) this.drafts.drop(id);
    await this.sync.refresh();
    await this.sync.load(id);
  }

  #post(id, what) {
    return (body) => this.api.post(`${path(id)}/${what}`, body);
  }

  close() {
    return this.#holding((id) => askClose({ resolutions: this.store.resolutions, draft: this.drafts.has(id), go: this.#post(id, "close") }), CLOSE.done);
  }

  handBack() {
    return this.#holding((id) => askReturn({ draft: this.drafts.has(id), go: this.#post(id, "return") }), CLOSE.returned);
  }

  callBack() {
    return this.#holding((id) => askCallBack({ go: this.#post(id, "call_back") }), TRANSFER.called);
  }

  #holding(dialog, words) {
    return this.store.holds(this.store.current) ? this.#ask(dialog, words) : undefined;
  }

  transfer() {
    const { groups, agents, me } = this.store;
    return this.#ask((id) => askTransfer({ groups, agents, me, skill: this.store.known(id)?.case?.skill, go: this.#post(id, "transfer") }), TRANSFER.done);
  }

  async pickCanned() {
    const id = this.store.current;
    if (!this.store.holds(id)) return;
    const text = await this.canned.pick(id);
    if (this.store.current !== id) return;
    if (text) this.composer.take(text);
    else this.composer.focus();
  }

  suggest() {
    const id = this.store.current;
    if (!this.store.holds(id)) return;
    showSuggestion(this.composer.above, {
      load: () => this.api.get(`${path(id)}/suggestion`),
      take: (text, citations) => this.composer.take(text, citations),
      still: () => this.store.current === id,
    });
  }

  // The one at place `number`, or `step` places from the open one.
  goTo({ number = 0, step = 0 }) {
    const ids = this.queue.order;
    const at = number ? number - 1 : ids.indexOf(this.store.current) + step;
    const id = number ? ids[at] : ids[(at + ids.length) % ids.length];
    if (id) this.open(id);
  }
}

const place = (packet) => packet?.forms?.find((one) => one.field === PLACE && !one.masked)?.value ?? "";
const path = (id) => `/cases/${encodeURIComponent(id)}`;
