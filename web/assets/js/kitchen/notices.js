// @ts-check
// Short messages at the foot of the board, some with something to press. They
// go by themselves; nothing that matters is only here.
import { signal } from "@preact/signals";

/** @typedef {{id: number, text: string, tone: "plain" | "refused", action?: {word: string, run: () => void}}} Notice */

/** How long a message stays, ms: long enough to read and to press Undo. */
const STAYS = 8_000;
const SHOWN = 3;

export class Notices {
  /** Newest last. @type {import("@preact/signals").Signal<Notice[]>} */
  list = signal([]);
  #last = 0;

  /**
   * @param {string} text
   * @param {{tone?: Notice["tone"], action?: Notice["action"], stays?: number}} [more]
   * @returns {number} to take it away with
   */
  show(text, { tone = "plain", action, stays = STAYS } = {}) {
    const id = ++this.#last;
    this.list.value = [...this.list.value, { id, text, tone, action }].slice(-SHOWN);
    setTimeout(() => this.drop(id), stays);
    return id;
  }

  /** @param {number} id */
  drop(id) {
    if (this.list.value.some((notice) => notice.id === id)) this.list.value = this.list.value.filter((notice) => notice.id !== id);
  }

  /** Does what the newest message offers. @returns {boolean} whether there was anything to do */
  act() {
    const notice = this.list.value.findLast((offered) => offered.action);
    if (!notice?.action) return false;
    this.drop(notice.id);
    notice.action.run();
    return true;
  }
}
