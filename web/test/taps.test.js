// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { apply, Overlay } from "../assets/js/kitchen/taps.js";
import { forget, learn, replace } from "../assets/js/kitchen/orders.js";
import { at, order, SIX, task } from "./kitchen.js";

/** @param {import("../types/kitchen").Verb} verb @param {Partial<import("../types/kitchen").Tap>} [more] @returns {import("../types/kitchen").Tap} */
const tap = (verb, more = {}) => ({ id: `${verb}-1`, device: "d", seq: 1, verb, orderId: "o1", number: "#007", at: at(60), ...more });
const states = (/** @type {import("../types/kitchen").KitchenOrder} */ o) => o.tasks?.map((t) => t.state);

test("a bump finishes the named tasks and no others", () => {
  const after = apply(order([task("1"), task("2")]), tap("bump", { tasks: ["1"] }));
  assert.deepEqual(states(after), ["done", "queued"]);
  assert.equal(after.tasks?.[0].doneAt, at(60));
});

test("a bump of a part leaves the rest", () => {
  const [half] = apply(order([task("1", { quantity: 3 })]), tap("bump", { tasks: ["1"], quantity: 2 })).tasks ?? [];
  assert.deepEqual([half.state, half.done], ["started", 2]);
});

test("what cannot be done changes nothing", () => {
  const o = order([task("1", { state: "held" }), task("2", { state: "voided" })]);
  assert.deepEqual(states(apply(o, tap("bump"))), ["held", "voided"]);
  assert.deepEqual(states(apply(o, tap("undo"))), ["held", "voided"]);
});

test("undo leaves no mark, recall does", () => {
  const done = order([task("1", { state: "done", done: 1, doneAt: at(50) })]);
  assert.equal(apply(done, tap("undo")).tasks?.[0].recalls, undefined);
  assert.equal(apply(done, tap("recall")).tasks?.[0].recalls, 1);
  assert.deepEqual(states(apply(done, tap("recall"))), ["started"]);
});

test("hold and fire are each other's opposite; a course can be fired", () => {
  const held = apply(order([task("1"), task("2", { course: 2, state: "held", hold: "course" })]), tap("hold", { tasks: ["1"] }));
  assert.deepEqual(states(held), ["held", "held"]);
  assert.deepEqual(states(apply(held, tap("fire", { course: 2 }))), ["held", "queued"]);
});

test("a station's tasks can be meant without naming them", () => {
  const after = apply(order([task("1"), task("2", { station: "fryer" })]), tap("bump", { station: "fryer" }));
  assert.deepEqual(states(after), ["queued", "done"]);
});

test("order up finishes everything, handing over ends the order", () => {
  const passed = apply(order([task("1")]), tap("pass", { force: true }));
  assert.deepEqual([states(passed), passed.passedAt], [["done"], at(60)]);
  assert.equal(apply(passed, tap("serve")).status, "completed");
  assert.equal(apply(order([]), tap("rush")).rushAt, at(60));
});

test("orders without taps stay the objects they are", () => {
  const overlay = new Overlay();
  const [a, b] = [order([task("1")]), order([task("1")], { id: "o2" })];
  const orders = new Map([["o1", a], ["o2", b]]);
  const bump = tap("bump");
  const shown = overlay.over(orders, [bump]);
  assert.notEqual(shown.get("o1"), a);
  assert.equal(shown.get("o2"), b);
  assert.equal(overlay.over(orders, [bump]).get("o1"), shown.get("o1"), "the same taps make the same object");
  assert.equal(overlay.over(orders, []), orders);
});

test("the highest version wins, whatever comes last", () => {
  const [one, two] = [order([], { version: 1 }), order([], { version: 2 })];
  const orders = learn(new Map(), one, two, one);
  assert.equal(orders.get("o1"), two);
  assert.equal(learn(orders, { ...two }), orders, "nothing new, nothing changed");
});

test("a snapshot replaces everything, but not what is the same", () => {
  const known = order([], { version: 3 });
  const orders = replace(new Map([["o1", known], ["gone", order([], { id: "gone" })]]), [{ ...known }, order([], { id: "new" })]);
  assert.deepEqual([...orders.keys()], ["o1", "new"]);
  assert.equal(orders.get("o1"), known);
});

test("what is over is forgotten after half an hour", () => {
  const over = order([task("1", { state: "done", doneAt: at(60) })], { status: "completed", updatedAt: at(100) });
  const orders = new Map([["o1", over]]);
  assert.equal(forget(orders, SIX + 600_000), orders);
  assert.equal(forget(orders, SIX + 2_000_000).size, 0);
});
