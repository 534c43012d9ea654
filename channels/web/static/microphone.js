// The microphone, opened once, as PCM16 at 16 kHz. Nothing is kept here: every piece is handed on as it comes.

export const RATE = 16000;
const WORKLET = "/static/microphone_worklet.js";
const END_MS = 1000;
// The browser's names for what is wrong, and ours (words.js has a sentence for each).
const TROUBLES = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "taken",
  AbortError: "taken",
};

export class NoMicrophone extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export class Microphone {
  #context = null;
  #stream = null;
  #node = null;
  #closed = false;
  #ended = () => {};

  // sound(pcm, level) is called every 100 ms, level from 0 to 1; gone() when the device is taken away.
  constructor({ sound, gone }) {
    this.sound = sound;
    this.gone = gone;
  }

  // Throws NoMicrophone. Called from a press, so that the browser lets the sound run.
  async open() {
    if (!window.isSecureContext) throw new NoMicrophone("insecure");
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) throw new NoMicrophone("unsupported");
    try {
      this.#context = newContext(RATE);
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      if (this.#closed) this.close();
      else await this.#connect();
    } catch (error) {
      this.close();
      throw new NoMicrophone(TROUBLES[error.name] ?? "unsupported");
    }
  }

  async #connect() {
    const source = await this.#source();
    await this.#context.audioWorklet.addModule(WORKLET);
    await this.#context.resume();
    this.#node = new AudioWorkletNode(this.#context, "capture", { numberOfInputs: 1, outputChannelCount: [1] });
    this.#node.port.onmessage = ({ data }) => (data.ended ? this.#ended() : this.sound(data.pcm, data.level));
    // Its output is silence; without one it would not run.
    source.connect(this.#node).connect(this.#context.destination);
    for (const track of this.#stream.getAudioTracks()) track.addEventListener("ended", () => this.gone());
  }

  // Some browsers do not connect a microphone to a context of another rate: there the worklet changes the rate.
  async #source() {
    try {
      return this.#context.createMediaStreamSource(this.#stream);
    } catch {
      await this.#context.close();
      this.#context = newContext();
      return this.#context.createMediaStreamSource(this.#stream);
    }
  }

  // Hands on what is left of the sound, then closes.
  async end() {
    if (this.#node) {
      const ended = new Promise((resolve) => (this.#ended = resolve));
      this.#node.port.postMessage("end");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, END_MS))]);
    }
    this.close();
  }

  close() {
    this.#closed = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (this.#context && this.#context.state !== "closed") this.#context.close();
    this.#node = null;
    this.#stream = null;
    this.#context = null;
  }
}

function newContext(rate) {
  try {
    return new AudioContext(rate ? { sampleRate: rate } : {});
  } catch {
    return new AudioContext();
  }
}
