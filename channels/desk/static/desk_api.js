// The desk's HTTP contract. A failure is an ApiError: what the server said, kindly; status 0 is "could not be reached".

import { setServerTime } from "./desk_clock.js";
import { PROBLEMS } from "./desk_words.js";

const BASE = "/desk/api";
const TIMEOUT_MS = 30000;
const UNREACHABLE = new Set([502, 503, 504]);

export class ApiError extends Error {
  constructor({ status = 0, title = "", detail = "", retryAfter = 0 } = {}) {
    super(title || PROBLEMS[status] || PROBLEMS.other);
    this.status = status;
    this.title = this.message;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  // Whether trying again later may work.
  get lost() {
    return this.status === 0;
  }

  // Both lines, for people.
  get text() {
    return this.detail ? `${this.title}。${this.detail}`.replace(/。+/g, "。") : this.title;
  }
}

export class Api {
  // whenSignedOut() is called when the server no longer knows who this is; whenReached(yes) after every call;
  // whenRenewed(me) when the session is another one than before, as after signing in on another tab: true to go on.
  constructor({ whenSignedOut = () => {}, whenReached = () => {}, whenRenewed = () => false } = {}) {
    this.csrf = "";
    Object.assign(this, { whenSignedOut, whenReached, whenRenewed });
  }

  get(path, query = {}) {
    return this.#call("GET", path + queryText(query));
  }

  post(path, body = {}) {
    return this.#call("POST", path, body);
  }

  patch(path, body = {}) {
    return this.#call("PATCH", path, body);
  }

  put(path, body = {}) {
    return this.#call("PUT", path, body);
  }

  del(path) {
    return this.#call("DELETE", path);
  }

  // The address of a download, e.g. figures.csv.
  address(path, query = {}) {
    return BASE + path + queryText(query);
  }

  async #call(method, path, body, again = false) {
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRF-Token"] = this.csrf;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    let answer = null;
    try {
      response = await fetch(BASE + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT_MS) : undefined,
      });
      setServerTime(Date.parse(response.headers.get("Date") ?? ""));
      if (response.status !== 204) answer = await response.json().catch(() => null);
    } catch {
      this.whenReached(false);
      throw new ApiError({ status: 0 });
    }
    if (response.status === 403 && method !== "GET" && !again && (await this.#renewed())) return this.#call(method, path, body, true);
    return this.#settle(response, answer, path);
  }

  async #renewed() {
    if (!this.csrf) return false;
    const me = await this.get("/me").catch(() => null);
    return Boolean(me?.csrf && me.csrf !== this.csrf && this.whenRenewed(me));
  }

  #settle(response, answer, path) {
    const lost = UNREACHABLE.has(response.status) && !answer?.title;
    this.whenReached(!lost);
    if (lost) throw new ApiError({ status: 0 });
    if (response.ok) return answer;
    if (response.status === 401 && path !== "/sign_in") this.whenSignedOut();
    const { title, detail } = answer ?? {};
    throw new ApiError({ status: response.status, title, detail, retryAfter: retrySeconds(response) });
  }
}

function queryText(query) {
  const some = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return some.length ? `?${new URLSearchParams(some)}` : "";
}

function retrySeconds(response) {
  const value = response.headers.get("Retry-After");
  if (!value) return 0;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds));
  return Math.max(1, Math.ceil((Date.parse(value) - Date.now()) / 1000) || 1);
}
