// What is on the page: shows every row and frame of a conversation once, whichever way it arrives.
//
// `after` moves only with rows fetched in order over HTTP, so nothing between two frames is skipped.

export class Timeline {
  after = 0;
  #seen = new Set();
  #expected = [];
  #view;
  #outbox;

  constructor(view, outbox) {
    this.#view = view;
    this.#outbox = outbox;
  }

  // A new conversation: rows of messages shown already will come back under it.
  reset(items) {
    this.after = 0;
    this.#seen.clear();
    this.#expected = items.filter((item) => item.onPage);
  }

  show(item) {
    item.onPage = true;
    this.#expected.push(item);
    this.#view.citizen(item.text, item.id, "sending");
  }

  forget(item) {
    this.#expected = this.#expected.filter((each) => each !== item);
    this.#view.remove(item.id);
  }

  reply(seq, reply, history = false) {
    this.#once(seq, () => {
      this.#view.reply(reply, history);
      if (reply.handover) this.#view.handover(reply.handover, { seq });
    });
  }

  row(row, history, greeting) {
    this.after = Math.max(this.after, row.seq);
    if (this.#seen.has(row.seq)) return;
    if (row.from === "citizen") this.#ownRow(row);
    else if (row.from === "agent") this.#once(row.seq, () => this.#view.agent(row));
    else if (row.from !== "assistant") this.#once(row.seq, () => this.#system(row));
    else if (row.reply || row.text !== greeting) {
      this.#outbox.answered();
      this.reply(row.seq, row.reply ?? { text: row.text }, history);
    }
  }

  frame(frame) {
    if (frame.type === "reply") {
      const reply = frame.reply ?? frame;
      this.reply(reply.seq ?? frame.seq, reply);
    } else if (frame.type === "agent_message") {
      this.#once(frame.seq, () => this.#view.agent(frame));
    } else if (frame.type === "handover") {
      this.#once(frame.seq, () => this.#system(frame));
    } else if (frame.type === "message") {
      if (!this.#seen.has(frame.seq)) this.#ownRow(frame);
    } else if (frame.type === "queue") {
      this.#view.handover(frame, {});
    } else if (frame.type === "typing" && frame.from === "agent") {
      this.#view.agentTyping(frame.author);
    }
  }

  #system({ seq, text, author, handover }) {
    if (text && handover?.asks !== "satisfaction") this.#view.system(text);
    if (handover) this.#view.handover(handover, { seq, author });
  }

  // A row without client_message_id belongs to the oldest message whose row has not come yet.
  #ownRow(row) {
    this.#seen.add(row.seq);
    const item = this.#expected.find((each) => !row.client_message_id || each.id === row.client_message_id);
    if (item) {
      this.#expected = this.#expected.filter((each) => each !== item);
      item.accepted = true;
      this.#view.retext(item.id, row.text);
      return;
    }
    const kept = this.#outbox.offPage(row);
    if (kept) Object.assign(kept, { onPage: true, accepted: true });
    this.#view.citizen(row.text, kept?.id ?? null, kept ? "sending" : "sent");
  }

  #once(seq, show) {
    if (seq !== undefined && seq !== null) {
      if (this.#seen.has(seq)) return;
      this.#seen.add(seq);
    }
    show();
  }
}
