// Puts the desk together: signing in, the frame, the reception page, and the other pages when they are opened.

import { Alarm } from "./desk_alarm.js";
import { Api } from "./desk_api.js";
import { Drafts } from "./desk_drafts.js";
import { el, replace } from "./desk_elements.js";
import { Keys } from "./desk_keys.js";
import { Outbox } from "./desk_outbox.js";
import { Reception } from "./desk_reception.js";
import { Shell } from "./desk_shell.js";
import { askPassword, signIn, signOut } from "./desk_signin.js";
import { DeskSocket } from "./desk_socket.js";
import { Store } from "./desk_store.js";
import { Sync } from "./desk_sync.js";
import { Views } from "./desk_views.js";
import { SHELL, SIGN_IN } from "./desk_words.js";

const RECONNECT_SHOWN_MS = 3000;

const store = new Store();
const drafts = new Drafts();
const socket = new DeskSocket();
let reached = true;
let asking = false;
let downTimer = 0;

const api = new Api({
  whenSignedOut: () => again(),
  whenReached: (yes) => {
    if (yes && !reached) setTimeout(() => outbox.flush(), 0);
    reached = yes;
    network();
  },
  whenRenewed: (answer) => enter(answer),
});
const outbox = new Outbox({
  deliver: (id, item) => api.post(`/cases/${encodeURIComponent(id)}/messages`, { client_message_id: item.id, text: item.text, citations: item.citations.map((one) => one.passage_id) }),
  changed: (id) => store.emit("outbox", id),
  sent: (id, message) => store.addMessage(id, message),
});
const sync = new Sync({ api, store, socket });
const say = (text, kind) => shell.say(text, kind);
const reception = new Reception({ root: document.getElementById("reception"), api, store, sync, socket, outbox, drafts, say });
const views = new Views({ api, store, socket, openCase, say, changed: (tab) => showTab(tab) });
const alarm = new Alarm({ store, go: (id) => openCase(id), here: () => views.tab === "reception" });
const shell = new Shell({
  store,
  muted: alarm.muted,
  tabs: () => views.allowed,
  acts: { tab: (name) => views.open(name), status, mute: (on) => alarm.mute(on), keys: () => keys.help(), password, signOut: leave },
});
const keys = new Keys({
  KeyA: atReception(() => reception.acceptFirst()),
  KeyQ: atReception(() => reception.showList()),
  KeyM: atReception(() => reception.showTalk()),
  KeyS: atReception(() => reception.showSide("search")),
  KeyP: atReception(() => reception.showSide("packet")),
  KeyG: atReception(() => reception.suggest()),
  KeyN: atReception(() => reception.composer.toggleNote()),
  KeyT: atReception(() => reception.transfer()),
  KeyB: atReception(() => reception.callBack()),
  KeyR: atReception(() => reception.handBack()),
  KeyX: atReception(() => reception.close()),
  ArrowUp: atReception(() => reception.goTo({ step: -1 })),
  ArrowDown: atReception(() => reception.goTo({ step: 1 })),
  Digit: (number) => atReception(() => reception.goTo({ number }))(),
  KeyO: () => status(store.me?.status === "online" ? "away" : "online"),
  KeyL: () => alarm.follow(),
  KeyK: () => keys.help(),
});

function atReception(act) {
  return async () => {
    await views.open("reception");
    act();
  };
}

function openCase(id) {
  return atReception(() => reception.open(id))();
}

function showTab(tab) {
  shell.tab = tab;
  shell.draw();
}

function network() {
  const text = navigator.onLine === false || !reached ? SHELL.offline : downTimer === -1 ? SHELL.reconnecting : "";
  if (shell.nav) shell.setNetwork(text);
}

socket.on("up", () => {
  clearTimeout(downTimer);
  downTimer = 0;
  reached = true;
  network();
  outbox.flush();
});
socket.on("down", () => {
  clearTimeout(downTimer);
  downTimer = setTimeout(() => {
    downTimer = -1;
    network();
  }, RECONNECT_SHOWN_MS);
});
// It may be that only this connection's session is over, as after a new password: the service knows.
socket.on("signed_out", () => api.get("/me").then(enter, () => null));
socket.on("error", (frame) => frame.title && say(frame.title, "trouble"));
for (const event of ["online", "offline"]) addEventListener(event, network);

async function status(value) {
  try {
    const me = await api.post("/status", { status: value });
    store.setMe({ agent: me });
    say(value === "online" ? SHELL.nowOnline : SHELL.nowAway);
    sync.soon();
  } catch (error) {
    say(error.text, "trouble");
  }
}

async function password() {
  if (!(await askPassword(api))) return;
  say(SIGN_IN.changed);
  enter(await api.get("/me"));
}

function leave() {
  signOut(api, {
    open: store.mine.length,
    leave: () => {
      sync.stop();
      drafts.clear();
      outbox.clear();
      leaving = true;
      location.reload();
    },
  });
}

// The session is over: everything stays where it is, below the form.
async function again() {
  if (asking) return;
  asking = true;
  sync.stop();
  await signIn(api, { ended: Boolean(store.me), login: store.me?.login ?? "" });
  asking = false;
  await start();
}

// answer: {agent, csrf, groups, resolutions}. Another agent on this tab begins with a clean page; false then.
function enter(answer) {
  if (store.me && store.me.id !== answer.agent.id) {
    drafts.belongTo(answer.agent.id);
    leaving = true;
    location.reload();
    return false;
  }
  api.csrf = answer.csrf;
  store.setMe(answer);
  drafts.belongTo(answer.agent.id);
  if (!shell.nav) shell.build(alarm.node);
  views.start();
  sync.start();
  outbox.belongTo(answer.agent.id);
  return true;
}

let leaving = false;
addEventListener("beforeunload", (event) => {
  if (!leaving && (drafts.any || outbox.any)) event.preventDefault();
});

async function start() {
  if (!shell.nav) replace(document.getElementById("bars"), el("p", { class: "empty", role: "status" }, SHELL.loading));
  try {
    enter(await api.get("/me"));
  } catch (error) {
    if (error.status === 401) {
      if (!shell.nav) replace(document.getElementById("bars"));
      return;
    }
    if (!shell.nav) replace(document.getElementById("bars"), el("p", { class: "trouble", role: "alert" }, `${error.text}。${SHELL.retrying}`));
    setTimeout(start, 5000);
  }
}

start();
