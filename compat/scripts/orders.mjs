// The house, as an official client sees it. Its own argument: the URL that makes accidents happen.
import assert from "node:assert/strict";
import { settled } from "./client.mjs";
import { contract } from "./contract.mjs";
import { cook, drain, kill, move, place, placeSamples, stopCooking } from "./house.mjs";
import { ask, next, run } from "./scenario.mjs";
import { readOrder, readUpdate } from "./seed.mjs";
import { assertVersions, guest, Visitor } from "./visitor.mjs";

const badPayloads = [
  { args: [], code: "live.payload" },
  { args: [null], code: "live.payload" },
  { args: [7], code: "live.payload" },
  { args: ["x"], code: "live.payload" },
  { args: [[]], code: "live.payload" },
  { args: [{ orderId: 7 }], code: "live.payload" },
  { args: [{}], code: "order.unknown" },
  { args: [{ orderId: "x" }], code: "order.unknown" },
];

/**
 * Lets something cut off a cook and a guest who follow an order, and the order move on meanwhile. Both must come back by
 * themselves and get what they missed, whether the last update before the cut had still reached them or not.
 */
async function missNothing(cut) {
  const { id } = await place("Ines");
  await told(id); // or the cook might still be told that it is new
  const visitors = await Promise.all([Visitor.enter(), Visitor.enter(guest)]);
  const each = (f) => Promise.all(visitors.map(f));
  await each((visitor) => follow(visitor, id));
  await move(id, "in_progress");
  await each((visitor) => visitor.hearVersions(id, 2));

  const letIn = visitors.map((visitor) => visitor.shutOut());
  const gone = each(({ socket }) => next(socket, "disconnect"));
  await move(id, "ready");
  await cut(visitors);
  await gone;
  await move(id, "completed");
  await move(id, "ready");
  await told(id);

  const back = each(({ socket }) => next(socket, "connect"));
  letIn.forEach((open) => open());
  await back;
  // Not before: the newest client hands over an event in the next tick, and so after the "disconnect" that came behind it.
  const late = await each((visitor) => visitor.updates());
  await each(async (visitor, i) => {
    const { missed, resumed, version } = await visitor.join(id, visitor.cursor);
    assertVersions([...late[i], ...missed], id, [3, 4, 5]);
    assert.deepEqual({ resumed, version }, { resumed: true, version: 5 });
  });
  await move(id, "completed");
  await each((visitor) => visitor.hearVersions(id, 6));
  await nothingElse(visitors, id);
}

/** Lets a visitor follow an order that was just placed, over the transport it is to end up with. */
async function follow(visitor, id) {
  await settled(visitor.socket);
  const { missed, resumed, version } = await visitor.join(id);
  assert.deepEqual({ missed, resumed, version }, { missed: [], resumed: false, version: 1 });
}

/** Resolves when everybody who is in was sent all updates of an order so far: a join waits for that. */
async function told(id) {
  const observer = await Visitor.enter(guest);
  await observer.join(id);
  observer.close();
}

/**
 * Ends a scenario: there must be nothing that nobody listened for. Once the server, having told of all updates of an
 * order, answers to whatever question, all it has sent has arrived.
 */
async function nothingElse(visitors, id) {
  await told(id);
  await Promise.all(visitors.map(({ socket }) => ask(socket, "is that all")));
  visitors.forEach((visitor) => visitor.close());
}

