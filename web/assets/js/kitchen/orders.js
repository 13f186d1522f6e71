// @ts-check
// The orders that a screen knows. Of each it keeps the highest version that it
// was ever told; maps are replaced, never changed.

/** @typedef {import("../../../types/kitchen").KitchenOrder} Order */

/**
 * Takes in orders. What is not newer changes nothing, and the same map comes back.
 * @param {ReadonlyMap<string, Order>} orders @param {Order[]} told
 * @returns {ReadonlyMap<string, Order>}
 */
export function learn(orders, ...told) {
  const news = told.filter(({ id, version }) => !((orders.get(id)?.version ?? 0) >= version));
  if (!news.length) return orders;
  const learnt = new Map(orders);
  for (const order of news) if (!((learnt.get(order.id)?.version ?? 0) >= order.version)) learnt.set(order.id, order);
  return learnt;
}

/**
 * The orders of a fresh snapshot. What it lacks has left the kitchen; what is
 * the same keeps its identity, so that nothing is drawn again.
 * @param {ReadonlyMap<string, Order>} orders @param {Order[]} fresh
 * @returns {ReadonlyMap<string, Order>}
 */
export function replace(orders, fresh) {
  return new Map(fresh.map((order) => {
    const known = orders.get(order.id);
    return [order.id, known?.version === order.version ? known : order];
  }));
}

/** How long an order that has left the kitchen is kept for the recall list, in ms. */
export const RECALL_WINDOW = 30 * 60_000;

/**
 * Drops what no list shows any more.
 * @param {ReadonlyMap<string, Order>} orders @param {number} now server time
 * @returns {ReadonlyMap<string, Order>}
 */
export function forget(orders, now) {
  const gone = [...orders.values()].filter((order) => isOver(order) && now - lastTouched(order) > RECALL_WINDOW);
  if (!gone.length) return orders;
  const kept = new Map(orders);
  for (const { id } of gone) kept.delete(id);
  return kept;
}

/** @param {Order} order */
const isOver = ({ status }) => status === "completed" || status === "cancelled";

/** @param {Order} order */
function lastTouched(order) {
  const times = [order.updatedAt ?? order.createdAt, ...(order.tasks ?? []).map((task) => task.doneAt ?? "")];
  return Math.max(...times.filter(Boolean).map((time) => Date.parse(time)));
}
