// @ts-check
// What the pass makes of an order: where it stands, what it waits for, whether
// it will be late. No screen, no clock: the time is given.
import { isLive } from "../kitchen/taps.js";

/**
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 * @typedef {import("../../../types/kitchen").KitchenItem} Item
 * @typedef {import("../../../types/kitchen").Task} Task
 * @typedef {"cooking" | "assemble" | "waiting"} LaneName
 * @typedef {{item: Item, tasks: Task[]}} Line
 * @typedef {object} Card an order at the pass
 * @property {string} id
 * @property {Order} order
 * @property {LaneName} lane
 * @property {Line[]} lines
 * @property {number} done tasks that are done
 * @property {number} total
 * @property {boolean} held nothing of it is fired
 * @property {number} firedAt what it is sorted by: its promise while it cooks, then when it was finished, then when it was ready; ms
 * @property {number} [promise]
 * @property {number} since when it came into its lane, ms
 */

/** @param {string | null | undefined} time */
const ms = (time) => (time ? Date.parse(time) : Number.NaN);

/** Tasks that count: what was withdrawn does not. @param {Order} order */
const counted = ({ tasks = [] }) => tasks.filter((task) => task.state !== "voided");

/** @param {Order} order @returns {Card | undefined} */
export function cardOf(order) {
  if (order.status === "completed" || order.status === "cancelled") return undefined;
  const tasks = counted(order);
  const lane = laneOf(order, tasks);
  const promise = ms(order.estimatedReadyTime) || undefined;
  const finished = Math.max(...tasks.map((task) => ms(task.doneAt)).filter(Number.isFinite), ms(order.createdAt));
  const since = lane === "waiting" ? ms(order.readyAt ?? order.passedAt) || finished : finished;
  return {
    id: order.id, order, lane, promise, since,
    lines: linesOf(order, tasks),
    done: tasks.filter((task) => task.state === "done").length,
    total: tasks.length,
    held: tasks.length > 0 && tasks.every((task) => task.state === "held"),
    firedAt: lane === "cooking" ? promise ?? ms(order.createdAt) : since,
  };
}

/** @param {Order} order @param {Task[]} tasks @returns {LaneName} */
function laneOf(order, tasks) {
  if (order.status === "ready" || order.passedAt) return "waiting";
  return tasks.length > 0 && tasks.every((task) => task.state === "done") ? "assemble" : "cooking";
}

/** @param {Order} order @param {Task[]} tasks @returns {Line[]} */
function linesOf(order, tasks) {
  return order.items.map((item) => ({ item, tasks: tasks.filter((task) => task.line === item.id) })).filter((line) => line.tasks.length || !order.tasks?.length);
}

/** Rush first, then by what the lane is sorted by; what is on hold comes last. @param {Card} a @param {Card} b */
export function byPromise(a, b) {
  return Number(a.held) - Number(b.held)
    || Number(Boolean(b.order.rushAt)) - Number(Boolean(a.order.rushAt))
    || a.firedAt - b.firedAt
    || a.id.localeCompare(b.id);
}

/**
 * The station that an order waits for longest, and about how many minutes.
 * @param {Card} card @param {number} now
 * @returns {{station: string, minutes?: number} | undefined}
 */
export function waitsFor({ order, lane }, now) {
  if (lane !== "cooking") return undefined;
  const named = order.eta?.reason?.match(/^station:(.+)$/)?.[1];
  const open = counted(order).filter(isLive);
  const station = named && open.some((task) => task.station === named) ? named : open.at(-1)?.station;
  if (!station) return undefined;
  const left = ms(order.eta?.p50) - now;
  return Number.isFinite(left) ? { station, minutes: Math.max(1, Math.ceil(left / 60_000)) } : { station };
}

/** By how many minutes an order will probably miss its promise, 0 if it will not. @param {Card} card */
export function risk({ order, lane, promise }) {
  const likely = ms(order.eta?.p50);
  if (lane !== "cooking" || promise === undefined || !(likely > promise)) return 0;
  return Math.ceil((likely - promise) / 60_000);
}

/**
 * @param {Card} card @param {number} now
 * @returns {import("../../../types/kitchen").TicketState}
 */
export function stateAt({ lane, promise, order, held }, now) {
  if (lane !== "cooking") return "ready";
  if (held) return "held";
  if (promise === undefined) return "cooking";
  if (now > promise) return "late";
  const span = promise - ms(order.createdAt);
  if (now >= promise - Math.max(120_000, 0.25 * span)) return "soon";
  return order.tasks?.some((task) => task.state !== "queued" && task.state !== "held") ? "cooking" : "new";
}

/** Stations at which nobody has confirmed an order in time. @param {Order} order @returns {string[]} */
export function alarms({ tasks = [] }) {
  return [...new Set(tasks.filter((task) => task.alarmedAt && !task.seenAt && isLive(task)).map((task) => task.station))];
}

/** The next course that is on hold, undefined if there is none. @param {Order} order */
export function nextCourse({ tasks = [] }) {
  const held = tasks.filter((task) => task.state === "held" && task.hold === "course").map((task) => task.course ?? 1);
  return held.length ? Math.min(...held) : undefined;
}
