// @ts-check
// What every screen of the kitchen has: the house, settings of the device,
// sounds, messages, the look.
import { effect, signal } from "@preact/signals";
import { t } from "../words.js";
import { Bell } from "./bell.js";
import { Awake, deviceId, keepForServer, keptSettings, serveOffline, wear } from "./device.js";
import { House } from "./house.js";
import { Notices } from "./notices.js";
import { Panels } from "./panels.js";
import { openShelf } from "./shelf.js";
import { Sounds } from "./sounds.js";
import { watchForUpgrade } from "./upgrade.js";
import { refusal } from "./words.js";

/** @typedef {import("./bell.js").Look} Look */

/** How far and how often the picture moves, against burn-in: px, ms. */
const SHIFT = 2;
const SHIFT_EVERY = 600_000;

export class Screen {
  notices = new Notices();
  sounds = new Sounds();
  awake = new Awake();
  upgrade = signal(false);
  theme = signal(document.documentElement.dataset.theme ?? "dark");
  offlineReady = true;
  /** What lies over the screen. */
  hands = new Panels();
  #bell = new Bell();
  #touchedAt = 0;

  /**
   * @param {"kitchen" | "expo"} page @param {House} house
   * @param {import("@preact/signals").Signal<import("./settings.js").Settings>} settings
   */
  constructor(page, house, settings) {
    this.page = page;
    this.house = house;
    this.settings = settings;
  }

  /**
   * A screen of a page at some stations.
   * @param {"kitchen" | "expo"} page @param {import("@preact/signals").Signal<string[]>} where
   * @param {(listener: import("./link.js").Listener) => import("./house.js").Line} line
   * @param {import("./shelf.js").Shelf} [kept] where its taps are kept
   */
  static async at(page, where, line, kept) {
    const shelf = kept ?? (await openShelf());
    /** @type {Screen | undefined} */
    let screen;
    const house = new House({ page, device: deviceId(), where, shelf, line, settled: (settled) => screen?.settled(settled), refused: (code) => screen?.refused(code) });
    screen = new Screen(page, house, keptSettings(page));
    return screen;
  }

  /** What the server refused is said, and its ticket is back by itself. @param {import("./outbox.js").Settled} settled */
  settled(settled) {
    if (settled.outcome.result !== "rejected") return;
    this.notices.show(refusal(settled), { tone: "refused" });
  }

  /** A station of the address that the house does not have: show all rather than nothing. @param {string} code */
  refused(code) {
    if (code !== "kitchen.station") return;
    this.notices.show(t("kds.no_station", { s: this.house.where.peek().join(", ") }), { tone: "refused" });
    this.house.moveTo(["all"]);
  }

  /** Begins everything that goes on by itself. @param {import("@preact/signals").ReadonlySignal<Look[]>} looks of the cards, for the sounds */
  run(looks) {
    this.offlineReady = serveOffline();
    this.#follow();
    this.#listenForTouch();
    effect(() => this.#ring(looks.value, this.house.now.value));
    this.#soundConnection();
    setInterval(() => this.#shift(), SHIFT_EVERY);
    watchForUpgrade(this.upgrade, () => looks.peek().length === 0 && Date.now() - this.#touchedAt > SHIFT_EVERY);
  }

  /** Sizes follow the settings. */
  #follow() {
    effect(() => {
      document.documentElement.style.fontSize = `${(20 * this.settings.value.scale) / 100}px`;
    });
  }

  #listenForTouch() {
    const touched = () => {
      this.#touchedAt = Date.now();
      void this.sounds.wake();
      void this.awake.keep();
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touched, true);
  }

  /** @param {Look[]} looks @param {number} now */
  #ring(looks, now) {
    if (this.house.connection.peek() === "connecting") return; // what is there at first is no news
    for (const sound of this.#bell.ring(looks, now)) this.play(sound);
  }

  #soundConnection() {
    let before = this.house.connection.peek();
    this.house.connection.subscribe((state) => {
      if (state === "offline" && before !== "offline" && this.house.heardAt.peek()) this.play("lost");
      before = state;
    });
  }

  /** Plays a sound as this device has it set. @param {import("./bell.js").Sound} sound */
  play(sound) {
    const { muted, silent, volume } = this.settings.peek();
    this.sounds.play(sound, muted || silent.includes(sound) ? 0 : volume);
  }

  /** Plays a sound for whoever chooses. @param {import("./bell.js").Sound} sound */
  async listen(sound) {
    await this.sounds.wake();
    this.sounds.play(sound, this.settings.peek().volume);
  }

  #shift() {
    const body = document.body.style;
    body.transform = this.settings.peek().shift && !body.transform ? `translate(${SHIFT}px, ${SHIFT}px)` : "";
  }

  /** @param {string} theme */
  wear(theme) {
    this.theme.value = theme;
    wear(theme);
    keepForServer("theme", theme);
  }

  /** @param {number} by per cent */
  zoom(by) {
    const { scale } = this.settings.peek();
    this.settings.value = { ...this.settings.peek(), scale: Math.max(80, Math.min(160, scale + by)) };
  }

  fullScreen() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen().catch(() => undefined);
  }
}
