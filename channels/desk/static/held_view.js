// 待核的答复: the list on a page of its own, for agents who approve answers without the supervisor's board.

import { HELD as W } from "./held_words.js";
import { heldItem } from "./held_list.js";
import { keepFresh, page, refill, sheet } from "./desk_frame.js";
import { el } from "./desk_elements.js";

export async function mount(root, { api, socket }) {
  await sheet("desk_frame.css");
  const view = page(root, W.title, { intro: W.intro, className: "held-page" });
  let drawn = "";
  const context = {
    api,
    decided: async (text) => {
      await fresh.again();
      view.tell(text);
    },
    failed: (error) => {
      view.fail(error);
      fresh.again();
    },
  };
  const load = async () => {
    try {
      const items = await api.get("/held");
      const print = JSON.stringify(items);
      if (print === drawn) return;
      drawn = print;
      refill(view.body, items.length ? el("ul", { class: "cards" }, items.map((each) => heldItem(each, context))) : el("p", { class: "empty panel" }, W.none));
    } catch (error) {
      view.fail(error, () => fresh.again());
    }
  };
  const fresh = keepFresh(socket, ["held"], load, 15);
  return () => {
    fresh.stop();
    view.remove();
  };
}
