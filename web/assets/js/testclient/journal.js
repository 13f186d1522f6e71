// @ts-check
// The journal keeps the last things that went over the wire, for the live log.
import { signal } from "@preact/signals";

/** How many rows are kept. */
const KEPT = 500;

/**
 * @typedef {object} Row
 * @property {number} id
 * @property {Date} at
 * @property {"in" | "out" | "http" | "note"} way
 * @property {string} name event, or method and path
 * @property {unknown} [data]
 * @property {string} text the data as JSON, made once: rows are drawn and searched often
 * @property {number} [took] milliseconds until the answer
 */

export class Journal {
  /** Newest first. @type {import("@preact/signals").Signal<Row[]>} */
  rows = signal([]);
  paused = signal(false);
  /** @type {Row[]} */
  #kept = [];
  #last = 0;
  #scheduled = false;

  /** @param {Row["way"]} way @param {string} name @param {unknown} [data] @param {number} [took] */
  write(way, name, data, took) {
    this.#kept.unshift({ id: ++this.#last, at: new Date(), way, name, data, took, text: JSON.stringify(data) ?? "" });
    this.#kept.length = Math.min(this.#kept.length, KEPT);
    this.#publish();
  }

  clear() {
    this.#kept = [];
    this.rows.value = [];
  }

  togglePause() {
    this.paused.value = !this.paused.value;
    this.#publish();
  }

  /** Shows the rows once per frame, however many came. */
  #publish() {
    if (this.#scheduled || this.paused.value) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (!this.paused.value) this.rows.value = [...this.#kept];
    });
  }
}

/** A row's name with ids cut to what tells them apart. @param {Row} row */
export function title({ name }) {
  return name.replace(/[0-9a-f]{8}-[0-9a-f-]{21}([0-9a-f]{6})/g, "…$1");
}

/** The start of a row's data, an order in it put first. @param {Row} row */
export function brief({ data, text }) {
  const order = /** @type {any} */ (data)?.order;
  const first = order ? `${order.number} ${order.status} v${order.version} ` : "";
  return first + text.slice(0, 200);
}

/** One JSON object per line, oldest first. @param {Row[]} rows */
export function ndjson(rows) {
  const line = (/** @type {Row} */ { at, way, name, data, took }) => JSON.stringify({ at, way, name, ms: took, data });
  return rows.toReversed().map(line).join("\n");
}

/**
 * The rows that contain the text and went this way ("" is any).
 * @param {Row[]} rows @param {string} way @param {string} text
 */
export function matching(rows, way, text) {
  const wanted = text.trim().toLowerCase();
  return rows.filter((row) => (!way || row.way === way)
    && (!wanted || `${row.name} ${row.text}`.toLowerCase().includes(wanted)));
}
