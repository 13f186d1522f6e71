// @ts-check
// The board of a kitchen screen: its tickets, their states and places, and
// what the hands do with them. What it shows are signals; it draws nothing.
import { batch, computed, effect, signal } from "@preact/signals";
import { allDay, together } from "./all-day.js";
import { Lane } from "./lane.js";
import { cellsNeeded } from "./place.js";
import { limitsFor } from "./settings.js";
import { byUrgency, finished, heldTasks, liveTasks, ticketOf, unreadTasks } from "./ticket.js";
import { stateOf } from "./timing.js";
import { RECALL_WINDOW } from "./orders.js";

/**
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 * @typedef {import("../../../types/kitchen").Row} Row
 * @typedef {import("../../../types/kitchen").TicketState} TicketState
 * @typedef {{order: Order, tasks: string[], verb: "undo" | "fire" | "hold"}} Undoable
 */

/** After the board got another size, tickets may still move for this long, ms. */
const SETTLING = 500;
/** How many taps can be taken back with one key. */
const UNDO_DEPTH = 50;

export class Board {
  selected = signal("");
  /** Tickets that somebody here has taken note of. @type {import("@preact/signals").Signal<ReadonlySet<string>>} */
  touched = signal(new Set());
  /** @type {import("@preact/signals").Signal<ReadonlySet<string>>} */
  highlighted = signal(new Set());
  search = signal("");
  /** Inner size of a cell's list of rows, px. */
  cell = signal({ width: 240, height: 200, rem: 20 });
  /** @type {Undoable[]} */
  #done = [];
  /** @type {WeakMap<Order, {ticket: Ticket | undefined}>} */
  #made = new WeakMap();
  /** @type {Map<string, number>} measured on the screen */
  #measured = new Map();

