// @ts-check
// A service evening without a server: orders in every state, and a line that
// answers by itself.
import { apply } from "../kitchen/taps.js";

/**
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 * @typedef {import("../../../types/kitchen").KitchenItem} Item
 * @typedef {import("../../../types/kitchen").Task} Task
 */

export const STATIONS = [
  { id: "grill", name: "Grill", open: true, receipt: true },
  { id: "fryer", name: "Fryer", open: true, receipt: true },
  { id: "cold", name: "Cold", open: true },
  { id: "bar", name: "Bar", open: false, backup: "cold" },
];

/** @type {import("../../../types/kitchen").Setup} */
export const SETUP = {
  version: 1, expo: "expo", graceSeconds: 4, receiptSeconds: 10, autoClearMinutes: 20, warnMinutes: 5, lateMinutes: 8, phone: "03 555 01 42",
};

const iso = (/** @type {number} */ time) => new Date(time).toISOString();

/**
 * One line of an order in short form.
 * @typedef {Partial<Item> & {name: string, at: string, task?: Partial<Task>}} Dish
 */

/**
 * An order that was fired some seconds ago and is promised some seconds from now.
 * @param {number} n @param {string} who @param {number} ago @param {number | undefined} promise
 * @param {Dish[]} dishes @param {Partial<Order>} [more]
 * @returns {Order}
 */
export function order(n, who, ago, promise, dishes, more = {}) {
  const now = Date.now();
  const fired = iso(now - ago * 1000);
  /** @type {Item[]} */
  const items = dishes.map(({ at, task, ...item }, i) => ({ id: String(i + 1), price: 8.5, quantity: 1, ...item }));
  /** @type {Task[]} */
  const tasks = dishes.map(({ at, task = {} }, i) => ({
    id: String(i + 1), line: String(i + 1), station: at, quantity: items[i].quantity, done: task.state === "done" ? items[i].quantity : 0,
    state: "queued", version: 1, firedAt: task.state === "held" ? undefined : fired, doneAt: task.state === "done" ? iso(now - 20_000) : undefined,
    course: items[i].course, ...task,
  }));
  return {
    id: `o${n}`, number: `#${String(n).padStart(3, "0")}`, customerName: who, items, tasks, totalAmount: 20, status: "pending",
    createdAt: fired, updatedAt: fired, version: 1, type: "takeaway",
    estimatedReadyTime: promise === undefined ? null : iso(now + promise * 1000),
    ...more,
  };
}

const no = (/** @type {string} */ name) => ({ kind: /** @type {"remove"} */ ("remove"), name });
const plus = (/** @type {string} */ name) => ({ kind: /** @type {"add"} */ ("add"), name });
const with_ = (/** @type {string} */ name) => ({ kind: /** @type {"choice"} */ ("choice"), name });

/** Tickets in every state. @returns {Order[]} */
export function evening() {
  return [
    order(142, "Ines", 760, -100, [
      { name: "Cheeseburger", quantity: 2, at: "grill", options: [no("no onion")], task: { state: "done" } },
      { name: "Chicken burger", at: "grill", notes: "well done", task: { state: "started" } },
      { name: "Large fries", quantity: 2, at: "fryer", task: { state: "done" } },
    ], { channel: "web" }),
    order(145, "Marta", 362, 95, [
      { name: "Chicken burger", at: "grill", allergies: ["nuts"] },
      { name: "Small fries", quantity: 2, at: "fryer", task: { state: "started" } },
      { name: "Brownie", at: "grill", course: 2, task: { state: "held", hold: "course" } },
    ], { type: "dine_in", table: "7", covers: 3 }),
    order(146, "Jan De Smet", 195, 480, [
      { name: "Cheeseburger", quantity: 3, at: "grill", options: [plus("bacon"), with_("medium")], task: { state: "started" } },
      { name: "Large fries", quantity: 3, at: "fryer", task: { state: "done" } },
      { name: "Caesar salad", at: "cold" },
    ], { type: "delivery", channel: "courier" }),
    order(147, "Bob", 22, 640, [{ name: "Fish burger", at: "grill" }, { name: "Coca Cola", at: "bar", task: { noPrep: true, state: "done" } }], { type: "counter" }),
    order(148, "Sofie", 130, 520, [
      { name: "Veggie burger", quantity: 2, at: "grill", options: [no("no mayonnaise"), plus("extra cheese")] },
      { name: "Cheeseburger", at: "grill", task: { addOn: true } },
      { name: "Spare ribs", at: "grill", voided: 1, task: { state: "voided", reason: "guest changed their mind" } },
    ], { rushAt: iso(Date.now() - 30_000) }),
    order(149, "Table of ten", 100, 900, [
      { name: "Cheeseburger", quantity: 4, at: "grill", options: [no("no onion")] },
      { name: "Cheeseburger", quantity: 3, at: "grill" },
      { name: "Chicken burger", quantity: 2, at: "grill", notes: "sauce on the side, please, and one cut in half" },
      { name: "Steak", quantity: 2, at: "grill", options: [with_("rare")], allergies: ["milk", "gluten"] },
      { name: "Steak", at: "grill", options: [with_("well done")] },
      { name: "Grilled vegetables", quantity: 3, at: "grill" },
    ], { type: "dine_in", table: "21", covers: 10 }),
    order(150, "Eva", 60, 700, [{ name: "Chicken burger", quantity: 2, at: "grill", task: { recalls: 1, state: "started" } }]),
    order(151, "Noor", 40, 5400, [{ name: "Spare ribs", quantity: 6, at: "grill", task: { state: "held", hold: "cook" } }], { type: "delivery" }),
  ];
}

