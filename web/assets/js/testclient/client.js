// @ts-check
// The client joins the parts: what a person does here, what the wire says, and
// what the page shows.
import { batch, signal } from "@preact/signals";
import { toast } from "../components/toast.js";
import { Book } from "./book.js";
import { Crowd } from "./crowd.js";
import { Journal } from "./journal.js";
import { Ledger } from "./ledger.js";
import { Link } from "./link.js";
import { Propagation } from "./propagation.js";
import { Rest } from "./rest.js";

/**
 * @typedef {import("../../../types/wire").Order} Order
 * @typedef {import("../../../types/wire").Status} Status
 */

/** What a new order of the page contains: the seed's own example. */
export const EXAMPLE_ITEMS = [
  { name: "Large Fries", price: 3.5, quantity: 1 },
  { name: "Cheeseburger", price: 8.5, quantity: 1 },
];

export class Client {
  journal = new Journal();
  rest = new Rest(this.journal);
  book = new Book();
  ledger = new Ledger();
  propagation = new Propagation();
  crowd = new Crowd();
  link = new Link(this.journal, {
    connected: () => this.#connected(),
    heard: (event, payload) => this.#heard(event, payload),
    joined: (orderId, answer) => this.#joined(orderId, answer),
    left: (orderId) => this.#left(orderId),
  });

  /** @type {import("@preact/signals").Signal<import("./link.js").Target>} */
  target = signal({ url: location.origin, transport: "auto", guest: false });
  /** @type {import("@preact/signals").Signal<Set<string>>} */
  rooms = signal(new Set());
  counts = signal({ received: 0, lost: 0, duplicated: 0, outOfOrder: 0 });
  /** @type {import("@preact/signals").Signal<{at: Date, overview: import("../../../types/wire").Statistics} | undefined>} */
  statistics = signal(undefined);

  connect() {
    const { url } = this.target.value;
    if (this.rest.base !== url) this.book.clear();
    this.rest.base = url;
    this.link.connect(this.target.value);
  }

  /** Runs an action of a person; what fails is said in a toast. @param {() => Promise<unknown>} action */
  async attempt(action) {
    try {
      return await action();
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {{customerName: string, items: object[]}} body */
  async place(body) {
    const start = performance.now();
    const { order } = await this.rest.call("POST", "/orders", body);
    this.#placed([order], start);
  }

  async placeSamples() {
    const start = performance.now();
    const { orders } = await this.rest.call("POST", "/orders/demo/create-sample");
    this.#placed(orders, start);
  }

  /** @param {Order} order @param {Status} status @param {string} [message] */
  async setStatus({ id }, status, message) {
    this.propagation.expect(`${id} ${status}`, performance.now());
    const answer = await this.rest.call("POST", `/orders/${encodeURIComponent(id)}/status`, { status, message });
    this.book.learn(answer.order);
  }

  /** @param {number} speed times real time */
  simulate = (speed) => this.rest.call("POST", "/orders/simulate/kitchen-workflow", { speed });
  stopSimulation = () => this.rest.call("POST", "/orders/simulate/stop");

  async readStatistics() {
    this.statistics.value = { overview: await this.rest.call("GET", "/orders/stats/overview"), at: new Date() };
  }

  /** @param {string} orderId */
  join(orderId) {
    return this.link.join(orderId, this.ledger.joining(orderId));
  }

  async #connected() {
    this.ledger.connected();
    for (const orderId of this.ledger.rooms) void this.join(orderId);
    await this.attempt(() => this.#reload());
  }

  async #reload() {
    const { orders } = await this.rest.call("GET", "/orders?limit=50");
    this.book.learn(...orders);
    if (!this.target.value.guest) for (const o of orders) this.ledger.snapshot(o.id, o.version);
  }

  /** @param {Order[]} orders @param {number} start */
  #placed(orders, start) {
    for (const order of orders) this.propagation.expect(`${order.id} new`, start);
    this.book.learn(...orders);
    this.book.chosen.value = orders[0].id;
  }

  /** @param {string} event @param {any} payload */
  #heard(event, payload) {
    batch(() => {
      if (event === "new_order") this.#event(payload, "new");
      if (event === "order_status_updated") this.#event(payload, payload.status);
      if (event === "order_updated") this.#event(payload, payload.verb);
      if (event === "exception") toast(payload.message);
      this.#publish();
    });
  }

  /** @param {{order: Order, cursor: string, message?: string}} payload @param {string} what */
  #event({ order, cursor, message }, what) {
    this.propagation.happened(`${order.id} ${what}`);
    const verdict = this.ledger.event({ orderId: order.id, version: order.version, cursor });
    if (verdict === "gap") void this.join(order.id);
    if (verdict === "applied") this.book.learn({ ...order, message });
  }

  /** @param {string} orderId @param {import("./link.js").Joined | import("./link.js").Problem} answer */
  #joined(orderId, answer) {
    if ("order" in answer) {
      this.ledger.joined(answer);
      this.book.learn(answer.order);
    } else {
      this.ledger.left(orderId, !this.target.value.guest);
      toast(answer.message);
    }
    this.#publish();
  }

  /** @param {string} orderId */
  #left(orderId) {
    this.ledger.left(orderId, !this.target.value.guest);
    this.#publish();
  }

  #publish() {
    const { received, lost, duplicated, outOfOrder, rooms } = this.ledger;
    this.counts.value = { received, lost, duplicated, outOfOrder };
    this.rooms.value = new Set(rooms);
  }
}
