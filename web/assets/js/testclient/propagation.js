// @ts-check
// Propagation is the time from sending a request to hearing its event.
import { computed, signal } from "@preact/signals";

/** How many measurements are kept. */
const KEPT = 200;

export class Propagation {
  /** Milliseconds, oldest first. @type {import("@preact/signals").Signal<number[]>} */
  samples = signal([]);
  summary = computed(() => summarise(this.samples.value));
  /** @type {Map<string, number>} */
  #sent = new Map();
  /** @type {Map<string, number>} */
  #heard = new Map();

  /**
   * A request was sent at a moment, and an event with this key should follow.
   * It may have come already: a new order has no id before its answer.
   * @param {string} key @param {number} at from performance.now()
   */
  expect(key, at) {
    const heard = this.#heard.get(key);
    if (heard !== undefined && heard >= at) return this.#add(heard - at);
    remember(this.#sent, key, at);
  }

  /** An event with this key arrived now. @param {string} key */
  happened(key) {
    const now = performance.now();
    const sent = this.#sent.get(key);
    if (sent === undefined) return remember(this.#heard, key, now);
    this.#sent.delete(key);
    this.#add(now - sent);
  }

  /** @param {number} ms */
  #add(ms) {
    this.samples.value = [...this.samples.value, ms].slice(-KEPT);
  }
}

/** Keeps the newest entries only. @param {Map<string, number>} map @param {string} key @param {number} at */
function remember(map, key, at) {
  map.delete(key);
  map.set(key, at);
  if (map.size > KEPT) map.delete(map.keys().next().value ?? "");
}

/** Nearest-rank percentiles in milliseconds. @param {number[]} samples */
export function summarise(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (/** @type {number} */ p) => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
  return { p50: rank(0.5), p95: rank(0.95), max: rank(1) };
}
