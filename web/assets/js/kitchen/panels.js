// @ts-check
import { signal } from "@preact/signals";

/** What lies over a screen. @typedef {"" | "stations" | "recall" | "menu" | "keys" | "queue" | "help" | "search" | "more" | "confirm"} Panel */

/** How long a rush can be called off before it is sent, ms. */
export const RUSH_DELAY = 3_000;

/** At most one panel is open. */
export class Panels {
  /** @type {import("@preact/signals").Signal<Panel>} */
  panel = signal("");

  close() {
    this.panel.value = "";
  }

  /** @param {Panel} panel */
  toggle(panel) {
    this.panel.value = this.panel.peek() === panel ? "" : panel;
  }
}
