// What the page knows. Messages of a case are kept by seq, each once; the cursor is the last seq without a gap before it.
// Events: me, floor, current, dossier (id), message ({id, message}), gap (id), typing (id), outbox (id).

const TYPING_MS = 6000;

export class Dossier {
  case = null;
  packet = null;
  notes = [];
  events = [];
  callBack = null;
  loaded = false;
  error = null;
  cursor = 0;
  read = 0;
  gapAt = -1;
  citizenTypingUntil = 0;
  #bySeq = new Map();

  constructor(id) {
    this.id = id;
  }

  get messages() {
    return [...this.#bySeq.values()].sort((one, other) => one.seq - other.seq);
  }

  // A long conversation begins with its last messages.
  startAt(messages) {
    this.cursor = messages.length ? Math.min(...messages.map((message) => message.seq)) - 1 : 0;
  }

  // Whether it was new.
  add(message) {
    if (this.#bySeq.has(message.seq) || message.seq <= this.cursor) return false;
    this.#bySeq.set(message.seq, message);
    while (this.#bySeq.has(this.cursor + 1)) this.cursor += 1;
    return true;
  }

  get last() {
    return this.messages.at(-1) ?? null;
  }

  get unread() {
    let count = 0;
    for (const message of this.#bySeq.values()) count += message.seq > this.read && message.from === "citizen" ? 1 : 0;
    return count;
  }

  get holds() {
    return this.#bySeq.size > 0;
  }

  // When the citizen said the first thing nobody has answered yet: an ISO time or null.
  get unansweredSince() {
    let since = null;
    for (const message of this.messages) {
      if (message.from === "agent" || message.from === "assistant") since = null;
      else if (message.from === "citizen" && !since) since = message.at;
    }
    return since;
  }
}

export class Store {
  me = null;
  groups = [];
  resolutions = {};
  queue = [];
  mine = [];
  agents = [];
  counts = {};
  availability = "";
  floorLoaded = false;
  floorAt = 0;
  current = null;
  #dossiers = new Map();
  #listeners = new Map();

  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(listener);
    return () => this.#listeners.get(event).delete(listener);
  }

  emit(event, detail) {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail);
  }

  setMe({ agent, groups, resolutions }) {
    this.me = agent;
    this.groups = groups?.map((one) => one.name ?? one) ?? this.groups;
    this.resolutions = resolutions ?? this.resolutions;
    this.emit("me");
  }

  setFloor(answer, at) {
    this.me = answer.me ?? this.me;
    this.queue = inOrder(answer.queue ?? []);
    this.mine = answer.mine ?? [];
    this.agents = answer.agents ?? [];
    this.counts = answer.counts ?? {};
    this.availability = answer.availability_text ?? "";
    this.floorLoaded = true;
    this.floorAt = at;
    for (const one of [...this.queue, ...this.mine]) this.setCase(one);
    this.#letGo();
    this.emit("me");
    this.emit("floor");
  }

  // What I had and have no longer is not mine to answer, whatever was read of it before.
  #letGo() {
    for (const dossier of this.#dossiers.values()) {
      const one = dossier.case;
      if (one?.agent_id !== this.me?.id || this.isMine(one.id) || !["assigned", "with_agent"].includes(one.state)) continue;
      dossier.case = { ...one, agent_id: "", agent_name: "" };
      this.emit("dossier", one.id);
    }
  }

  dossier(id) {
    if (!this.#dossiers.has(id)) this.#dossiers.set(id, new Dossier(id));
    return this.#dossiers.get(id);
  }

  known(id) {
    return this.#dossiers.get(id) ?? null;
  }

  // A case as it is now, whoever said so.
  setCase(one) {
    const dossier = this.dossier(one.id);
    const before = dossier.case;
    dossier.case = { ...before, ...one };
    if (before && same(before, one)) return;
    this.emit("dossier", one.id);
  }

  setDossier(id, { case: one, packet, messages, notes, events, call_back: callBack }) {
    const dossier = this.dossier(id);
    const first = !dossier.holds;
    Object.assign(dossier, { packet, notes: notes ?? [], events: events ?? [], callBack: callBack ?? null, loaded: true, error: null });
    dossier.case = { ...dossier.case, ...one };
    if (first) dossier.startAt(messages ?? []);
    const fresh = (messages ?? []).filter((message) => dossier.add(message));
    if (first) dossier.read = readUpTo(dossier);
    this.emit("dossier", id);
    if (!first) for (const message of fresh) this.emit("message", { id, message });
  }

  addMessage(id, message) {
    const dossier = this.dossier(id);
    if (!message?.seq || !dossier.add(message)) return;
    if (message.from === "citizen") dossier.citizenTypingUntil = 0;
    this.emit("message", { id, message });
    if (message.seq > dossier.cursor && dossier.gapAt !== dossier.cursor) {
      dossier.gapAt = dossier.cursor;
      this.emit("gap", id);
    }
  }

  addNote(id, note) {
    const dossier = this.dossier(id);
    if (dossier.notes.some((one) => one.id === note.id)) return;
    dossier.notes = [...dossier.notes, note];
    this.emit("dossier", id);
  }

  citizenTyping(id, at) {
    const dossier = this.known(id);
    if (!dossier) return;
    dossier.citizenTypingUntil = at + TYPING_MS;
    this.emit("typing", id);
    setTimeout(() => this.emit("typing", id), TYPING_MS + 50);
  }

  markRead(id) {
    const dossier = this.known(id);
    const last = dossier?.last?.seq ?? 0;
    if (!dossier || dossier.read >= last) return;
    dossier.read = last;
    this.emit("floor");
  }

  show(id) {
    if (this.current === id) return;
    this.current = id;
    this.emit("current");
  }

  isMine(id) {
    return this.mine.some((one) => one.id === id);
  }

  // Whether I may talk to the citizen of this case now.
  holds(id) {
    const one = this.known(id)?.case;
    return Boolean(one && one.agent_id === this.me?.id && one.state === "with_agent");
  }

  get unread() {
    return this.mine.reduce((sum, one) => sum + (this.known(one.id)?.unread ?? 0), 0);
  }

  get assignedToMe() {
    return this.mine.filter((one) => one.state === "assigned");
  }

  forget(id) {
    this.#dossiers.delete(id);
  }
}

// Until shown, what the citizen said before an agent came is not "unread": the packet tells of it.
function readUpTo(dossier) {
  const unread = dossier.case?.unread;
  const citizens = dossier.messages.filter((message) => message.from === "citizen");
  if (Number.isFinite(unread)) return unread > 0 ? (citizens.at(-unread)?.seq ?? 1) - 1 : (dossier.last?.seq ?? 0);
  return dossier.messages.filter((message) => message.from !== "citizen").at(-1)?.seq ?? 0;
}

const same = (before, one) => ["state", "agent_id", "state_at", "reason", "priority"].every((key) => before[key] === one[key]);

// Priority first, then the longest waiting.
function inOrder(queue) {
  return [...queue].sort((one, other) => (other.priority ?? 0) - (one.priority ?? 0) || (other.waiting_seconds ?? 0) - (one.waiting_seconds ?? 0));
}
