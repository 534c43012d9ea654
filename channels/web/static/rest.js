// Waiting that can be cut short.

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Rest {
  #wake = () => {};

  // Waits `ms`, or less when wake() is called.
  async sleep(ms) {
    await Promise.race([pause(ms), new Promise((resolve) => (this.#wake = resolve))]);
  }

  wake() {
    this.#wake();
  }
}