/** What the pass sees: orders under way, ready to assemble, waiting. @returns {Order[]} */
export function pass() {
  const now = Date.now();
  const done = /** @type {Partial<Task>} */ ({ state: "done" });
  const started = /** @type {Partial<Task>} */ ({ state: "started", startedAt: iso(now - 130_000) });
  return [
    ...evening(),
    order(138, "Tom", 900, 30, [{ name: "Cheeseburger", at: "grill", task: done }, { name: "Small fries", at: "fryer", task: done }, { name: "Caesar salad", at: "cold", task: done }],
      { status: "in_progress" }),
    order(139, "Lotte", 700, 240, [{ name: "Chicken burger", quantity: 2, at: "grill", task: done }, { name: "Large fries", quantity: 2, at: "fryer", task: done }],
      { status: "in_progress", type: "dine_in", table: "4" }),
    order(140, "Ahmed", 500, 120, [{ name: "Fish burger", at: "grill", task: done }, { name: "Large fries", at: "fryer", task: { ...started, alarmedAt: iso(now - 20_000) } }],
      { status: "in_progress", eta: { p50: iso(now + 260_000), p80: iso(now + 400_000), reason: "station:fryer" } }),
    order(135, "Jan", 1300, -200, [{ name: "Cheeseburger", at: "grill", task: done }], { status: "ready", readyAt: iso(now - 245_000), passedAt: iso(now - 250_000) }),
    order(136, "Mia", 1100, -60, [{ name: "Veggie burger", quantity: 2, at: "grill", task: done }, { name: "Small fries", at: "fryer", task: done }],
      { status: "ready", readyAt: iso(now - 65_000), passedAt: iso(now - 70_000), type: "counter" }),
  ];
}

/** Many ordinary orders. @param {number} n @returns {Order[]} */
export function crowd(n) {
  const names = ["Ines", "Bob", "Marta", "Jan", "Eva", "Tom", "Noor", "Ahmed"];
  const dishes = ["Cheeseburger", "Chicken burger", "Fish burger", "Veggie burger", "Steak"];
  return Array.from({ length: n }, (_, i) => order(200 + i, names[i % 8], 20 * (n - i), 900 - 10 * (n - i),
    Array.from({ length: 1 + (i % 3) }, (_, j) => ({ name: dishes[(i + j) % 5], quantity: 1 + (i % 2), at: j % 2 ? "fryer" : "grill" }))));
}

/**
 * A line that has everything and agrees with everybody.
 * @param {Order[]} orders
 * @param {{state?: string, refuse?: boolean, older?: number}} [how] state: "offline" never answers
 */
export function fixtureLine(orders, { state = "live", refuse = false, older = 0 } = {}) {
  const known = new Map(orders.map((o) => [o.id, o]));
  let n = 0;
  return (/** @type {import("../kitchen/link.js").Listener} */ listener) => {
    const join = () => listener.joined({
      stations: STATIONS, setup: SETUP, orders: [...known.values()], older, cursor: "c0", serverTime: iso(Date.now()), clockRate: 1, resumed: false,
    });
    return {
      connect: () => {
        join();
        if (state !== "live") listener.lost();
        else setInterval(() => listener.heard("tick", { serverTime: iso(Date.now()), cursor: `c${n}` }), 10_000);
      },
      join,
      cut: () => undefined,
      seen: () => undefined,
      /** @param {import("../../../types/kitchen").Tap} tap @returns {Promise<import("../../../types/kitchen").Outcome>} */
      send: async (tap) => {
        const before = known.get(tap.orderId);
        if (!before || refuse) return { result: "rejected", code: "kitchen.cancelled", order: before };
        const after = { ...apply(before, tap), version: before.version + 1 };
        known.set(after.id, after);
        return { result: "applied", order: after };
      },
      /** Something happened elsewhere. @param {Order} fresh */
      tell: (fresh) => {
        known.set(fresh.id, fresh);
        listener.heard("order_updated", { order: fresh, cursor: `c${++n}` });
      },
    };
  };
}
