// @ts-check
// The keys of a kitchen screen and what they do.
import { isCharacter, meaning, nameOf } from "./keys.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** Typing goes into the field, not to the board. @param {EventTarget | null} target */
const isField = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** Enter and Space press a focused button, as everywhere. @param {EventTarget | null} target @param {string} name */
const isPress = (target, name) => target instanceof HTMLElement && target.closest("button, a, summary") !== null && (name === "Enter" || name === "Space");

/**
 * Listens for keys.
 * @param {Screen} screen
 * @param {Partial<Record<import("./keys.js").Action, (slot: number) => void>>} actions
 */
export function listenForKeys(screen, actions) {
  addEventListener("keydown", (event) => {
    const { settings, hands } = screen;
    const name = nameOf(event);
    const found = meaning(settings.peek().keys, name);
    if (!found || event.isComposing || isField(event.target)) return;
    if (!settings.peek().letters && isCharacter(name) && !/\d/.test(name)) return;
    if (isPress(event.target, name)) return;
    if (hands.panel.peek() && found.action !== "close") return;
    const act = actions[found.action];
    if (!act) return;
    event.preventDefault();
    if (event.repeat && REPEATS.includes(found.action) === false) return;
    act(found.slot);
  });
}

/** What goes on while its key is held down; everything else happens once. @type {string[]} */
const REPEATS = ["left", "right", "up", "down", "next_page", "previous_page", "larger", "smaller"];

/** What all screens do by key. @param {Screen} screen */
export function commonActions(screen) {
  const { hands, settings } = screen;
  const flip = (/** @type {"muted" | "allDay"} */ name) => (settings.value = { ...settings.peek(), [name]: !settings.peek()[name] });
  return {
    all_day: () => flip("allDay"),
    mute: () => flip("muted"),
    theme: () => screen.wear(screen.theme.peek() === "dark" ? "light" : "dark"),
    larger: () => screen.zoom(10),
    smaller: () => screen.zoom(-10),
    help: () => hands.toggle("help"),
    close: () => hands.close(),
  };
}

/**
 * What a lane of cards does by key.
 * @param {() => import("./lane.js").Lane} lane @param {import("@preact/signals").Signal<string>} selected
 * @param {(id: string) => void} select
 */
export function laneActions(lane, selected, select) {
  return {
    left: () => select(lane().beside(selected.peek(), -1)),
    right: () => select(lane().beside(selected.peek(), 1)),
    up: () => select(lane().below(selected.peek(), -1)),
    down: () => select(lane().below(selected.peek(), 1)),
    next_page: () => lane().turnTo(lane().page.peek() + 1),
    previous_page: () => lane().turnTo(lane().page.peek() - 1),
    first_page: () => lane().turnTo(0),
    last_page: () => lane().turnTo(Number.MAX_SAFE_INTEGER),
  };
}