await run({
  // The first: the cooks would take the orders of others too.
  async "serves a page of the seed, which only listens"() {
    const page = await Visitor.enter();
    const placed = await placeSamples();
    for (const order of placed) {
      assert.deepEqual(readOrder(await page.hear("new_order")), readOrder(order));
    }
    await cook(100);
    const progress = new Map(placed.map(({ id }) => [id, ["pending"]]));
    while ([...progress.values()].some((statuses) => statuses.at(-1) !== "completed")) {
      const { orderId, status } = readUpdate(await page.hear("order_status_updated"));
      progress.get(orderId).push(status);
    }
    for (const statuses of progress.values()) {
      assert.deepEqual(statuses, ["pending", "in_progress", "ready", "completed"]);
    }
    await stopCooking();
    await nothingElse([page], placed[0].id);
  },

  async "tells staff of a new order without joining"() {
    const staff = await Promise.all([Visitor.enter(), Visitor.enter(), Visitor.enter({ as: "staff" })]);
    const order = await place("Ines");
    for (const visitor of staff) {
      const event = await visitor.hear("new_order");
      assert.deepEqual(event.order, order);
      assert.equal(event.timestamp, order.createdAt);
    }
    await nothingElse(staff, order.id);
  },

  async "tells staff each update once, also of an order it joined"() {
    const [listener, member] = await Promise.all([Visitor.enter(), Visitor.enter()]);
    const { id } = await place("Ines");
    await Promise.all([listener, member].map((visitor) => visitor.hear("new_order")));
    await member.join(id);
    await move(id, "ready", "Come and get it");
    for (const visitor of [listener, member]) {
      const [started, finished] = await visitor.hearVersions(id, 2, 3);
      assert.deepEqual([started.status, finished.status], ["in_progress", "ready"]);
      assert.equal(readUpdate(finished).message, "Come and get it");
    }
    await nothingElse([listener, member], id);
  },

  async "tells a guest of the orders it follows, until it leaves them"() {
    const visitor = await Visitor.enter(guest);
    const [mine, other] = [await place("Ines"), await place("Bob")];
    const joined = await visitor.join(mine.id);
    assert.deepEqual(joined.order, mine);
    assert.deepEqual({ missed: joined.missed, resumed: joined.resumed }, { missed: [], resumed: false });
    await move(other.id, "in_progress");
    await move(mine.id, "completed");
    await move(mine.id, "ready");
    const updates = await visitor.hearVersions(mine.id, 2, 3, 4, 5);
    assert.deepEqual(updates.map((u) => u.status), ["in_progress", "ready", "completed", "ready"]);
    await visitor.leave(mine.id);
    await move(mine.id, "completed");
    await nothingElse([visitor], mine.id);
  },

  async "answers a client that asks for no acknowledgement"() {
    const visitor = await Visitor.enter(guest);
    const { id } = await place("Ines");
    visitor.socket.emit("join_order_room", { orderId: id });
    assert.equal((await visitor.hear("joined_order_room")).orderId, id);
    visitor.socket.emit("leave_order_room", { orderId: id });
    assert.equal((await visitor.hear("left_order_room")).orderId, id);
    visitor.close();
  },

  async "refuses bad payloads and lets the socket live"() {
    const visitor = await Visitor.enter(guest);
    const { socket } = visitor;
    const sid = socket.id;
    for (const event of ["join_order_room", "leave_order_room"]) {
      for (const { args, code } of badPayloads) {
        const [refusal, ...more] = await ask(socket, event, ...args);
        contract.exception(refusal);
        assert.deepEqual({ code: refusal.code, more }, { code, more: [] }, `${event} ${JSON.stringify(args)}`);
        socket.emit(event, ...args);
        assert.deepEqual(await visitor.hear("exception"), refusal);
      }
    }
    const { id } = await place("Ines");
    await visitor.join(id);
    assert.equal(socket.id, sid);
    visitor.close();
  },

  async "misses nothing when its connection drops"() {
    await missNothing((visitors) => visitors.forEach(({ socket }) => socket.io.engine.close()));
  },

  async "misses nothing when the server is killed"() {
    await missNothing(kill);
  },

  async "misses nothing when the server is drained"() {
    await missNothing(drain);
  },

  async "serves twenty at once"() {
    const visitors = await Promise.all(Array.from({ length: 20 }, (_, i) => Visitor.enter(i % 2 ? guest : undefined)));
    const { id } = await place("Ines");
    await Promise.all(visitors.filter((_, i) => i % 2 === 0).map((staff) => staff.hear("new_order")));
    await Promise.all(visitors.map((visitor) => visitor.join(id)));
    await move(id, "completed");
    await Promise.all(visitors.map((visitor) => visitor.hearVersions(id, 2, 3, 4)));
    await nothingElse(visitors, id);
  },
});
