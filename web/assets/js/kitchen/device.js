// @ts-check
// What belongs to this device and not to the page: its name in the queue, its
// settings, a screen that stays on.
import { signal } from "@preact/signals";
import { read } from "./settings.js";
import { uuid7 } from "./uuid.js";

/** Storage that a browser may have forbidden. @param {() => any} use */
function attempt(use) {
  try {
    return use();
  } catch {
    return null;
  }
}

const kept = (/** @type {string} */ name) => attempt(() => localStorage.getItem(name));
const keep = (/** @type {string} */ name, /** @type {string} */ text) => attempt(() => localStorage.setItem(name, text));

/** This device, for as long as its storage lasts. */
export function deviceId() {
  const known = kept("orderup.device");
  if (known) return known;
  const fresh = uuid7(Date.now());
  keep("orderup.device", fresh);
  return fresh;
}

/** Settings as a signal that is kept whenever it changes. @param {string} page "kitchen" or "expo" */
export function keptSettings(page) {
  const name = `orderup.${page}`;
  const settings = signal(read(kept(name)));
  settings.subscribe((value) => keep(name, JSON.stringify(value)));
  return settings;
}

/** The stations that were chosen here last. */
export const keptStations = () => /** @type {string[]} */ (attempt(() => JSON.parse(kept("orderup.stations") ?? "[]")) ?? []);
/** @param {string[]} stations */
export const keepStations = (stations) => keep("orderup.stations", JSON.stringify(stations));

/** A choice that the server needs for the next page. @param {"lang" | "theme"} what @param {string} value */
export function keepForServer(what, value) {
  document.cookie = `screen-${what}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** Wears a theme now. @param {string} theme */
export function wear(theme) {
  document.getElementById("dark")?.setAttribute("media", theme === "light" ? "not all" : "all");
  document.documentElement.dataset.theme = theme;
}

/** Keeps the screen on, where the browser can. */
export class Awake {
  /** @type {import("@preact/signals").Signal<"on" | "off" | "unsupported">} */
  state = signal("off");
  #wanted = false;

  constructor() {
    if (!("wakeLock" in navigator)) this.state.value = "unsupported";
    document.addEventListener("visibilitychange", () => this.#wanted && void this.keep());
  }

  /** Called on the first touch. */
  async keep() {
    this.#wanted = true;
    if (this.state.value !== "off" || document.visibilityState !== "visible") return;
    const lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    if (!lock) return;
    this.state.value = "on";
    lock.addEventListener("release", () => (this.state.value = "off"));
  }
}

/** Starts the service worker, which needs https or this computer itself. @returns {boolean} whether it can */
export function serveOffline() {
  if (!("serviceWorker" in navigator)) return false;
  navigator.serviceWorker.register("/sw.js").catch(() => undefined); // without it only a reload while offline fails
  return true;
}
