// @ts-check
// What a tap will do, shown before the server has said so. The rules are the
// kitchen's own, only as far as a screen can know them: the server decides.

/**
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 * @typedef {import("../../../types/kitchen").Task} Task
 * @typedef {import("../../../types/kitchen").Tap} Tap
 */

/** @type {Record<string, (task: Task, tap: Tap) => Task>} */
const ON_TASK = {
  start: (task, { at }) => (task.state === "queued" ? { ...task, state: "started", startedAt: at } : task),
  bump: (task, tap) => (isLive(task) ? bumped(task, tap) : task),
  undo: (task) => (task.state === "done" ? reopened(task) : task),
  recall: (task) => (task.state === "done" ? { ...reopened(task), recalls: (task.recalls ?? 0) + 1 } : task),
  fire: (task, { at }) => (task.state === "held" && task.hold !== "step" ? { ...task, state: "queued", hold: undefined, firedAt: at } : task),
  hold: (task) => (task.state === "queued" ? { ...task, state: "held", hold: "cook" } : task),
  acknowledge: (task) => ({ ...task, acknowledged: true }),
};

/** @type {Record<string, (order: Order, tap: Tap) => Order>} */
const ON_ORDER = {
  rush: (order, { at }) => ({ ...order, rushAt: at }),
  unrush: (order) => ({ ...order, rushAt: undefined }),
  pass: (order, { at }) => ({ ...order, passedAt: at, tasks: order.tasks?.map((task) => (isLive(task) ? bumped(task, { at }) : task)) }),
  serve: (order) => ({ ...order, status: "completed" }),
};

/** Being cooked or waiting for it. @param {Task} task */
export const isLive = ({ state }) => state === "queued" || state === "started";

/** @param {Task} task @param {{at: string, quantity?: number}} tap @returns {Task} */
function bumped(task, { at, quantity }) {
  const done = Math.min(task.quantity, quantity === undefined ? task.quantity : task.done + quantity);
  return done === task.quantity ? { ...task, state: "done", done, doneAt: at } : { ...task, state: "started", done };
}

/** @param {Task} task @returns {Task} */
const reopened = (task) => ({ ...task, state: "started", done: 0, doneAt: undefined });

/** The tasks that a tap names. @param {Tap} tap @returns {(task: Task) => boolean} */
function named({ tasks, station, course }) {
  if (tasks) return ({ id }) => tasks.includes(id);
  return (task) => (!station || task.station === station) && (!course || (task.course ?? 1) === course);
}

/** An order as it will be after a tap. @param {Order} order @param {Tap} tap @returns {Order} */
export function apply(order, tap) {
  if (ON_ORDER[tap.verb]) return ON_ORDER[tap.verb](order, tap);
  const change = ON_TASK[tap.verb];
  if (!change || !order.tasks) return order;
  const isNamed = named(tap);
  return { ...order, tasks: order.tasks.map((task) => (isNamed(task) ? change(task, tap) : task)) };
}

/**
 * Shows orders as they will be after the taps that wait. An order without taps
 * stays the object it is; one with the same taps as before is not made again.
 */
export class Overlay {
  /** @type {Map<string, {order: Order, taps: string, shown: Order}>} */
  #made = new Map();

  /** @param {ReadonlyMap<string, Order>} orders @param {Tap[]} taps @returns {ReadonlyMap<string, Order>} */
  over(orders, taps) {
    if (!taps.length) {
      this.#made.clear();
      return orders;
    }
    const shown = new Map(orders);
    for (const [id, own] of grouped(taps)) {
      const order = orders.get(id);
      if (order) shown.set(id, this.#over(order, own));
    }
    return shown;
  }

  /** @param {Order} order @param {Tap[]} taps */
  #over(order, taps) {
    const key = taps.map((tap) => tap.id).join();
    const made = this.#made.get(order.id);
    if (made?.order === order && made.taps === key) return made.shown;
    const shown = taps.reduce(apply, order);
    this.#made.set(order.id, { order, taps: key, shown });
    return shown;
  }
}

/** @param {Tap[]} taps */
function grouped(taps) {
  /** @type {Map<string, Tap[]>} */
  const groups = new Map();
  for (const tap of taps) groups.set(tap.orderId, [...(groups.get(tap.orderId) ?? []), tap]);
  return groups;
}
