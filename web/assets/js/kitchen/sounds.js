// @ts-check
// Sounds, made here: no files to load. Browsers keep quiet until somebody has
// touched the page; until then `ready` is false and the page asks for a tap.
import { signal } from "@preact/signals";

/** @typedef {import("./bell.js").Sound} Sound */
/** One tone: when it begins (s), its pitch (Hz), how long (s), and the pitch it glides to. @typedef {[number, number, number, number?]} Tone */

/** @type {Record<Sound, {shape: OscillatorType, tones: Tone[]}>} */
const SCORES = {
  new: { shape: "triangle", tones: [[0, 660, 0.16], [0.18, 990, 0.26]] },
  changed: { shape: "square", tones: [[0, 740, 0.09], [0.14, 740, 0.09], [0.28, 740, 0.09]] },
  due: { shape: "triangle", tones: [[0, 330, 0.4]] },
  late: { shape: "square", tones: [[0, 262, 0.22], [0.3, 262, 0.3]] },
  ready: { shape: "sine", tones: [[0, 1319, 1.1], [0, 2637, 0.7], [0, 3951, 0.35]] },
  lost: { shape: "triangle", tones: [[0, 660, 0.6, 220]] },
};

export const SOUNDS = /** @type {Sound[]} */ (Object.keys(SCORES));

export class Sounds {
  ready = signal(false);
  /** @type {AudioContext | undefined} */
  #context;

  /** Called on a touch or key, when browsers allow it. */
  async wake() {
    if (this.ready.value || !("AudioContext" in window)) return;
    this.#context ??= new AudioContext();
    await this.#context.resume().catch(() => undefined);
    this.ready.value = this.#context.state === "running";
  }

  /**
   * Plays a sound, and tells the page that it was due, whether it can be heard or not.
   * @param {Sound} sound @param {number} volume 0 to 100; 0 is silence
   */
  play(sound, volume) {
    document.dispatchEvent(new CustomEvent("kitchen-sound", { detail: sound }));
    const context = this.#context;
    if (!context || !volume) return;
    const { shape, tones } = SCORES[sound];
    for (const tone of tones) this.#tone(context, shape, tone, volume / 100 / Math.max(1, tones.length / 2));
  }

  /** @param {AudioContext} context @param {OscillatorType} shape @param {Tone} tone @param {number} loudness */
  #tone(context, shape, [delay, pitch, length, glide], loudness) {
    const start = context.currentTime + 0.02 + delay;
    const oscillator = new OscillatorNode(context, { type: shape, frequency: pitch });
    if (glide) oscillator.frequency.exponentialRampToValueAtTime(glide, start + length);
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness * (shape === "square" ? 0.35 : 0.8), start + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + length + 0.05);
  }
}
