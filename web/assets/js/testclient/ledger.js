// @ts-check
// The ledger checks the promise of the stream: on every order the versions
// arrive one after the other, nothing missing, nothing twice, nothing late.
// It only counts; it knows no socket and no page.

/**
 * @typedef {object} Stream what one connection was told about one order
 * @property {number} [heard] version up to which events were followed; none yet: any version may come
 * @property {string} [cursor] where to resume
 * @property {boolean} joined
 * @property {boolean} resuming asked to join, not answered yet
 * @property {number} missing versions that were skipped and have not come since
 * @property {Set<number>} delivered versions that came as events on this connection
 */

/** How many orders are followed; more only if the rooms of all are joined. */
const KEPT = 1000;

/** @typedef {"applied" | "seen" | "gap" | "waiting"} Verdict */

export class Ledger {
  received = 0;
  duplicated = 0;
  outOfOrder = 0;
  /** @type {Map<string, Stream>} */
  #streams = new Map();
  #lostBefore = 0;

  /** Versions that never came. */
  get lost() {
    let sum = this.#lostBefore;
    for (const stream of this.#streams.values()) sum += stream.missing;
    return sum;
  }

  /** How many orders are followed. */
  get followed() {
    return this.#streams.size;
  }

  /** The rooms that are joined or asked for. */
  get rooms() {
    return [...this.#streams].filter(([, s]) => s.joined || s.resuming).map(([id]) => id);
  }

  /** A new connection begins: what the old one delivered may come again. */
  connected() {
    for (const stream of this.#streams.values()) {
      stream.delivered.clear();
      if (!stream.joined) stream.heard = undefined;
    }
  }

  /**
   * A room is being asked for. Returns the cursor to resume from, if any.
   * @param {string} orderId
   */
  joining(orderId) {
    const stream = this.#stream(orderId);
    stream.resuming = true;
    return stream.joined ? stream.cursor : undefined;
  }

  /**
   * The server's answer: everything up to its version was either resumed or
   * is in its snapshot. A resume that stops short has lost the rest.
   * @param {{orderId: string, version: number, cursor: string, resumed?: boolean}} answer
   */
  joined({ orderId, version, cursor, resumed }) {
    const stream = this.#stream(orderId);
    if (resumed && stream.heard !== undefined && stream.heard < version) stream.missing += version - stream.heard;
    Object.assign(stream, { joined: true, resuming: false, cursor, heard: Math.max(version, stream.heard ?? 0) });
  }

  /**
   * A room was left or refused.
   * @param {string} orderId
   * @param {boolean} hearsAll whether this connection is told of every order
   */
  left(orderId, hearsAll) {
    const stream = this.#stream(orderId);
    stream.joined = stream.resuming = false;
    if (!hearsAll) stream.heard = undefined;
  }

  /**
   * A list or an answer said that the order has this version: earlier events
   * may still be on their way, later ones must all come.
   * @param {string} orderId @param {number} version
   */
  snapshot(orderId, version) {
    const stream = this.#stream(orderId);
    if (!stream.joined) stream.heard = Math.max(version, stream.heard ?? 0);
  }

  /**
   * An event arrived.
   * @param {{orderId: string, version: number, cursor: string}} event
   * @returns {Verdict} "gap" asks the caller to resume the room
   */
  event({ orderId, version, cursor }) {
    const stream = this.#stream(orderId);
    const expected = (stream.heard ?? version - 1) + 1;
    if (version > expected && stream.resuming) return "waiting";
    if (version > expected && stream.joined) return "gap";
    if (version < expected) return this.#old(stream, version);
    stream.missing += version - expected;
    this.#deliver(stream, version);
    stream.heard = version;
    stream.cursor = cursor;
    return "applied";
  }

  /** @param {Stream} stream @param {number} version @returns {Verdict} */
  #old(stream, version) {
    if (stream.delivered.has(version)) this.duplicated++;
    else if (Math.max(0, ...stream.delivered) > version) this.outOfOrder++;
    else this.#deliver(stream, version);
    return "seen";
  }

  /** @param {Stream} stream @param {number} version */
  #deliver(stream, version) {
    this.received++;
    stream.delivered.add(version);
  }

  /** @param {string} orderId @returns {Stream} */
  #stream(orderId) {
    let stream = this.#streams.get(orderId);
    if (!stream) {
      stream = { joined: false, resuming: false, missing: 0, delivered: new Set() };
      if (this.#streams.size >= KEPT) this.#forgetOldest();
      this.#streams.set(orderId, stream);
    }
    return stream;
  }

  /** Days of orders must not fill the memory. What an order lost stays counted. */
  #forgetOldest() {
    const [oldest] = [...this.#streams].find(([, { joined, resuming }]) => !joined && !resuming) ?? [];
    if (oldest === undefined) return;
    this.#lostBefore += this.#streams.get(oldest)?.missing ?? 0;
    this.#streams.delete(oldest);
  }
}
