// @ts-check
// The house as a screen knows it: orders, stations, the server's clock and the
// line to it. Screens read its signals and give it taps.
import { batch, computed, signal } from "@preact/signals";
import { Connection } from "./connection.js";
import { forget, learn, replace } from "./orders.js";
import { Outbox } from "./outbox.js";
import { Overlay } from "./taps.js";
import { ServerClock } from "./timing.js";
import { uuid7 } from "./uuid.js";

/**
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 * @typedef {import("../../../types/kitchen").Tap} Tap
 * @typedef {import("../../../types/kitchen").Snapshot} Snapshot
 * @typedef {import("../../../types/kitchen").JoinedKitchen} Joined
 * @typedef {object} Line what carries words to the server and back
 * @property {(name: string) => void} connect
 * @property {() => void} join
 * @property {() => void} cut
 * @property {(tap: Tap) => Promise<import("../../../types/kitchen").Outcome>} send
 * @property {(ticket: {orderId: string, station: string, version: number}) => void} seen
 */

/** The board is kept for a reload at most this often, ms. */
const KEEP_EVERY = 1_000;
/** How long what arrived while we were away is marked, ms. */
const FRESH_FOR = 120_000;

const steady = () => performance.now();

export class House {
  /** @type {import("@preact/signals").Signal<ReadonlyMap<string, Order>>} */
  orders = signal(new Map());
  /** @type {import("@preact/signals").Signal<import("../../../types/kitchen").Station[]>} */
  stations = signal([]);
  /** @type {import("@preact/signals").Signal<import("../../../types/kitchen").Setup | undefined>} */
  setup = signal(undefined);
  /** Server time in ms, once a second: the one timer of all clocks. */
  now = signal(Date.now());
  /** @type {import("@preact/signals").Signal<import("./connection.js").State>} */
  connection = signal("connecting");
  /** Server time of the last word from the server. */
  heardAt = signal(0);
  /** The board comes from the last visit and the server has not been heard yet. */
  remembered = signal(false);
  /** Orders that were placed while this screen was away. @type {import("@preact/signals").Signal<ReadonlySet<string>>} */
  fresh = signal(new Set());
  /** Older orders that are open too and were too many to be sent. */
  older = signal(0);
  /** How often the server has let this screen in. */
  joins = signal(0);
  /** A number that changes when the menu or its stock does. */
  menu = signal(0);

  /** @type {import("@preact/signals").ReadonlySignal<ReadonlyMap<string, Order>>} */
  shown;
  #clock = new ServerClock(steady, Date.now());
  #state = new Connection(steady());
  #overlay = new Overlay();
  #cursor = "";
  #keeping = false;
  /** The stations whose tickets the server was told are seen, by what the order was then. @type {WeakMap<Order, Set<string>>} */
  #sent = new WeakMap();
  /** @type {Line} */
  #line;

  /**
   * @param {object} parts
   * @param {string} parts.page under which the board is kept
   * @param {string} parts.device
   * @param {import("@preact/signals").Signal<string[]>} parts.where ids of stations, or "all"
   * @param {import("./shelf.js").Shelf} parts.shelf
   * @param {(settled: import("./outbox.js").Settled) => void} parts.settled
   * @param {(code: string) => void} parts.refused why the server does not let the screen in
   * @param {(listener: import("./link.js").Listener) => Line} parts.line
   */
  constructor({ page, device, where, shelf, settled, refused, line }) {
    this.page = page;
    this.device = device;
    this.where = where;
    this.shelf = shelf;
    this.outbox = new Outbox(shelf, (tap) => this.#line.send(tap), (done) => {
      if (done.outcome.order) this.learn(done.outcome.order);
      settled(done);
    });
    this.#line = line({
      place: () => ({ stations: where.peek(), since: this.#since(), screen: this.screenName }),
      joined: (answer) => this.#joined(answer),
      heard: (event, payload) => this.#heard(event, payload),
      lost: () => this.#lost(),
      refused,
    });
    this.shown = computed(() => this.#overlay.over(this.orders.value, this.outbox.taps.value));
  }

  screenName = "";

  /** Shows what is remembered, then connects. @param {string} name of the screen */
  async open(name) {
    this.screenName = name;
    await this.outbox.load();
    await this.#remember();
    this.#line.connect(name);
    setInterval(() => this.tick(), 1000);
    this.tick();
  }

  /** Another choice of stations starts from a fresh board. */
  moveTo(/** @type {string[]} */ stations) {
    this.where.value = stations;
    this.again();
  }

  /** Asks for a fresh board. */
  again() {
    this.#cursor = "";
    this.#line.join();
  }

