// The HTTP contract. Every failure is either a Problem (the server said no) or Lost (it could not be reached).

import { PROBLEMS } from "./words.js";

const BASE = "/api/v1/conversations";
const TOOLS = "/api/v1/tools";
const SPEECH = "/api/v1/speech";
const UNREACHABLE = new Set([502, 503, 504]);
const TIMEOUT_MS = 30000;
const FORMAT = new Audio().canPlayType("audio/mpeg") ? "mp3" : "wav";

export class Lost extends Error {}

export class Problem extends Error {
  constructor({ status = 500, title = "", detail = "", retryAfter = 0 }) {
    super(title || PROBLEMS[status] || PROBLEMS.other);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

function retrySeconds(response) {
  const value = response.headers.get("Retry-After");
  if (!value) return 0;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds));
  return Math.max(1, Math.ceil((Date.parse(value) - Date.now()) / 1000) || 1);
}

const json = (response) => response.json().catch(() => null);

async function call(method, path, { token, body, base = BASE, signal, read = json } = {}) {
  const headers = { Accept: read === json ? "application/json" : "*/*" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  let response;
  let answer = null;
  try {
    response = await fetch(base + path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : undefined,
      cache: "no-store",
      credentials: "omit",
      signal: signal ?? (AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT_MS) : undefined),
    });
    if (response.status !== 204) answer = await (response.ok ? read(response) : json(response));
  } catch (error) {
    throw new Lost(error.message);
  }
  if (response.ok) return answer;
  if (UNREACHABLE.has(response.status) && !answer?.title) throw new Lost(`status ${response.status}`);
  const { title, detail } = answer ?? {};
  throw new Problem({ status: response.status, title, detail, retryAfter: retrySeconds(response) });
}

const at = (session, rest) => `/${encodeURIComponent(session.id)}/${rest}`;

export const open = (region) => call("POST", "", { body: { channel: "web", ...(region && { region }) } });

export const send = (session, { id, text, region }) =>
  call("POST", at(session, "messages"), {
    token: session.token,
    body: { client_message_id: id, text, ...(region && { region }) },
  });

export const messagesAfter = (session, seq) =>
  call("GET", at(session, `messages?after=${seq}`), { token: session.token });

export const feedback = (session, body) => call("POST", at(session, "feedback"), { token: session.token, body });

// action is request, cancel (no more waiting) or decline (an offer). Answers with {state, text, position?, asks?, …}.
export const handover = (session, action = "request") =>
  call("POST", at(session, "handover"), { token: session.token, body: { action } });

export const handoverNow = (session) => call("GET", at(session, "handover"), { token: session.token });

export const callBack = (session, body) => call("POST", at(session, "call_back"), { token: session.token, body });

export const satisfaction = (session, score) =>
  call("POST", at(session, "satisfaction"), { token: session.token, body: { score } });

// What the service can hear and say: {listening, speaking, longest_seconds, recordings_days, profiles, …}.
export const speech = () => call("GET", "", { base: SPEECH });

// An answer as it is spoken: {seq, parts: [{index, text, kind, sentence}]}.
export const spoken = (session, seq) => call("GET", at(session, `messages/${seq}/spoken`), { token: session.token });

// The sound of one part, as a Blob.
export const spokenPart = (session, seq, index, { speed, profile }, signal) =>
  call("GET", at(session, `messages/${seq}/spoken/${index}?speed=${speed}&profile=${profile}&format=${FORMAT}`), {
    token: session.token,
    signal,
    read: (response) => response.blob(),
  });

// What a tool worked out: {result, trace, assumptions, caveats, …}.
export const useTool = (name, body) => call("POST", `/${encodeURIComponent(name)}`, { base: TOOLS, body });

export function socketAddress(session, after) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}${BASE}${at(session, "ws")}?after=${after}`;
}
