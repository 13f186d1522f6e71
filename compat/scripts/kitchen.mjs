// A screen of the kitchen, as an official client sees it. Its own argument: the URL that makes accidents happen.
import assert from "node:assert/strict";
import { settled } from "./client.mjs";
import { drain, kill, move, place, setAvailability, setMenu, setUpKitchen } from "./house.mjs";
import { ask, next, run } from "./scenario.mjs";
import { assertVersions, guest, screen, Visitor } from "./visitor.mjs";

const statesOf = (order) => order.tasks.map(({ station, state }) => `${station} ${state}`);

/** Lets a screen in that shows stations. */
async function enterKitchen(...stations) {
  const visitor = await Visitor.enter(screen);
  await settled(visitor.socket);
  return { visitor, ...(await visitor.joinKitchen(stations)) };
}

/** Cuts off a screen while the kitchen works on: it comes back by itself and gets what it missed. */
async function missNothing(cut) {
  const { visitor } = await enterKitchen("grill");
  const counter = await Visitor.enter(screen);
  const { id } = await place("Ines");
  const { cursor } = await visitor.hear("new_order");
  const letIn = visitor.shutOut();
  const gone = next(visitor.socket, "disconnect");
  await cut(visitor);
  await gone;
  if (!counter.socket.connected) {
    await next(counter.socket, "connect");
  }
  await counter.command("start", id, { station: "grill", key: `${id} start` });
  await counter.command("bump", id, { key: `${id} bump` });
  const back = next(visitor.socket, "connect");
  letIn();
  await back;
  const joined = await visitor.joinKitchen(["grill"], cursor);
  assertVersions(joined.missed, id, [2, 3, 4, 5]);
  assert.deepEqual(joined.missed.map((e) => e.verb ?? e.status), ["start", "in_progress", "bump", "ready"]);
  assert.deepEqual({ resumed: joined.resumed, orders: joined.orders }, { resumed: true, orders: [] });
  await move(id, "completed");
  await visitor.hearVersions(id, 6);
  visitor.close();
  counter.close();
}

await run({
  // The first: the others need these stations.
  async "is told that the kitchen is set up"() {
    const { visitor } = await enterKitchen("all");
    await setUpKitchen();
    const { setup, stations } = await visitor.hear("kitchen_changed");
    assert.equal(setup.version, 1);
    assert.deepEqual(stations.map(({ id }) => id), ["fryer", "grill"]);
    visitor.close();
  },

  async "is told of a menu and what is sold out of it, as staff is"() {
    const { visitor } = await enterKitchen("all");
    const counter = await Visitor.enter({});
    await settled(counter.socket);
    await setMenu();
    for (const told of [visitor, counter]) {
      assert.deepEqual(await told.hear("menu_changed"), { version: 2, items: [] });
    }
    for (const [supply, items] of [
      [{ state: "count", left: 2 }, [{ id: "brownie", available: true, state: "count", left: 2 }]],
      [{ state: "sold_out" }, [{ id: "brownie", available: false, state: "sold_out" }]],
      [{ state: "available" }, []],
    ]) {
      await setAvailability("brownie", supply);
      for (const told of [visitor, counter]) {
        assert.deepEqual((await told.hear("menu_changed")).items, items);
      }
    }
    counter.close();
    visitor.close();
  },

  async "shows what is open at its stations, and what comes"() {
    const before = await place("Ines");
    const { visitor, orders, stations, resumed, missed } = await enterKitchen("grill");
    assert.deepEqual(orders.find(({ id }) => id === before.id), before);
    assert.deepEqual(stations.map(({ id }) => id), ["fryer", "grill"]);
    assert.deepEqual({ resumed, missed }, { resumed: false, missed: [] });
    const after = await place("Bob");
    assert.deepEqual((await visitor.hear("new_order")).order, after);
    assert.deepEqual(statesOf(after), ["fryer queued", "grill queued"]);
    visitor.close();
  },

  async "carries out a command once under its key, and tells all screens"() {
    const { id, number } = await place("Ines");
    const [grill, fryer] = await Promise.all([enterKitchen("grill"), enterKitchen("fryer")]);
    const tap = { station: "grill", expectedVersion: 1, key: `${id} 1`, at: new Date().toISOString() };
    const first = await grill.visitor.command("bump", id, tap);
    assert.deepEqual(statesOf(first.order), ["fryer queued", "grill done"]);
    assert.equal(first.message, `${number}: bump`);
    const again = await grill.visitor.command("bump", id, tap);
    assert.deepEqual({ order: again.order, replayed: again.replayed }, { order: first.order, replayed: true });
    for (const { visitor } of [grill, fryer]) {
      const told = await visitor.hear("order_updated");
      assert.deepEqual({ verb: told.verb, tasks: told.tasks, version: told.version }, { verb: "bump", tasks: ["2"], version: 2 });
      await visitor.hearVersions(id, 3);
      visitor.close();
    }
  },

  async "refuses a stale command and shows the order as it is"() {
    const { id } = await place("Ines");
    const { visitor } = await enterKitchen("fryer");
    const { order } = await visitor.command("start", id, { station: "fryer" });
    await visitor.hear("order_updated");
    await visitor.hearVersions(id, 3);
    const refusal = await visitor.command("bump", id, { tasks: ["1"], expectedVersion: 1 });
    assert.deepEqual({ code: refusal.code, order: refusal.order }, { code: "kitchen.stale", order });
    const [unknown] = await ask(visitor.socket, "kitchen_command", { verb: "burn", orderId: id });
    assert.equal(unknown.code, "kitchen.verb");
    visitor.close();
  },

  async "confirms that a ticket is on the screen"() {
    const { id } = await place("Ines");
    const { visitor } = await enterKitchen("grill");
    visitor.socket.emit("ticket_seen", { orderId: id, station: "grill", version: 1 });
    const told = await visitor.hear("order_updated");
    assert.equal(told.verb, "seen");
    assert.deepEqual(told.order.tasks.map((task) => "seenAt" in task), [false, true]);
    visitor.close();
  },

  async "tells a guest of what is done, and lets it do nothing"() {
    const { id } = await place("Ines");
    const visitor = await Visitor.enter(guest);
    await visitor.join(id);
    const refusal = await visitor.command("bump", id);
    assert.equal(refusal.code, "staff.forbidden");
    const cook = await Visitor.enter(screen);
    await cook.command("rush", id);
    assert.equal((await visitor.hear("order_updated")).verb, "rush");
    cook.close();
    visitor.close();
  },

  async "hears nothing once it has left"() {
    const { visitor } = await enterKitchen("grill");
    const [left] = await ask(visitor.socket, "leave_kitchen", {});
    assert.deepEqual(await visitor.hear("left_kitchen"), left);
    const { id } = await place("Ines");
    await visitor.command("bump", id, { station: "grill" });
    await ask(visitor.socket, "is that all");
    visitor.close();
  },

  async "misses nothing when its connection drops"() {
    await missNothing(({ socket }) => socket.io.engine.close());
  },

  async "misses nothing when the server is killed"() {
    await missNothing(kill);
  },

  async "misses nothing when the server is drained"() {
    await missNothing(drain);
  },
});
