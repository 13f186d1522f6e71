// @ts-check
// What screen readers are told: a short summary, and not too often.

/** At most one sentence in this time, ms. */
const EVERY = 5_000;

export class Announcer {
  #last = -Infinity;
  #said = "";

  /**
   * The sentence to speak now, or undefined. What changes in between is summed
   * up in the next one.
   * @param {string} summary of the board as it is @param {number} now ms
   */
  say(summary, now) {
    if (summary === this.#said || now - this.#last < EVERY) return undefined;
    this.#last = now;
    this.#said = summary;
    return summary;
  }
}
