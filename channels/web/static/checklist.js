// The checklist of one matter, or the list of matters to choose from.

import { Problem } from "./api.js";
import { askGuidance, choiceOf, matterOf } from "./checklist_data.js";
import { askView, groupsView, matterView } from "./checklist_view.js";
import { button, el } from "./elements.js";
import { Settings } from "./settings.js";

const WORDS = {
  waiting: "正在取清单，请稍等。",
  lost: "现在连不上，清单没有取到。急事请打 12333。",
  again: "再试一次",
  found: (count) => `有 ${count} 件事，点一件看清单。`,
};

const content = document.getElementById("content");
const status = document.getElementById("status");
const settings = new Settings();
const region = settings.region;

// Ticks last as long as the tab, so that coming back from another app does not lose them.
class Ticks {
  constructor(id) {
    this.key = `pension-checklist-${id}`;
    try {
      this.done = new Set(JSON.parse(sessionStorage.getItem(this.key) || "[]"));
    } catch {
      this.done = new Set();
    }
  }

  has(name, index) {
    return this.done.has(`${name}${index}`);
  }

  set(name, index, on) {
    this.done[on ? "add" : "delete"](`${name}${index}`);
    try {
      sessionStorage.setItem(this.key, JSON.stringify([...this.done]));
    } catch {
      // Storage can be full or forbidden; the ticks then last until the page is left.
    }
  }
}

async function fetched(answers) {
  status.textContent = WORDS.waiting;
  const answer = await askGuidance({ ...answers, ...(region && { region }) });
  status.textContent = "";
  return answer;
}

// Runs `work`; when it fails says so, and offers to do the same again.
async function tried(work) {
  try {
    await work();
  } catch (error) {
    status.textContent = error instanceof Problem ? error.message : WORDS.lost;
    content.querySelector(".again")?.remove();
    content.prepend(el("p", { class: "again" }, button(WORDS.again, () => tried(work))));
  }
}

function showMatter(answer, answers) {
  const matter = matterOf(answer);
  document.title = `${matter.name} - 办事清单`;
  const onAnswer = (more) =>
    tried(async () => {
      showMatter(await fetched({ matter: matter.id, ...more }), more);
      const told = document.getElementById("mine") ?? document.getElementById("asked");
      told?.setAttribute("tabindex", "-1");
      told?.focus();
    });
  content.replaceChildren(...matterView(matter, { ticks: new Ticks(matter.id), answers, onAnswer, onPrint: () => window.print(), onBases: () => content.classList.toggle("bases-shown") }));
}

function showChoice(answer) {
  const groups = el("div", { id: "groups", class: "groups" });
  const known = {};
  const fill = (choice) => {
    content.querySelector(".again")?.remove();
    groups.replaceChildren(...groupsView(choice));
    const count = choice.groups.reduce((sum, group) => sum + group.matters.length, 0);
    status.textContent = [choice.note, WORDS.found(count)].filter(Boolean).join("");
  };
  const again = (change) =>
    tried(async () => {
      Object.assign(known, change);
      const asked = Object.fromEntries(Object.entries(known).filter(([, value]) => value));
      const found = await fetched(asked);
      if (matterOf(found)) location.assign(`/checklist?matter=${encodeURIComponent(found.result["编号"])}`);
      else fill(choiceOf(found));
    });
  const choice = choiceOf(answer);
  const ask = askView(choice.situations, {
    onFind: (matter) => again({ matter }),
    onSituation: (situation) => again({ situation }),
  });
  content.replaceChildren(ask, status, groups);
  fill(choice);
}

// Local rules depend on the place: with another one the list is fetched again.
settings.dialog.addEventListener("close", () => {
  if (settings.region !== region) location.reload();
});
tried(async () => {
  const matter = (new URLSearchParams(location.search).get("matter") ?? "").slice(0, 200);
  const answer = await fetched(matter ? { matter } : {});
  if (matterOf(answer)) showMatter(answer, {});
  else showChoice(answer);
});
