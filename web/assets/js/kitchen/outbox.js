// @ts-check
// Taps on their way to the server: kept before they are sent, sent in order,
// one at a time, and repeated until there is an answer. The server takes each
// id once, so that a repeat does no harm.
import { signal } from "@preact/signals";

/**
 * @typedef {import("../../../types/kitchen").Tap} Tap
 * @typedef {import("../../../types/kitchen").Outcome} Outcome
 * @typedef {Omit<Tap, "seq">} NewTap
 * @typedef {{tap: Tap, outcome: Outcome}} Settled
 */

/** How many refusals the queue page remembers. */
const REMEMBERED = 20;

export class Outbox {
  /** Oldest first. @type {import("@preact/signals").Signal<Tap[]>} */
  taps = signal([]);
  /** What the server refused, newest first. @type {import("@preact/signals").Signal<Settled[]>} */
  refused = signal([]);
  #shelf;
  #send;
  #settled;
  #sending = false;
  #open = false;

  /**
   * @param {import("./shelf.js").Shelf} shelf
   * @param {(tap: Tap) => Promise<Outcome>} send fails while the server cannot be reached
   * @param {(settled: Settled) => void} settled is told what became of each tap
   */
  constructor(shelf, send, settled) {
    this.#shelf = shelf;
    this.#send = send;
    this.#settled = settled;
  }

  /** Takes up what an earlier page left behind. */
  async load() {
    const kept = await this.#shelf.taps();
    this.taps.value = [...kept, ...this.taps.value].sort((a, b) => a.at.localeCompare(b.at) || a.seq - b.seq);
  }

  /** @param {NewTap} tap */
  add(tap) {
    const numbered = { ...tap, seq: Math.max(0, ...this.taps.value.map(({ seq }) => seq)) + 1 };
    this.taps.value = [...this.taps.value, numbered];
    const kept = this.#shelf.putTap(numbered).catch(() => undefined); // a full disk must not stop the kitchen
    void kept.then(() => this.#flush());
    return numbered;
  }

  /** Says whether the server can be reached; if so, everything is sent. @param {boolean} open */
  set open(open) {
    this.#open = open;
    if (open) void this.#flush();
  }

  async #flush() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#open && this.taps.value.length) await this.#sendFirst();
    } catch {
      // Not reached: the taps wait for the next connection, or for a retry.
    } finally {
      this.#sending = false;
    }
  }

  async #sendFirst() {
    const tap = this.taps.value[0];
    const outcome = await this.#send(tap);
    await this.#shelf.dropTap(tap.id).catch(() => undefined);
    this.#settle({ tap, outcome });
  }

  /** @param {Settled} settled */
  #settle(settled) {
    const { tap, outcome } = settled;
    const version = outcome.order?.version ?? 0;
    // Later taps on the same order were made knowing what this one did.
    const knowing = (/** @type {Tap} */ later) =>
      later.orderId === tap.orderId && later.expectedVersion !== undefined && later.expectedVersion < version
        ? { ...later, expectedVersion: version } : later;
    if (outcome.result === "rejected") this.refused.value = [settled, ...this.refused.value].slice(0, REMEMBERED);
    this.#settled(settled);
    this.taps.value = this.taps.value.filter(({ id }) => id !== tap.id).map(knowing);
  }
}

/** Codes after which the same tap may well succeed. */
const PASSING = ["internal", "store.unavailable", "store.uncertain", "store.full", "store.failed", "live.away", "live.behind", "house.closing", "house.store"];

/**
 * What an answer of the server means.
 * @param {any} answer
 * @returns {Outcome}
 */
export function outcomeOf(answer) {
  if (answer?.success) return { result: answer.replayed ? "already" : "applied", order: answer.order, message: answer.message };
  if (!answer || PASSING.includes(answer.code)) throw new Error(answer?.message ?? "no answer");
  return { result: "rejected", order: answer.order, code: answer.code, message: answer.message };
}
