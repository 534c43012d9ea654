// In the audio thread: sound at the device's rate becomes PCM16 at 16 kHz, posted every 100 ms with its level.

const RATE = 16000;
const FRAME = 1600;
// Zero crossings of the low-pass on either side, and where it starts to cut as a part of half the lower rate.
const CROSSINGS = 24;
const ROLL_OFF = 0.92;

const divisor = (a, b) => (b ? divisor(b, a % b) : a);

// Band-limited change of rate by a Hann-windowed sinc, one set of taps for each position between two samples
// (J. O. Smith, Digital Audio Resampling). Its delay is CROSSINGS / RATE = 1.5 ms.
class Resampler {
  #held = new Float32Array(8192);
  #filled = 0;
  #at = 0;
  #phase = 0;

  constructor(from, to) {
    const common = divisor(from, to);
    this.step = from / common;
    this.phases = to / common;
    const cutoff = ROLL_OFF * Math.min(1, to / from);
    this.half = Math.ceil(CROSSINGS / Math.min(1, to / from));
    this.taps = Array.from({ length: this.phases }, (_, phase) => this.#taps(phase / this.phases, cutoff));
    // As much silence before the first sample as the filter looks back.
    this.#filled = this.half - 1;
  }

  #taps(offset, cutoff) {
    const taps = Float32Array.from({ length: 2 * this.half }, (_, tap) => {
      const distance = tap - this.half + 1 - offset;
      const x = Math.PI * cutoff * distance;
      const sinc = x === 0 ? 1 : Math.sin(x) / x;
      return Math.abs(distance) >= this.half ? 0 : sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / this.half));
    });
    const sum = taps.reduce((total, tap) => total + tap, 0);
    return taps.map((tap) => tap / sum);
  }

  // Calls put(sample) for every sample that can be worked out by now.
  change(block, put) {
    if (this.#filled + block.length > this.#held.length) this.#forget();
    this.#held.set(block, this.#filled);
    this.#filled += block.length;
    while (this.#at + 2 * this.half <= this.#filled) {
      const taps = this.taps[this.#phase];
      let sample = 0;
      for (let tap = 0; tap < taps.length; tap += 1) sample += taps[tap] * this.#held[this.#at + tap];
      put(sample);
      const position = this.#phase + this.step;
      this.#at += Math.floor(position / this.phases);
      this.#phase = position % this.phases;
    }
  }

  #forget() {
    const done = Math.min(this.#at, this.#filled);
    this.#held.copyWithin(0, done, this.#filled);
    this.#filled -= done;
    this.#at -= done;
  }
}

class Capture extends AudioWorkletProcessor {
  #resampler = sampleRate === RATE ? null : new Resampler(sampleRate, RATE);
  #frame = new Int16Array(FRAME);
  #length = 0;
  #power = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = () => this.#end();
  }

  process([channels]) {
    if (this.#ended) return false;
    const sound = mixed(channels);
    if (this.#resampler) this.#resampler.change(sound, (sample) => this.#put(sample));
    else for (const sample of sound) this.#put(sample);
    return true;
  }

  #put(sample) {
    const clipped = Math.max(-1, Math.min(1, sample));
    this.#frame[this.#length] = Math.round(clipped * 32767);
    this.#power += clipped * clipped;
    this.#length += 1;
    if (this.#length === FRAME) this.#post();
  }

  #post() {
    const pcm = this.#frame.buffer.slice(0, this.#length * 2);
    this.port.postMessage({ pcm, level: Math.sqrt(this.#power / this.#length) }, [pcm]);
    this.#length = 0;
    this.#power = 0;
  }

  // What is left of the last frame, and word that nothing follows.
  #end() {
    if (this.#length) this.#post();
    this.#ended = true;
    this.port.postMessage({ ended: true });
  }
}

// One channel; silence where the microphone gives nothing for a while.
function mixed(channels) {
  if (!channels.length) return new Float32Array(128);
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, at) => channels.reduce((sum, channel) => sum + channel[at], 0) / channels.length);
}

registerProcessor("capture", Capture);
