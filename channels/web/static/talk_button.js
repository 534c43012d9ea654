// One button for three ways to speak: held down, tapped to begin and again to end, or the same by keyboard.

// A press shorter than this is a tap: old hands take their time, and nobody says anything in less.
const TAP_MS = 600;

export class TalkButton {
  #since = 0;
  #node;
  #acts;

  // acts: active() says whether somebody is being listened to; start() answers false when nothing begins; finish()
  // ends it; tapped() tells that the button was let go at once, so that a second tap will end it.
  constructor(node, acts) {
    this.#node = node;
    this.#acts = acts;
    node.addEventListener("pointerdown", (event) => this.#pointer(event));
    for (const over of ["pointerup", "pointercancel", "lostpointercapture"]) {
      node.addEventListener(over, (event) => this.#release(event));
    }
    node.addEventListener("keydown", (event) => this.#key(event));
    node.addEventListener("keyup", (event) => isPress(event) && (event.preventDefault(), this.#release(event)));
    node.addEventListener("blur", (event) => this.#release(event));
    // A long touch would open a menu over the button.
    node.addEventListener("contextmenu", (event) => event.preventDefault());
    // A click without a press comes from a screen reader or a switch.
    node.addEventListener("click", (event) => event.detail === 0 && this.#toggle());
  }

  // What was pressed does not count any more, as when a dialog came between.
  forget() {
    this.#since = 0;
  }

  #pointer(event) {
    if (!event.isPrimary || event.button !== 0) return;
    try {
      this.#node.setPointerCapture(event.pointerId);
    } catch {
      // Without it a finger that slides off ends the speaking early.
    }
    this.#press(event);
  }

  #key(event) {
    if (!isPress(event)) return;
    event.preventDefault();
    if (!event.repeat) this.#press(event);
  }

  #press(event) {
    if (this.#acts.active()) {
      this.#acts.finish();
      return;
    }
    this.#since = event.timeStamp;
    if (this.#acts.start() === false) this.#since = 0;
  }

  #release(event) {
    if (!this.#since) return;
    const held = event.timeStamp - this.#since;
    this.#since = 0;
    if (held < TAP_MS) this.#acts.tapped();
    else this.#acts.finish();
  }

  #toggle() {
    if (this.#acts.active()) this.#acts.finish();
    else if (this.#acts.start() !== false) this.#acts.tapped();
  }
}

const isPress = (event) => event.key === " " || event.key === "Enter";
