// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, outcomeOf } from "../assets/js/kitchen/outbox.js";
import { memoryShelf } from "../assets/js/kitchen/shelf.js";
import { uuid7 } from "../assets/js/kitchen/uuid.js";
import { at, order } from "./kitchen.js";

/**
 * @typedef {import("../types/kitchen").Tap} Tap
 * @typedef {import("../types/kitchen").Outcome} Outcome
 */

/** @param {string} id @param {Partial<Tap>} [more] */
const tap = (id, more = {}) => ({ id, device: "d", verb: /** @type {const} */ ("bump"), orderId: "o1", number: "#007", at: at(0), expectedVersion: 1, ...more });
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** An outbox over a server that takes each id once. @param {import("../assets/js/kitchen/shelf.js").Shelf} shelf */
function sending(shelf) {
  const server = { up: true, took: /** @type {string[]} */ ([]), asked: /** @type {Tap[]} */ ([]), lostAnswers: 0, refuse: "" };
  /** @type {import("../assets/js/kitchen/outbox.js").Settled[]} */
  const done = [];
  const outbox = new Outbox(shelf, async (sent) => {
    if (!server.up) throw new Error("offline");
    server.asked.push(sent);
    const again = server.took.includes(sent.id);
    if (sent.id === server.refuse) return { result: "rejected", code: "kitchen.cancelled" };
    if (!again) server.took.push(sent.id);
    if (server.lostAnswers-- > 0) throw new Error("the answer was lost");
    return { result: again ? "already" : "applied", order: order([], { version: 1 + server.took.length }) };
  }, (settled) => done.push(settled));
  return { server, outbox, done };
}

test("taps are sent in order, one at a time, once there is a line", async () => {
  const { server, outbox } = sending(memoryShelf());
  for (const id of ["a", "b", "c"]) outbox.add(tap(id));
  await settle();
  assert.deepEqual(server.took, []);
  outbox.open = true;
  await settle();
  assert.deepEqual(server.took, ["a", "b", "c"]);
  assert.deepEqual(outbox.taps.value, []);
});

test("a lost answer makes a repeat, and the server has done it once", async () => {
  const { server, outbox, done } = sending(memoryShelf());
  server.lostAnswers = 1;
  outbox.open = true;
  outbox.add(tap("a"));
  await settle();
  assert.equal(outbox.taps.value.length, 1, "it waits");
  outbox.open = true;
  await settle();
  assert.deepEqual(server.took, ["a"]);
  assert.deepEqual(done.map(({ outcome }) => outcome.result), ["already"]);
});

test("taps survive the page", async () => {
  const shelf = memoryShelf();
  const before = sending(shelf);
  for (const [i, id] of ["a", "b", "c"].entries()) before.outbox.add(tap(id, { at: at(i) }));
  await settle();
  const { server, outbox } = sending(shelf);
  await outbox.load();
  assert.deepEqual(outbox.taps.value.map(({ id }) => id), ["a", "b", "c"]);
  outbox.open = true;
  await settle();
  assert.deepEqual(server.took, ["a", "b", "c"]);
  assert.deepEqual(await shelf.taps(), [], "and are gone once they are answered");
});

test("a later tap on the same order knows what the earlier one did", async () => {
  const { server, outbox } = sending(memoryShelf());
  outbox.add(tap("a"));
  outbox.add(tap("b"));
  outbox.add(tap("c", { orderId: "o2" }));
  outbox.open = true;
  await settle();
  assert.deepEqual(server.asked.map((sent) => sent.expectedVersion), [1, 2, 1]);
});

test("a refusal is told and does not stop the rest", async () => {
  const { server, outbox, done } = sending(memoryShelf());
  server.refuse = "a";
  outbox.add(tap("a"));
  outbox.add(tap("b"));
  outbox.open = true;
  await settle();
  assert.deepEqual(done.map(({ outcome }) => outcome.result), ["rejected", "applied"]);
  assert.deepEqual(outbox.refused.value.map(({ tap: refused }) => refused.id), ["a"]);
});

test("answers of the server", () => {
  assert.equal(outcomeOf({ success: true, message: "" }).result, "applied");
  assert.equal(outcomeOf({ success: true, replayed: true }).result, "already");
  assert.equal(outcomeOf({ status: "error", code: "kitchen.stale", message: "no" }).result, "rejected");
  assert.throws(() => outcomeOf({ status: "error", code: "store.unavailable", message: "later" }), /later/);
  assert.throws(() => outcomeOf(undefined));
});

test("ids are UUIDs of version 7 that sort by time", () => {
  const id = uuid7(Date.UTC(2026, 0, 5));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replace("-", "").slice(0, 12), 16), Date.UTC(2026, 0, 5));
  assert.ok(uuid7(1000) < uuid7(2000));
  assert.equal(uuid7(0x017f22e279b0, new Uint8Array([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "the example of RFC 9562, appendix A.6");
});
