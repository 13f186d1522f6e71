// @ts-check
// A ticket is a view: the tasks of one order at the stations of a screen.
import { isLive } from "./taps.js";

/**
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 * @typedef {import("../../../types/kitchen").KitchenItem} Item
 * @typedef {import("../../../types/kitchen").Task} Task
 * @typedef {import("../../../types/kitchen").Row} Row
 * @typedef {import("../../../types/kitchen").Share} Share
 * @typedef {import("../../../types/kitchen").Mark} Mark
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 */

/** @param {string | undefined} time */
const ms = (time) => (time ? Date.parse(time) : Number.NaN);

/** A withdrawn dish that the kitchen has not taken note of. @param {Task} task */
const isUnreadVoid = (task) => task.state === "voided" && !task.acknowledged && Boolean(task.firedAt);

/** Keeps a ticket on the board. @param {Task} task */
const isOpen = (task) => isLive(task) || task.state === "held" || isUnreadVoid(task);

/** Whether an order was withdrawn or is out of the house. @param {Order} order */
const isOver = ({ status }) => status === "completed" || status === "cancelled";

/**
 * The ticket of an order at some stations, undefined when nothing is left to do there.
 * @param {Order} order
 * @param {(station: string) => boolean} here
 * @param {{combine: boolean}} options combine: rows that are alike become one
 * @returns {Ticket | undefined}
 */
export function ticketOf(order, here, { combine }) {
  const mine = (order.tasks ?? []).filter((task) => here(task.station) && !task.noPrep);
  const open = mine.filter((task) => isOpen(task) && (!isOver(order) || isUnreadVoid(task)));
  if (!open.length) return undefined;
  const held = open.every((task) => task.state === "held");
  const shown = held ? open : sameWave(mine, open);
  const rows = inOrder(order, shown);
  return {
    id: order.id,
    order,
    number: shortNumber(order.number),
    rows: combine ? combined(rows) : rows,
    shares: shares(order, here),
    held,
    cancelled: order.status === "cancelled",
    rush: ms(order.rushAt) || 0,
    firedAt: held ? ms(order.createdAt) : Math.min(...shown.filter((task) => task.firedAt).map((task) => ms(task.firedAt))),
    promise: ms(order.estimatedReadyTime ?? undefined) || undefined,
    begun: shown.some((task) => task.state === "started" || task.state === "done" || task.done > 0),
    marks: marksOf(order, rows),
  };
}

/**
 * What is open, and what was finished since the oldest of it was fired: a
 * course that was bumped before is not shown again.
 * @param {Task[]} mine @param {Task[]} open
 */
function sameWave(mine, open) {
  const oldest = Math.min(...open.filter((task) => task.firedAt).map((task) => ms(task.firedAt)));
  return mine.filter((task) => open.includes(task) || (task.state === "done" && ms(task.doneAt) >= oldest));
}

/** Rows by course, then as ordered. @param {Order} order @param {Task[]} tasks */
function inOrder(order, tasks) {
  const place = new Map(order.items.map((item, i) => [item.id, i]));
  return tasks
    .map((task) => ({ task, item: order.items[place.get(task.line) ?? -1] }))
    .filter(({ item }) => item)
    .sort((a, b) => courseOf(a.task, a.item) - courseOf(b.task, b.item) || (place.get(a.item.id) ?? 0) - (place.get(b.item.id) ?? 0))
    .map(({ task, item }) => rowOf(task, item));
}

/** @param {Task} task @param {Item} item */
const courseOf = (task, item) => task.course ?? item.course ?? 0;

/** @param {Task} task @param {Item} item @returns {Row} */
function rowOf(task, item) {
  const marks = rowMarks(task, item);
  return {
    key: task.id,
    tasks: [task.id],
    line: item.id,
    station: task.station,
    name: item.name,
    quantity: task.quantity,
    done: task.done,
    state: task.state,
    hold: task.hold ?? "",
    course: courseOf(task, item),
    options: item.options ?? [],
    notes: item.notes ?? "",
    allergies: item.allergies ?? [],
    marks,
    reason: task.reason ?? "",
    from: task.from ?? "",
    unread: (marks.includes("void") || marks.includes("add_on")) && !task.acknowledged,
    startedAt: task.startedAt,
    doneAt: task.doneAt,
  };
}

