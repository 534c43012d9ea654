// Reads one answer aloud with the service's voice, part by part, the next one fetched while one is heard.

// 44 bytes of header and one silent sample: what is played in a press may be played again without one.
const SILENCE = [
  0x52, 0x49, 0x46, 0x46, 38, 0, 0, 0, 0x57, 0x41, 0x56, 0x45, 0x66, 0x6d, 0x74, 0x20, 16, 0, 0, 0, 1, 0, 1, 0, 0x80,
  0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0, 0x64, 0x61, 0x74, 0x61, 2, 0, 0, 0, 0, 0,
];

// Which parts each way of reading takes.
export const ANSWER = new Set(["fact", "offer"]);
export const BASIS = new Set(["basis"]);
export const MORE = new Set(["more"]);

export class Player {
  // idle, loading, playing or blocked (the browser wants a tap first).
  state = "idle";
  seq = null;
  parts = [];
  // The part that is heard.
  part = null;
  #kinds = ANSWER;
  #run = null;
  // Where it was stopped, to go on from at another speed.
  #left = 0;
  #sounds = new Map();
  #audio = new Audio();
  #unlocked = false;

  // load: parts(seq), sound(seq, index, pace, signal) gives a Blob. show: state(), part() when another is heard, trouble().
  // pace() is {speed, pause, profile} as chosen now; pause is the seconds between two parts.
  constructor(load, show, pace) {
    this.load = load;
    this.show = show;
    this.pace = pace;
  }

  get active() {
    return this.state !== "idle";
  }

  has(kinds) {
    return this.parts.some((part) => kinds.has(part.kind));
  }

  // Called in a press: browsers let a sound that was started by hand start again by itself.
  unlock() {
    if (this.#unlocked || this.active) return;
    this.#unlocked = true;
    this.#source(new Blob([new Uint8Array(SILENCE)], { type: "audio/wav" }));
    this.#audio.play().catch(() => (this.#unlocked = false));
  }

  // The answer of a message, or what stands behind it, from its beginning.
  async read(seq, kinds = ANSWER) {
    const run = this.#begin();
    if (seq !== this.seq) {
      this.#forget();
      try {
        const { parts } = await this.load.parts(seq);
        if (run !== this.#run) return;
        Object.assign(this, { seq, parts });
      } catch {
        return void this.#failed(run);
      }
    }
    this.#kinds = kinds;
    this.#play(run, 0);
  }

  // The parts of one kind, such as what the answer rests on.
  tell(kinds) {
    this.#kinds = kinds;
    this.#play(this.#begin(), 0);
  }

  again() {
    this.tell(this.#kinds);
  }

  // From the sentence that is being heard, as at another speed; from the beginning when none is.
  anew() {
    this.#play(this.#begin(), this.#left);
  }

  stop() {
    this.#halt();
    this.#now(null);
    this.#to("idle");
  }

  // Another conversation: nothing of this one is played again.
  clear() {
    this.stop();
    this.#forget();
    this.show.state();
  }

  #halt() {
    if (this.#run) this.#left = this.#run.at;
    this.#run?.control.abort();
    this.#run = null;
    this.#audio.pause();
  }

  #begin() {
    this.#halt();
    this.#run = { at: 0, control: new AbortController() };
    this.#to("loading");
    return this.#run;
  }

  #now(part) {
    this.part = part;
    this.show.part();
  }

  async #play(run, from) {
    const parts = this.parts.filter((part) => this.#kinds.has(part.kind));
    try {
      for (run.at = from; run.at < parts.length; run.at += 1) {
        const sound = await this.#sound(run, parts[run.at]);
        if (run !== this.#run) return;
        if (parts[run.at + 1]) this.#sound(run, parts[run.at + 1]).catch(() => {});
        this.#now(parts[run.at]);
        await this.#hear(run, sound);
        if (run !== this.#run) return;
        if (parts[run.at + 1]) await new Promise((resolve) => setTimeout(resolve, this.pace().pause * 1000));
        if (run !== this.#run) return;
      }
      this.stop();
      this.#left = 0;
    } catch {
      this.#failed(run);
    }
  }

  // Asked for once, whether ahead of time or not; what failed is asked for again.
  #sound(run, part) {
    const pace = this.pace();
    const key = `${part.index} ${pace.speed} ${pace.profile}`;
    if (!this.#sounds.has(key)) {
      const asked = this.load.sound(this.seq, part.index, pace, run.control.signal);
      this.#sounds.set(key, asked);
      asked.catch(() => this.#sounds.get(key) === asked && this.#sounds.delete(key));
    }
    return this.#sounds.get(key);
  }

  // Ends with the sound, or when the run is given up.
  async #hear(run, sound) {
    const { signal } = run.control;
    const over = new Promise((resolve, reject) => {
      this.#audio.onended = resolve;
      this.#audio.onerror = () => reject(new Error("sound not playable"));
      signal.addEventListener("abort", resolve, { once: true });
    });
    over.catch(() => {});
    this.#source(sound);
    try {
      await this.#audio.play();
    } catch (error) {
      if (run !== this.#run) return;
      if (error.name !== "NotAllowedError") throw error;
      await this.#tapped(run);
      if (run !== this.#run) return;
    }
    this.#to("playing");
    await over;
  }

  // The browser plays nothing until the citizen has touched the page: start() is what the tap calls.
  #tapped(run) {
    return new Promise((resolve, reject) => {
      run.control.signal.addEventListener("abort", resolve, { once: true });
      this.start = () => this.#audio.play().then(resolve, reject);
      this.#to("blocked");
    });
  }

  #source(sound) {
    if (this.#audio.src) URL.revokeObjectURL(this.#audio.src);
    this.#audio.src = URL.createObjectURL(sound);
  }

  #failed(run) {
    if (run !== this.#run) return;
    this.stop();
    this.show.trouble();
  }

  #forget() {
    this.seq = null;
    this.parts = [];
    this.#left = 0;
    this.#sounds.clear();
  }

  #to(state) {
    if (state === this.state) return;
    this.state = state;
    this.show.state();
  }
}
