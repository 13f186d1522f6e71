// @ts-check
// The orders that the page knows, newest first, and the one being looked at.
import { computed, signal } from "@preact/signals";

/** @typedef {import("../../../types/wire").Order} Order */

/** How many orders are kept. */
const KEPT = 200;

export class Book {
  /** @type {import("@preact/signals").Signal<Map<string, Order>>} */
  #orders = signal(new Map());
  /** @type {import("@preact/signals").Signal<string>} */
  chosen = signal("");

  list = computed(() => newest(this.#orders.value));
  current = computed(() => this.#orders.value.get(this.chosen.value));

  /** How many orders are known. */
  get size() {
    return this.#orders.value.size;
  }

  /** Takes in orders that are newer than what is known. @param {Order[]} orders */
  learn(...orders) {
    const known = new Map(this.#orders.value);
    for (const order of orders) {
      const before = known.get(order.id);
      if (!before || order.version >= before.version) known.set(order.id, { ...before, ...order });
    }
    this.#orders.value = known.size > KEPT ? this.#kept(known) : known;
    if (!this.chosen.value && orders.length) this.chosen.value = this.list.value[0].id;
  }

  /** What is left of too many: the newest, and the one being looked at. @param {Map<string, Order>} known */
  #kept(known) {
    const chosen = known.get(this.chosen.value);
    return new Map([...newest(known), ...(chosen ? [chosen] : [])].map((order) => [order.id, order]));
  }

  /** Forgets everything, for another server. */
  clear() {
    this.#orders.value = new Map();
    this.chosen.value = "";
  }
}

/** @param {Map<string, Order>} orders */
const newest = (orders) => [...orders.values()].sort(newestFirst).slice(0, KEPT);

/** @param {Order} a @param {Order} b */
function newestFirst(a, b) {
  return b.createdAt.localeCompare(a.createdAt) || b.number.localeCompare(a.number);
}
