// What the browser remembers. Settings outlive the visit; the conversation and its token last as long as the tab, and
// so do the answers given on the estimator page.

const SETTINGS = "pension-settings";
const SESSION = "pension-conversation";
const ANSWERS = "pension-answers";
const ASKED = "pension-asked";

function read(area, key) {
  try {
    return JSON.parse(area.getItem(key) || "null");
  } catch {
    return null;
  }
}

function write(area, key, value) {
  try {
    if (value === null) area.removeItem(key);
    else area.setItem(key, JSON.stringify(value));
  } catch {
    // Storage can be full or forbidden; the page works without it until it is closed.
  }
}

// speed: null until one was chosen. agreed: for how many days recordings were kept when the citizen agreed to be
// listened to.
const FRESH = { size: "normal", contrast: false, region: "", readAloud: false, speed: null, agreed: null };

export const loadSettings = () => ({ ...FRESH, ...read(localStorage, SETTINGS) });
export const saveSettings = (settings) => write(localStorage, SETTINGS, settings);
export const loadSession = () => read(sessionStorage, SESSION);
export const saveSession = (session) => write(sessionStorage, SESSION, session);
// Messages that asked the citizen something about a handover and were answered.
export const loadAsked = () => read(sessionStorage, ASKED) ?? [];
export const saveAsked = (asked) => write(sessionStorage, ASKED, asked);
export const loadAnswers = () => read(sessionStorage, ANSWERS);
export const saveAnswers = (answers) => write(sessionStorage, ANSWERS, answers);
