// A client of the house that keeps what it is told until a scenario asks for it.
import assert from "node:assert/strict";
import { open } from "./client.mjs";
import { checkOrder, checkTask, contract } from "./contract.mjs";
import { ask, next, within } from "./scenario.mjs";

/** What a client says that wants to be told of nothing but the orders it joins. */
export const guest = { as: "guest" };

/** What a screen of the kitchen says: it is told of the stations it joins. */
export const screen = { as: "screen", name: "test" };

/** What staff hears besides: that it was let in, and that it is live. It comes when it comes. */
const beats = { session: true, tick: true };

export class Visitor {
  #heard = []; // [event, arguments], in order of arrival
  #wake = () => {};
  #door = Promise.resolve();
  cursor; // the place in the log of what was heard last

  /** Lets somebody in: staff, unless auth says otherwise. */
  static async enter(auth) {
    const visitor = new Visitor(auth);
    await next(visitor.socket, "connect");
    return visitor;
  }

  constructor(auth) {
    this.socket = open("/", { auth: (say) => this.#door.then(() => say(auth)) });
    for (const event of Object.keys(contract)) {
      this.socket.on(event, (...args) => this.#keep(event, args));
    }
    this.socket.onAny((event, ...args) => event in contract || event in beats || this.#keep(event, args));
  }

  #keep(event, args) {
    this.#heard.push([event, args]);
    this.#wake();
  }

  /** Resolves to the payload of the next event, which must have that name, one argument, and keep the contract. */
  async hear(event) {
    while (this.#heard.length === 0) {
      await within(new Promise((resolve) => (this.#wake = resolve)), event);
    }
    const [name, args] = this.#heard.shift();
    assert.equal(name, event);
    assert.equal(args.length, 1, `${event} came with ${args.length} arguments, the last a ${typeof args.at(-1)}`);
    contract[event](args[0]);
    this.cursor = args[0].cursor ?? this.cursor;
    return args[0];
  }

  /** Hears updates of an order, which must have these versions, and resolves to them. */
  async hearVersions(orderId, ...versions) {
    const updates = [];
    for (const _ of versions) {
      updates.push(await this.hear("order_status_updated"));
    }
    assertVersions(updates, orderId, versions);
    return updates;
  }

  /** Resolves to the updates that are here already. */
  async updates() {
    const updates = [];
    while (this.#heard[0]?.[0] === "order_status_updated") {
      updates.push(await this.hear("order_status_updated"));
    }
    return updates;
  }

  /**
   * Follows an order. Resolves to the answer, which must come as an event and as acknowledgement, and to the updates
   * that came before it.
   */
  async join(orderId, since) {
    const joined = await this.#ask("join_order_room", "joined_order_room", { orderId, since });
    const missed = await this.updates(); // they come before the acknowledgement
    assert.deepEqual(await this.hear("joined_order_room"), joined);
    assert.equal(joined.orderId, orderId);
    return { ...joined, missed };
  }

  /** Follows stations, as a screen. Resolves to the answer, and to the events that came before it. */
  async joinKitchen(stations, since) {
    const joined = await this.#ask("join_kitchen", "joined_kitchen", { stations, since });
    const missed = [];
    while (this.#heard.length > 0) {
      missed.push(await this.hear(this.#heard[0][0]));
    }
    this.cursor = joined.cursor;
    return { ...joined, missed };
  }

  /** Has something done in the kitchen. Resolves to the answer, which may be a refusal. */
  async command(verb, orderId, rest) {
    const [answer, ...more] = await ask(this.socket, "kitchen_command", { verb, orderId, ...rest });
    assert.deepEqual(more, []);
    if (answer.success) {
      checkOrder(answer.order);
      answer.order.tasks.forEach(checkTask);
    } else {
      contract.exception(answer);
    }
    return answer;
  }

  /** Follows an order no longer. */
  async leave(orderId) {
    const left = await this.#ask("leave_order_room", "left_order_room", { orderId });
    assert.deepEqual(await this.hear("left_order_room"), left);
    assert.equal(left.orderId, orderId);
  }

  async #ask(event, answer, payload) {
    const values = await ask(this.socket, event, payload);
    assert.equal(values.length, 1);
    contract[answer](values[0]);
    return values[0];
  }

  /** Keeps the client from getting in again, once it is out, until the function that this returns is called. */
  shutOut() {
    let open;
    this.#door = new Promise((resolve) => (open = resolve));
    return open;
  }

  /** Goes home; there must be nothing left that nobody asked for. */
  close() {
    this.socket.close();
    assert.deepEqual(this.#heard, []);
  }
}

/** Throws unless these are updates of one order with these versions. */
export function assertVersions(updates, orderId, versions) {
  assert.deepEqual(updates.map((u) => [u.orderId, u.version]), versions.map((version) => [orderId, version]));
}
