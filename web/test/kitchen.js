// @ts-check
// Orders for the tests of the kitchen's modules. Times count from six in the evening.

/**
 * @typedef {import("../types/kitchen").KitchenOrder} Order
 * @typedef {import("../types/kitchen").Task} Task
 * @typedef {import("../types/kitchen").KitchenItem} Item
 */

export const SIX = Date.UTC(2026, 0, 5, 18);

/** @param {number} seconds after six */
export const at = (seconds) => new Date(SIX + seconds * 1000).toISOString();

/** @param {string} id @param {Partial<Task>} [more] @returns {Task} */
export function task(id, more = {}) {
  return { id, line: id, station: "grill", quantity: 1, done: 0, state: "queued", version: 1, firedAt: at(0), ...more };
}

/** @param {Task[]} tasks @param {Partial<Order>} [more] @param {Record<string, Partial<Item>>} [items] by line @returns {Order} */
export function order(tasks, more = {}, items = {}) {
  const lines = [...new Set(tasks.map(({ line }) => line))];
  return {
    id: "o1", number: "#007", customerName: "Ines", totalAmount: 10, status: "pending", createdAt: at(0), version: 1,
    items: lines.map((line) => ({ id: line, name: `Dish ${line}`, price: 1, quantity: 1, ...items[line] })), tasks, ...more,
  };
}
