// @ts-check
// Which sounds are due. Told how the board looks, once a second and at every
// change; makes no noise itself.

/**
 * @typedef {import("../../../types/kitchen").TicketState} TicketState
 * @typedef {"new" | "changed" | "due" | "late" | "ready" | "lost"} Sound
 * @typedef {object} Look one ticket as it is now
 * @property {string} id
 * @property {TicketState} state
 * @property {string} changes what must be acknowledged, as one text
 * @property {boolean} touched
 */

/** A new ticket that nobody touches sounds again after this long, a late one every minute. */
const NEW_AGAIN = 30_000;
const LATE_AGAIN = 60_000;

export class Bell {
  /** @type {Map<string, Look & {at: number, rung: number}>} */
  #known = new Map();
  #began = false;

  /**
   * The sounds that are due, each at most once. What is there at first is no news.
   * @param {Look[]} looks @param {number} now ms
   * @returns {Sound[]}
   */
  ring(looks, now) {
    /** @type {Set<Sound>} */
    const due = new Set();
    const known = new Map();
    for (const look of looks) {
      const before = this.#known.get(look.id);
      const sound = this.#began ? news(look, before, now) : undefined;
      if (sound) due.add(sound);
      known.set(look.id, { ...look, at: before?.at ?? now, rung: sound || !before ? now : before.rung });
    }
    this.#known = known;
    this.#began = true;
    return [...due];
  }
}

/** @param {Look} look @param {(Look & {rung: number}) | undefined} before @param {number} now @returns {Sound | undefined} */
function news(look, before, now) {
  if (!before) return look.state === "ready" ? "ready" : look.state === "held" ? undefined : "new";
  if (look.changes && look.changes !== before.changes) return "changed";
  if (before.state === "held" && look.state !== "held") return "new";
  if (look.state !== before.state) return entered(look.state);
  if (look.touched) return undefined;
  if (look.state === "new" && now - before.rung >= NEW_AGAIN) return "new";
  if (look.state === "late" && now - before.rung >= LATE_AGAIN) return "late";
  return undefined;
}

/** @param {TicketState} state @returns {Sound | undefined} */
const entered = (state) => (/** @type {Record<string, Sound>} */ ({ soon: "due", late: "late", ready: "ready" }))[state];