/** @param {Task} task @param {Item} item @returns {Mark[]} */
function rowMarks(task, item) {
  /** @type {[boolean, Mark][]} */
  const marks = [
    [task.state === "voided", "void"],
    [Boolean(task.addOn) && !task.acknowledged, "add_on"],
    [Boolean(item.voided) && isLive(task), "changed"],
    [Boolean(task.recalls) && isLive(task), "recalled"],
    [Boolean(task.remakeOf), "remake"],
    [Boolean(task.from), "moved"],
  ];
  return marks.filter(([applies]) => applies).map(([, mark]) => mark);
}

/** Marks of the ticket as a whole. @param {Order} order @param {Row[]} rows @returns {Mark[]} */
function marksOf(order, rows) {
  /** @type {Mark[]} */
  const marks = order.rushAt ? ["rush"] : [];
  const has = (/** @type {Mark} */ mark) => rows.some((row) => row.marks.includes(mark));
  for (const mark of /** @type {Mark[]} */ (["recalled", "remake", "add_on", "void"])) if (has(mark)) marks.push(mark);
  return marks;
}

/** What makes two rows alike. @param {Row} row */
const likeness = ({ station, name, state, hold, course, options, notes, allergies, marks, reason, done }) =>
  JSON.stringify([station, name, state, hold, course, options, notes, allergies, marks, reason, done > 0 && state !== "done"]);

/** Joins rows that are alike; partly done ones stay apart. @param {Row[]} rows */
export function combined(rows) {
  /** @type {Map<string, Row>} */
  const joined = new Map();
  for (const row of rows) {
    const like = likeness(row);
    const first = joined.get(like);
    const partly = row.done > 0 && row.state !== "done";
    if (!first || partly) joined.set(first ? row.key : like, row);
    else joined.set(like, { ...first, tasks: [...first.tasks, ...row.tasks], quantity: first.quantity + row.quantity, done: first.done + row.done });
  }
  return [...joined.values()];
}

/** How far the order is elsewhere, by station. @param {Order} order @param {(station: string) => boolean} here @returns {Share[]} */
function shares(order, here) {
  /** @type {Map<string, Share>} */
  const others = new Map();
  for (const task of order.tasks ?? []) {
    if (here(task.station) || task.noPrep || task.state === "voided") continue;
    const share = others.get(task.station) ?? { station: task.station, done: 0, total: 0 };
    others.set(task.station, { ...share, done: share.done + (task.state === "done" ? 1 : 0), total: share.total + 1 });
  }
  return [...others.values()];
}

/** "#007" as it is called out: "7". @param {string} number */
export const shortNumber = (number) => number.replace(/^#/, "").replace(/^0+(?=\d)/, "");

/** Rush first, then the oldest; what is on hold comes last. @param {Ticket} a @param {Ticket} b */
export function byUrgency(a, b) {
  return Number(a.held) - Number(b.held)
    || Number(b.rush > 0) - Number(a.rush > 0)
    || a.rush - b.rush
    || a.firedAt - b.firedAt
    || a.id.localeCompare(b.id);
}

/** Tasks that a bump of the whole ticket finishes. @param {Ticket} ticket */
export const liveTasks = (ticket) => ticket.rows.filter((row) => row.state === "queued" || row.state === "started").flatMap((row) => row.tasks);

/** Tasks whose withdrawal or addition has to be acknowledged. @param {Ticket} ticket */
export const unreadTasks = (ticket) => ticket.rows.filter((row) => row.unread).flatMap((row) => row.tasks);

/** Tasks on hold that a cook may fire: not those that wait for another station. @param {Ticket} ticket */
export const heldTasks = (ticket) => ticket.rows.filter((row) => row.state === "held" && row.hold !== "step").flatMap((row) => row.tasks);

/**
 * Orders of which these stations finished something lately, newest first.
 * @param {Iterable<Order>} orders @param {(station: string) => boolean} here @param {number} since server time
 * @returns {{order: Order, tasks: string[], at: number, names: string[]}[]}
 */
export function finished(orders, here, since) {
  const list = [];
  for (const order of orders) {
    if (order.status === "cancelled") continue;
    const done = (order.tasks ?? []).filter((task) => here(task.station) && task.state === "done" && !task.noPrep && ms(task.doneAt) > since);
    if (!done.length) continue;
    const names = new Map(order.items.map((item) => [item.id, item.name]));
    list.push({
      order,
      tasks: done.map((task) => task.id),
      at: Math.max(...done.map((task) => ms(task.doneAt))),
      names: done.map((task) => `${task.quantity} ${names.get(task.line) ?? ""}`),
    });
  }
  return list.sort((a, b) => b.at - a.at).slice(0, 50);
}
