// Connection state recovery, which a client asks for with auth.csr. Its own argument: the URL that makes accidents happen.
import assert from "node:assert/strict";
import { open, settled } from "./client.mjs";
import { kill, move, place } from "./house.mjs";
import { ask, next, run, within } from "./scenario.mjs";
import { guest, Visitor } from "./visitor.mjs";

/** A client that can be recovered, and keeps what it is told. */
class Regular {
  heard = [];
  #door = Promise.resolve();
  #auth;

  static async enter(auth) {
    const regular = new Regular(auth);
    await next(regular.socket, "connect");
    await settled(regular.socket);
    await regular.caughtUp(); // with its session, which says where it stands
    return regular;
  }

  constructor(auth) {
    this.#auth = { csr: 1, ...auth };
    this.socket = open("/", { auth: (say) => this.#door.then(() => say(this.#auth)) });
    this.socket.onAny((event, ...args) => this.heard.push([event, ...args]));
  }

  /** Resolves once everything that was sent up to now is here. */
  async caughtUp() {
    await ask(this.socket, "is that all");
  }

  /** The versions of an order that it was told of, and takes them as read. */
  versions(orderId) {
    const updates = this.heard.filter(([event, update]) => event === "order_status_updated" && update.orderId === orderId);
    this.heard = [];
    return updates.map(([, { version }]) => version);
  }

  /** Loses its connection; it is back when the function that this resolves to has resolved. */
  async lose() {
    let letIn;
    this.#door = new Promise((resolve) => (letIn = resolve));
    const gone = next(this.socket, "disconnect");
    this.socket.io.engine.close();
    await gone;
    return async () => {
      const back = next(this.socket, "connect");
      letIn();
      await back;
      await this.caughtUp();
    };
  }
}

/** Resolves when everybody who is in was sent all updates of an order so far: a join waits for that. */
async function told(id) {
  const observer = await Visitor.enter(guest);
  await observer.join(id);
  observer.close();
}

/** Two who can be recovered follow an order, and are told of its first change. */
async function followers(id) {
  const both = [await Regular.enter(guest), await Regular.enter()];
  for (const regular of both) {
    await ask(regular.socket, "join_order_room", { orderId: id });
  }
  await move(id, "in_progress");
  await told(id);
  for (const regular of both) {
    await regular.caughtUp();
    assert.deepEqual(regular.versions(id), [2]);
  }
  return both;
}

await run({
  async "recovers who lost its connection, with all it missed, once"() {
    const { id } = await place("Ines");
    const both = await followers(id);
    for (const regular of both) {
      const { id: name } = regular.socket;
      const comeBack = await regular.lose();
      await move(id, "ready");
      await move(id, "in_progress");
      await told(id);
      await comeBack();
      assert.equal(regular.socket.recovered, true);
      assert.equal(regular.socket.id, name);
    }
    const [first, second] = both.map((regular) => regular.versions(id));
    assert.deepEqual(first, [3, 4, 5, 6]); // it was back when the other one was away
    assert.deepEqual(second, [3, 4, 5, 6]);
    await move(id, "ready");
    await told(id);
    for (const regular of both) {
      await regular.caughtUp();
      assert.deepEqual(regular.versions(id), [7]);
      regular.socket.close();
    }
  },

  async "recovers who was told of nothing yet"() {
    const regular = await Regular.enter(guest);
    for (let again = 0; again < 3; again++) {
      const comeBack = await regular.lose();
      await comeBack();
      assert.equal(regular.socket.recovered, true);
    }
    assert.deepEqual(regular.heard.filter(([event]) => event !== "session"), []);
    regular.socket.close();
  },

  async "gives the place of an event to nobody else"() {
    const { id } = await place("Ines");
    const [regular] = await followers(id);
    const plain = await Visitor.enter(guest);
    await plain.join(id);
    await move(id, "ready");
    await plain.hearVersions(id, 3); // with one argument each
    await regular.caughtUp();
    const places = regular.heard.map((args) => args.at(-1));
    assert.ok(places.length > 0 && places.every((place) => typeof place === "string"), String(places));
    plain.close();
    regular.socket.close();
  },

  async "refuses a pid to somebody else"() {
    const { id } = await place("Ines");
    const [, cook] = await followers(id);
    const comeBack = await cook.lose();
    await move(id, "ready");
    await told(id);
    const stolen = { pid: cook.socket._pid, offset: cook.socket._lastOffset };
    assert.ok(stolen.pid && stolen.offset);
    const thief = await Regular.enter({ ...guest, ...stolen });
    await thief.caughtUp();
    assert.notEqual(thief.socket._pid, stolen.pid);
    assert.deepEqual(thief.versions(id), []);
    thief.socket.close();
    await comeBack();
    assert.equal(cook.socket.recovered, true);
    assert.deepEqual(cook.versions(id), [3]);
    cook.socket.close();
  },

  async "replaces a connection that lives, by that of a client that lost it"() {
    const { id } = await place("Ines");
    const [regular] = await followers(id);
    const double = new Regular({ ...guest, pid: regular.socket._pid, offset: regular.socket._lastOffset });
    const gone = next(regular.socket, "disconnect");
    await next(double.socket, "connect");
    await gone;
    regular.socket.close();
    await move(id, "ready");
    await told(id);
    await double.caughtUp();
    assert.deepEqual(double.versions(id), [3]);
    double.socket.close();
  },

  async "does not recover who said goodbye"() {
    const regular = await Regular.enter(guest);
    regular.socket.disconnect();
    regular.socket.connect();
    await next(regular.socket, "connect");
    assert.equal(regular.socket.recovered, false);
    regular.socket.close();
  },

  async "lets who was forgotten go on with since"() {
    const { id } = await place("Ines");
    const both = await followers(id);
    const back = Promise.all(both.map(({ socket }) => next(socket, "connect")));
    await kill();
    await within(back, "both to be back");
    await move(id, "ready");
    for (const { socket } of both) {
      assert.equal(socket.recovered, false);
      const [joined] = await ask(socket, "join_order_room", { orderId: id, since: socket._lastOffset });
      assert.equal(joined.version, 3);
    }
    both.forEach(({ socket }) => socket.close());
  },
});
