// Type size, contrast, region and how answers are read, remembered on this device. A page without a region, a
// conversation or a voice leaves them out.

import { closeOnBackdrop } from "./citation.js";
import { el } from "./elements.js";
import { REGIONS } from "./regions.js";
import { loadSettings, saveSettings } from "./storage.js";

// Until the service has told its own: how fast and with which pauses, in seconds, one is read to.
const PACES = { ordinary: { speed: 1, pause: 0.35 }, elderly: { speed: 0.85, pause: 0.7 } };
const byId = (id) => document.getElementById(id);

export class Settings {
  values = loadSettings();
  #paces = PACES;

  // restart() begins a new conversation; canRead() says whether answers can be read aloud.
  constructor({ restart, canRead } = {}) {
    this.canRead = canRead;
    this.dialog = byId("settings");
    byId("open-settings").addEventListener("click", () => this.open());
    byId("close-settings").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => byId("open-settings").focus());
    closeOnBackdrop(this.dialog);
    this.#fields();
    if (restart) this.#restart(restart);
    this.#apply();
  }

  get region() {
    return this.values.region;
  }

  // Whom one speaks with: who chose large type is given more time to speak, and more to listen.
  get profile() {
    return this.values.size === "normal" ? "ordinary" : "elderly";
  }

  // {speed, pause, profile} of reading aloud; a speed that was chosen holds for every profile.
  get pace() {
    const pace = this.#paces[this.profile];
    return { ...pace, speed: this.values.speed ?? pace.speed, profile: this.profile };
  }

  // What GET /speech tells of the profiles.
  paced(profiles) {
    this.#paces = { ...PACES, ...profiles };
    this.#apply();
  }

  set(change) {
    this.values = { ...this.values, ...change };
    saveSettings(this.values);
    this.#apply();
  }

  open() {
    if (byId("restart")) this.#confirming(false);
    if (byId("reading")) byId("reading").hidden = !this.canRead();
    this.dialog.showModal();
    byId("close-settings").focus();
  }

  #fields() {
    if (byId("region")) this.#regions(byId("region"));
    if (byId("reading")) this.#reading(byId("read-aloud"));
    const contrast = byId("contrast");
    contrast.checked = this.values.contrast;
    contrast.addEventListener("change", () => this.set({ contrast: contrast.checked }));
    for (const choice of this.dialog.querySelectorAll("input[name=size]")) {
      choice.checked = choice.value === this.values.size;
      choice.addEventListener("change", () => this.set({ size: choice.value }));
    }
  }

  #regions(region) {
    region.append(el("option", { value: "" }, "没有选（按全国规定）"), ...REGIONS.map((name) => el("option", { value: name }, name)));
    region.value = REGIONS.includes(this.values.region) ? this.values.region : "";
    region.addEventListener("change", () => this.set({ region: region.value }));
  }

  #reading(aloud) {
    aloud.checked = this.values.readAloud;
    aloud.addEventListener("change", () => this.set({ readAloud: aloud.checked }));
    for (const choice of this.#speeds()) {
      choice.addEventListener("change", () => this.set({ speed: Number(choice.value) }));
    }
  }

  #speeds() {
    return this.dialog.querySelectorAll("input[name=speed]");
  }

  #apply() {
    document.documentElement.dataset.size = this.values.size;
    document.documentElement.dataset.contrast = this.values.contrast ? "high" : "normal";
    for (const choice of this.#speeds()) choice.checked = Number(choice.value) === this.pace.speed;
  }

  #confirming(on) {
    byId("restart").hidden = on;
    byId("restart-confirm").hidden = !on;
  }

  #restart(restart) {
    byId("restart").addEventListener("click", () => {
      this.#confirming(true);
      byId("restart-yes").focus();
    });
    byId("restart-no").addEventListener("click", () => {
      this.#confirming(false);
      byId("restart").focus();
    });
    byId("restart-yes").addEventListener("click", () => {
      this.dialog.close();
      restart();
    });
  }
}
