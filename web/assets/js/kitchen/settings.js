// @ts-check
// What this device prefers. Everything that is read is checked: an old or
// broken value gives the default, never a broken screen.

/**
 * @typedef {object} Settings
 * @property {number} scale 80 to 160 %
 * @property {number} rows of the grid; 0 is as many as fit well
 * @property {"grid" | "list"} view
 * @property {boolean} combine rows that are alike
 * @property {"up" | "down"} timer
 * @property {"bump" | "select"} digits what 1 to 9 do
 * @property {boolean} ask before a ticket with open lines is bumped
 * @property {boolean} letters single characters are keys
 * @property {boolean} shift the picture now and then, against burn-in
 * @property {boolean} allDay the panel is open
 * @property {boolean} muted
 * @property {number} volume 0 to 100
 * @property {string[]} silent sounds that are off
 * @property {string[]} types of orders that are shown; empty: all
 * @property {string[]} channels that are shown; empty: all
 * @property {Record<string, {warn?: number, late?: number}>} limits minutes by type of order, for tickets without a promise; "" is any
 * @property {import("./keys.js").Bindings} keys
 * @property {string} name of the screen
 */

/** @type {Settings} */
export const DEFAULTS = {
  scale: 100, rows: 0, view: "grid", combine: true, timer: "up", digits: "bump", ask: false, letters: true, shift: true,
  allDay: false, muted: false, volume: 70, silent: [], types: [], channels: [], limits: {}, keys: {}, name: "",
};

const texts = (/** @type {any} */ v) => Array.isArray(v) && v.every((e) => typeof e === "string");
const flag = (/** @type {any} */ v) => typeof v === "boolean";
const within = (/** @type {number} */ low, /** @type {number} */ high) => (/** @type {any} */ v) => Number.isInteger(v) && v >= low && v <= high;
const one = (/** @type {string[]} */ ...of) => (/** @type {any} */ v) => of.includes(v);
const isObject = (/** @type {any} */ v) => typeof v === "object" && v !== null && !Array.isArray(v);
const isMinutes = (/** @type {any} */ v) => v === undefined || within(1, 240)(v);

/** @type {Record<keyof Settings, (value: any) => boolean>} */
const VALID = {
  scale: within(80, 160), rows: within(0, 3), view: one("grid", "list"), combine: flag, timer: one("up", "down"),
  digits: one("bump", "select"), ask: flag, letters: flag, shift: flag, allDay: flag, muted: flag, volume: within(0, 100),
  silent: texts, types: texts, channels: texts,
  limits: (v) => isObject(v) && Object.values(v).every((l) => isObject(l) && isMinutes(l.warn) && isMinutes(l.late)),
  keys: (v) => isObject(v) && Object.values(v).every(texts),
  name: (v) => typeof v === "string" && v.length <= 40,
};

/** Settings from their kept text. @param {string | null} text @returns {Settings} */
export function read(text) {
  /** @type {any} */
  let kept = {};
  try {
    kept = JSON.parse(text ?? "{}");
  } catch {
    return { ...DEFAULTS };
  }
  return /** @type {Settings} */ (Object.fromEntries(Object.entries(DEFAULTS).map(([name, fallback]) => {
    const value = kept?.[name];
    return [name, value !== undefined && VALID[/** @type {keyof Settings} */ (name)](value) ? value : fallback];
  })));
}

/**
 * The limits of a ticket in ms: this screen's for its type, this screen's, the
 * station's, the house's.
 * @param {Settings} settings @param {string} type
 * @param {import("../../../types/kitchen").Setup | undefined} setup
 * @param {import("../../../types/kitchen").Station | undefined} station
 */
export function limitsFor({ limits }, type, setup, station) {
  const own = { ...limits[""], ...limits[type] };
  return {
    warn: own.warn ? own.warn * 60_000 : station?.warnSeconds ? station.warnSeconds * 1000 : (setup?.warnMinutes || 5) * 60_000,
    late: own.late ? own.late * 60_000 : station?.lateSeconds ? station.lateSeconds * 1000 : (setup?.lateMinutes || 8) * 60_000,
  };
}
