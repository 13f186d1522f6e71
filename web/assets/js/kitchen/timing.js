// @ts-check
// What the time makes of a ticket. All times are the server's, in ms.

/**
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 * @typedef {import("../../../types/kitchen").TicketState} TicketState
 * @typedef {{warn: number, late: number}} Limits ms from firing, for tickets without a promise
 */

/** A ticket is due this long before its promise, or a quarter of its time if that is more. */
const DUE_BEFORE = 2 * 60_000;
const DUE_SHARE = 0.25;
/** A ticket that nobody has touched is new for this long. */
export const NEW_FOR = 60_000;

/** When a ticket becomes due and when late. @param {Ticket} ticket @param {Limits} limits */
export function turningPoints({ firedAt, promise }, limits) {
  if (promise === undefined) return { soon: firedAt + limits.warn, late: firedAt + limits.late };
  return { soon: promise - Math.max(DUE_BEFORE, DUE_SHARE * (promise - firedAt)), late: promise };
}

/**
 * @param {Ticket} ticket @param {number} now @param {Limits} limits
 * @param {boolean} [touched] somebody at this screen has taken note of it
 * @returns {TicketState}
 */
export function stateOf(ticket, now, limits, touched = false) {
  if (ticket.held) return "held";
  const { soon, late } = turningPoints(ticket, limits);
  if (now > late) return "late";
  if (now >= soon) return "soon";
  return ticket.begun || touched || now - ticket.firedAt >= NEW_FOR ? "cooking" : "new";
}

/** "12:40", "1:02:40"; never negative. @param {number} duration ms */
export function clock(duration) {
  const seconds = Math.max(0, Math.floor(duration / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Whole minutes, rounded up, at least one. @param {number} duration ms */
export const minutes = (duration) => Math.max(1, Math.ceil(duration / 60_000));

/** From the most urgent to the least. @type {TicketState[]} */
export const SEVERITY = ["late", "soon", "new", "cooking", "ready", "held"];

/** The most urgent of some states. @param {TicketState[]} states @returns {TicketState} */
export const worst = (states) => SEVERITY.find((state) => states.includes(state)) ?? "cooking";

/**
 * The server's clock, from what it said last. It counts on the device's steady
 * clock, so that a wrong or jumping wall clock does no harm.
 */
export class ServerClock {
  #server;
  #local;
  #steady;
  rate = 1;

  /** @param {() => number} steady ms on a clock that never jumps @param {number} start a first guess */
  constructor(steady, start) {
    this.#steady = steady;
    this.#server = start;
    this.#local = steady();
  }

  now() {
    return this.#server + (this.#steady() - this.#local) * this.rate;
  }

  /** Differences smaller than the network's delay are left alone. @param {number} serverTime @param {number} [rate] */
  set(serverTime, rate = this.rate) {
    if (rate === this.rate && Math.abs(serverTime - this.now()) < 250 * rate) return;
    this.rate = rate;
    this.#server = serverTime;
    this.#local = this.#steady();
  }
}