  /** @param {import("./house.js").House} house @param {import("@preact/signals").Signal<import("./settings.js").Settings>} settings */
  constructor(house, settings) {
    this.house = house;
    this.settings = settings;
    this.here = computed(() => {
      const where = house.where.value;
      return where.includes("all") ? () => true : (/** @type {string} */ station) => where.includes(station);
    });
    this.combine = computed(() => settings.value.combine);
    this.tickets = computed(() => this.#tickets());
    this.visible = computed(() => this.tickets.value.filter((ticket) => this.#passes(ticket)));
    this.states = this.#states();
    this.lane = new Lane(this.visible, (id) => this.#cells(id));
    this.totals = computed(() => allDay(this.visible.value));
    this.together = computed(() => together(this.visible.value));
    this.counts = computed(() => counted(this.states.value));
    /** Tasks with a tap that the server has not answered, by order. */
    this.waiting = computed(() => waitingTasks(house.outbox.taps.value));
    effect(() => this.#keepSelection());
    effect(() => this.#forget(house.orders.value));
  }

  #tickets() {
    const here = this.here.value;
    const combine = this.combine.value;
    if (this.#view !== here || this.#combined !== combine) this.#made = new WeakMap();
    this.#view = here;
    this.#combined = combine;
    const tickets = [];
    for (const order of this.house.shown.value.values()) {
      let made = this.#made.get(order);
      if (!made) this.#made.set(order, (made = { ticket: ticketOf(order, here, { combine }) }));
      if (made.ticket) tickets.push(made.ticket);
    }
    return tickets.sort(byUrgency);
  }
  /** @type {unknown} */
  #view;
  #combined = true;

  /** @param {Ticket} ticket */
  #passes({ order, number }) {
    const { types, channels } = this.settings.value;
    const words = this.search.value.trim().toLowerCase();
    return (!types.length || types.includes(order.type ?? "takeaway"))
      && (!channels.length || channels.includes(order.channel ?? ""))
      && (!words || `${number} ${order.number} ${order.customerName} ${order.table ?? ""}`.toLowerCase().includes(words));
  }

  /** States change with time; the map only when one of them does. */
  #states() {
    /** @type {import("@preact/signals").Signal<ReadonlyMap<string, TicketState>>} */
    const states = signal(new Map());
    effect(() => {
      const now = this.house.now.value;
      const touched = this.touched.value;
      const fresh = new Map(this.visible.value.map((ticket) => [ticket.id, stateOf(ticket, now, this.limits(ticket), touched.has(ticket.id))]));
      const before = states.peek();
      const same = fresh.size === before.size && [...fresh].every(([id, state]) => before.get(id) === state);
      if (!same) states.value = fresh;
    });
    return states;
  }

  /** When a ticket without a promise becomes due and late, ms after firing. @param {Ticket} ticket */
  limits(ticket) {
    const station = this.house.stations.value.find(({ id }) => id === ticket.rows[0]?.station);
    return limitsFor(this.settings.value, ticket.order.type ?? "takeaway", this.house.setup.value, station);
  }

  /** @param {string} id */
  #cells(id) {
    const ticket = this.find(id);
    if (!ticket || this.settings.peek().view === "list") return 1;
    return Math.max(this.#measured.get(id) ?? 0, cellsNeeded(ticket, this.cell.peek()));
  }

  /** A ticket turned out to need more cells than it has. @param {string} id @param {number} cells */
  measured(id, cells) {
    if ((this.#measured.get(id) ?? 0) >= cells) return;
    this.#measured.set(id, cells);
    if (Date.now() < this.#settledAt) this.lane.tidy(); // nobody has got used to the places yet
    else this.lane.again();
  }
  #settledAt = Date.now() + SETTLING;

  /** Sizes changed: what was measured is worth nothing any more. @param {{columns: number, rows: number}} grid @param {{width: number, height: number, rem: number}} cell */
  resize(grid, cell) {
    batch(() => {
      this.#measured.clear();
      this.#settledAt = Date.now() + SETTLING;
      this.cell.value = cell;
      this.lane.grid.value = grid;
    });
    this.lane.tidy();
  }

  /** @param {string} id */
  find = (id) => this.visible.peek().find((ticket) => ticket.id === id);

  /** The ticket in a slot of the page, from 0. @param {number} slot */
  inSlot = (slot) => this.find(this.lane.inSlot(slot + 1));

  get current() {
    return this.find(this.selected.peek());
  }

  /** @param {string} id */
  select(id) {
    this.selected.value = id;
    this.lane.show(id);
    this.touch(id);
  }

  /** @param {string} id */
  touch(id) {
    if (id && !this.touched.peek().has(id)) this.touched.value = new Set(this.touched.peek()).add(id);
  }

  /** When the selected ticket leaves, the next one is selected. */
  #keepSelection() {
    const ids = this.visible.value.map(({ id }) => id);
    const id = this.selected.peek();
    if (id && !ids.includes(id)) this.selected.value = ids[this.#at] ?? ids.at(-1) ?? "";
    this.#at = Math.max(0, ids.indexOf(this.selected.value));
  }
  #at = 0;

  /** What is known of tickets goes with their orders. @param {ReadonlyMap<string, Order>} orders */
  #forget(orders) {
    for (const id of this.#measured.keys()) if (!orders.has(id)) this.#measured.delete(id);
    const touched = this.touched.peek();
    const kept = [...touched].filter((id) => orders.has(id));
    if (kept.length < touched.size) this.touched.value = new Set(kept);
  }

  /** Finishes a ticket at this screen's stations. @param {Ticket} ticket @returns {string[]} the tasks that were finished */
  bump(ticket) {
    this.touch(ticket.id);
    const unread = unreadTasks(ticket);
    const live = liveTasks(ticket);
    batch(() => {
      if (unread.length) this.house.tap("acknowledge", ticket.order, { tasks: unread });
      if (live.length) this.#undoable("bump", "undo", ticket, live);
    });
    return live;
  }

  /** Takes note of a change, or finishes a row, or takes that back. @param {Ticket} ticket @param {Row} row @returns {"acknowledged" | "done" | "undone" | "held"} */
  tick(ticket, row) {
    this.touch(ticket.id);
    if (row.unread) {
      this.house.tap("acknowledge", ticket.order, { tasks: row.tasks });
      return "acknowledged";
    }
    if (row.state === "done") {
      this.house.tap("undo", ticket.order, { tasks: row.tasks });
      return "undone";
    }
    if (row.state === "held") return "held";
    this.#undoable("bump", "undo", ticket, row.tasks);
    return "done";
  }

  /** Finishes the first row that is open. @param {Ticket} ticket */
  tickNext(ticket) {
    const row = ticket.rows.find(({ state, unread }) => unread || state === "queued" || state === "started");
    return row && this.tick(ticket, row);
  }

  /** @param {Ticket} ticket */
  start(ticket) {
    this.touch(ticket.id);
    const tasks = ticket.rows.filter((row) => row.state === "queued").flatMap((row) => row.tasks);
    if (tasks.length) this.house.tap("start", ticket.order, { tasks });
    return tasks.length > 0;
  }

  /** Holds what has not been started; fires what is held when nothing else is left. @param {Ticket} ticket @returns {"hold" | "fire" | undefined} */
  toggleHold(ticket) {
    this.touch(ticket.id);
    const waiting = ticket.rows.filter((row) => row.state === "queued").flatMap((row) => row.tasks);
    const held = heldTasks(ticket);
    if (waiting.length) this.#undoable("hold", "fire", ticket, waiting);
    else if (held.length) this.#undoable("fire", "hold", ticket, held);
    else return undefined;
    return waiting.length ? "hold" : "fire";
  }

  /** @param {"bump" | "hold" | "fire"} verb @param {Undoable["verb"]} back @param {Ticket} ticket @param {string[]} tasks */
  #undoable(verb, back, ticket, tasks) {
    this.house.tap(verb, ticket.order, { tasks });
    this.#done = [...this.#done, { order: ticket.order, tasks, verb: back }].slice(-UNDO_DEPTH);
  }

  /** Takes the last tap back. @returns {Order | undefined} whose it was */
  undo() {
    const last = this.#done.pop();
    if (!last) return undefined;
    const order = this.house.orders.peek().get(last.order.id) ?? last.order;
    this.house.tap(last.verb, order, { tasks: last.tasks });
    return order;
  }

  /** What was finished here lately, newest first. */
  recent() {
    return finished(this.house.shown.value.values(), this.here.value, this.house.now.value - RECALL_WINDOW);
  }

  /** Brings a finished ticket back to its place. @param {{order: Order, tasks: string[]}} entry */
  recall({ order, tasks }) {
    this.touch(order.id);
    this.house.tap("recall", order, { tasks });
  }
}

/** @param {import("../../../types/kitchen").Tap[]} taps */
function waitingTasks(taps) {
  /** @type {Map<string, string[]>} */
  const waiting = new Map();
  for (const { orderId, tasks = [] } of taps) waiting.set(orderId, [...(waiting.get(orderId) ?? []), ...tasks]);
  return waiting;
}

/** @param {ReadonlyMap<string, TicketState>} states */
function counted(states) {
  const count = { all: 0, new: 0, soon: 0, late: 0, held: 0 };
  for (const state of states.values()) {
    if (state !== "held") count.all++;
    if (state in count) count[/** @type {"new" | "soon" | "late" | "held"} */ (state)]++;
  }
  return count;
}
