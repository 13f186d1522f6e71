// @ts-check
// What a screen says about its connection. Told what happens and when, it
// knows nothing of sockets. Times are ms of one steady clock.

/** Without a word from the server for this long, the line is dead: it ticks every 10 s. */
export const SILENCE = 25_000;
const BAR_AFTER = 2_000;
const OFFLINE_AFTER = 10_000;
const BACK_FOR = 3_000;

/** @typedef {"connecting" | "live" | "reconnecting" | "offline" | "back"} State */

export class Connection {
  /** When the line was lost; undefined while it holds. @type {number | undefined} */
  #lostAt;
  /** @type {number | undefined} */
  #backAt;
  #heardAt;
  #everLive = false;

  /** @param {number} now */
  constructor(now) {
    this.#lostAt = now;
    this.#heardAt = now;
  }

  get joined() {
    return this.#lostAt === undefined;
  }

  /** The server has let us in and told us everything. @param {number} now @param {boolean} [told] people know already that it was away */
  live(now, told = false) {
    if (this.#lostAt !== undefined && (told || now - this.#lostAt > BAR_AFTER)) this.#backAt = now;
    this.#lostAt = undefined;
    this.#everLive = true;
    this.#heardAt = now;
  }

  /** Anything came from the server. @param {number} now */
  heard(now) {
    this.#heardAt = now;
  }

  /** @param {number} now */
  lost(now) {
    this.#lostAt ??= now;
    this.#backAt = undefined;
  }

  /** Whether the line looks alive and is not. @param {number} now */
  silent(now) {
    return this.joined && now - this.#heardAt > SILENCE;
  }

  /** @param {number} now @returns {State} */
  state(now) {
    if (this.#lostAt === undefined) return this.#backAt !== undefined && now - this.#backAt < BACK_FOR ? "back" : "live";
    const gone = now - this.#lostAt;
    if (gone > OFFLINE_AFTER) return "offline";
    if (gone > BAR_AFTER) return "reconnecting";
    return this.#everLive ? "live" : "connecting";
  }
}
