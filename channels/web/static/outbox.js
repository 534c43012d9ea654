// Messages the server has not answered yet, oldest first. A message keeps its id through every retry.

export function newId(prefix = "") {
  if (crypto.randomUUID) return prefix + crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = "89ab"[parseInt(hex[16], 16) % 4];
  return `${prefix}${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export class Outbox {
  items = [];
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  restore(saved) {
    this.items = (saved ?? []).map(({ id, text, region }) => ({ id, text, region }));
  }

  get saved() {
    return this.items.map(({ id, text, region }) => ({ id, text, region }));
  }

  get next() {
    return this.items.find((item) => !item.failed);
  }

  // spoken: the service has heard it and says it itself.
  add(text, region, spoken = "") {
    const item = { id: spoken || newId(), text, region, spoken: Boolean(spoken) };
    this.items.push(item);
    this.#changed();
    return item;
  }

  has(item) {
    return this.items.includes(item);
  }

  find(id) {
    return this.items.find((item) => item.id === id);
  }

  // A message kept over a reload whose row the server has, not yet on the page.
  offPage(row) {
    return this.items.find(
      (item) => !item.onPage && (row.client_message_id ? item.id === row.client_message_id : item.text === row.text),
    );
  }

  // The oldest message the server is known to have has been answered.
  answered() {
    const item = this.items.find((each) => each.accepted);
    if (item) this.remove(item);
  }

  remove(item) {
    if (!this.has(item)) return;
    this.items = this.items.filter((each) => each !== item);
    this.#changed(item);
  }

  clear() {
    this.items = [];
  }
}