  /** Where to go on from; a board that was not whole is asked for afresh. */
  #since() {
    return this.older.peek() ? undefined : this.#cursor || undefined;
  }

  /** Server time, ms. */
  time = () => this.#clock.now();

  /** @param {Order[]} told */
  learn(...told) {
    const orders = learn(this.orders.peek(), ...told);
    if (orders === this.orders.peek()) return;
    this.orders.value = orders;
    this.#keepSoon();
  }

  /** Takes in what has come; a burst of events is drawn once. */
  #takeIn() {
    const told = this.#inbox;
    this.#inbox = [];
    if (told.length) this.learn(...told);
  }
  /** @type {Order[]} */
  #inbox = [];

  /**
   * A tap of a cook: shown at once, sent as soon as possible.
   * @param {import("../../../types/kitchen").Verb} verb @param {Order} order
   * @param {Pick<Tap, "tasks" | "station" | "course" | "quantity" | "reason" | "to" | "force">} [what]
   */
  tap(verb, order, what = {}) {
    const at = this.time();
    return this.outbox.add({
      id: uuid7(Date.now()), device: this.device, verb, orderId: order.id, number: order.number,
      at: new Date(at).toISOString(), expectedVersion: order.version, ...what,
    });
  }

  /** Tells the server which tickets are on the screen, once each time it has let us in. @param {Iterable<Order>} orders @param {(station: string) => boolean} here */
  seen(orders, here) {
    for (const order of orders) {
      const sent = this.#sent.get(order) ?? new Set();
      this.#sent.set(order, sent);
      for (const station of unseen(order, here)) {
        if (sent.has(station)) continue;
        sent.add(station);
        this.#line.seen({ orderId: order.id, station, version: order.version });
      }
    }
  }

  tick() {
    const now = steady();
    if (this.#state.silent(now)) this.#line.cut();
    batch(() => {
      this.now.value = this.time();
      this.connection.value = this.#state.state(now);
      const orders = forget(this.orders.peek(), this.time());
      if (orders !== this.orders.peek()) this.orders.value = orders;
    });
  }

  /** @param {Joined} answer */
  #joined(answer) {
    batch(() => {
      this.#takeIn();
      this.#clock.set(Date.parse(answer.serverTime), answer.clockRate ?? 1);
      this.#state.live(steady(), this.remembered.peek());
      this.stations.value = answer.stations;
      this.setup.value = answer.setup;
      if (!answer.resumed) {
        this.orders.value = replace(this.orders.peek(), answer.orders);
        this.older.value = answer.older ?? 0;
      }
      this.#markFresh();
      this.#cursor = answer.cursor || this.#cursor;
      this.remembered.value = false;
      this.#sent = new WeakMap(); // what was lost with the line is sent again
      this.joins.value++;
    });
    this.#wordCame();
    this.tick();
    this.outbox.open = true;
  }

  /** Marks what was placed while the line was away. */
  #markFresh() {
    const known = this.#knownBefore;
    this.#knownBefore = undefined;
    const fresh = new Set([...this.orders.peek().keys()].filter((id) => known && !known.has(id)));
    if (!fresh.size) return;
    this.fresh.value = fresh;
    setTimeout(() => (this.fresh.value = new Set()), FRESH_FOR);
  }
  /** The orders that were known when the line was lost. @type {ReadonlySet<string> | undefined} */
  #knownBefore;

  /** @param {string} event @param {any} payload */
  #heard(event, payload) {
    this.#state.heard(steady());
    batch(() => {
      if (event === "tick") this.#clock.set(Date.parse(payload.serverTime), payload.clockRate);
      if (event === "kitchen_changed") {
        this.setup.value = payload.setup ?? this.setup.peek();
        this.stations.value = payload.stations ?? this.stations.peek();
      }
      if (event === "menu_changed") this.menu.value++;
      if (payload?.order?.id && this.#inbox.push(payload.order) === 1) setTimeout(() => this.#takeIn());
      if (payload?.cursor) this.#cursor = payload.cursor;
    });
    this.#wordCame();
  }

  #wordCame() {
    this.heardAt.value = this.time();
    this.#keepSoon();
  }

  #lost() {
    if (this.#state.joined) this.#knownBefore = new Set(this.orders.peek().keys());
    this.#state.lost(steady());
    this.outbox.open = false;
  }

  #keepSoon() {
    if (this.#keeping) return;
    this.#keeping = true;
    setTimeout(() => {
      this.#keeping = false;
      void this.shelf.putBoard(this.#boardName(), this.#snapshot()).catch(() => undefined);
    }, KEEP_EVERY);
  }

  #boardName = () => `${this.page} ${this.where.peek().toSorted().join()}`;

  /** @returns {Snapshot | undefined} */
  #snapshot() {
    const setup = this.setup.peek();
    if (!setup) return undefined;
    return {
      orders: [...this.orders.peek().values()], stations: this.stations.peek(), setup, cursor: this.#cursor, older: this.older.peek(),
      asOf: this.heardAt.peek(), offset: this.time() - Date.now(), rate: this.#clock.rate,
    };
  }

  async #remember() {
    /** @type {Snapshot | undefined} */
    const kept = await this.shelf.board(this.#boardName()).catch(() => undefined);
    if (!kept) return;
    this.#knownBefore = new Set(kept.orders.map(({ id }) => id));
    batch(() => {
      this.orders.value = new Map(kept.orders.map((order) => [order.id, order]));
      this.stations.value = kept.stations;
      this.setup.value = kept.setup;
      this.#cursor = kept.cursor;
      this.older.value = kept.older ?? 0;
      this.heardAt.value = kept.asOf;
      this.#clock.set(Date.now() + kept.offset, kept.rate);
      this.remembered.value = true;
    });
  }
}

/** Stations at which nobody has been shown an order yet. @param {Order} order @param {(station: string) => boolean} here */
function unseen(order, here) {
  const tasks = (order.tasks ?? []).filter((task) => here(task.station) && !task.seenAt && (task.state === "queued" || task.state === "started"));
  return new Set(tasks.map((task) => task.station));
}
