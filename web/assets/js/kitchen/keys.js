// @ts-check
// Keys and bump bars, which are keyboards too. Every action can be moved to
// another key.

/** What a screen can do by key, with the keys it comes with. */
export const DEFAULTS = /** @type {const} */ ({
  slot: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
  left: ["ArrowLeft"],
  right: ["ArrowRight"],
  up: ["ArrowUp"],
  down: ["ArrowDown"],
  bump: ["Enter", "b"],
  tick: ["Space"],
  start: ["s"],
  recall: ["r"],
  recalls: ["Shift+R"],
  undo: ["z"],
  all_day: ["a"],
  hold: ["h"],
  rush: ["p"],
  next_page: ["PageDown"],
  previous_page: ["PageUp"],
  first_page: ["Home"],
  last_page: ["End"],
  stations: ["f"],
  search: ["/"],
  mute: ["m"],
  theme: ["t"],
  larger: ["+"],
  smaller: ["-"],
  help: ["?"],
  close: ["Escape"],
});

/** @typedef {keyof typeof DEFAULTS} Action */
/** @typedef {Partial<Record<Action, string[]>>} Bindings what differs from the defaults */

export const ACTIONS = /** @type {Action[]} */ (Object.keys(DEFAULTS));

/**
 * The name of what was pressed: "b", "Shift+R", "Ctrl+k". Shift is part of the
 * name only where it makes no other character.
 * @param {{key: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean}} event
 */
export function nameOf({ key, shiftKey, ctrlKey, altKey, metaKey }) {
  const name = key === " " ? "Space" : key;
  const shifted = shiftKey && (name.length > 1 || /\p{Lu}/u.test(name));
  const plain = !shiftKey && /^\p{Lu}$/u.test(name) ? name.toLowerCase() : name; // caps lock
  return `${ctrlKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${metaKey ? "Meta+" : ""}${shifted ? "Shift+" : ""}${plain}`;
}

/** Pressed alone these say nothing. */
const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Unidentified", "Process"];

/** @param {{key: string}} event */
export const isModifier = ({ key }) => MODIFIERS.includes(key);

/** @param {Bindings} bindings @param {Action} action @returns {readonly string[]} */
export const keysOf = (bindings, action) => bindings[action] ?? DEFAULTS[action];

/**
 * What a key does; slot says which ticket of the page, from 0.
 * @param {Bindings} bindings @param {string} name
 * @returns {{action: Action, slot: number} | undefined}
 */
export function meaning(bindings, name) {
  for (const action of ACTIONS) {
    const slot = keysOf(bindings, action).indexOf(name);
    if (slot >= 0) return { action, slot };
  }
  return undefined;
}

/**
 * Gives an action another key and takes it away from whoever had it. Of the
 * slots one at a time is moved.
 * @param {Bindings} bindings @param {Action} action @param {string} name @param {number} [slot]
 * @returns {Bindings}
 */
export function bind(bindings, action, name, slot) {
  /** @type {Bindings} */
  const changed = { ...bindings };
  for (const other of ACTIONS) {
    const keys = keysOf(bindings, other);
    if (keys.includes(name)) changed[other] = keys.map((key) => (key === name ? "" : key));
  }
  const own = [...(changed[action] ?? keysOf(bindings, action))];
  if (slot === undefined) changed[action] = [name];
  else changed[action] = own.map((key, i) => (i === slot ? name : key));
  return changed;
}

/** A single character, which WCAG 2.1.4 lets people switch off. @param {string} name */
export const isCharacter = (name) => [...name].length === 1;
