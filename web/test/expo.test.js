// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { alarms, byPromise, cardOf, nextCourse, risk, stateAt, waitsFor } from "../assets/js/expo/orders.js";
import { at, order, SIX, task } from "./kitchen.js";

/** @param {import("../types/kitchen").Task[]} tasks @param {object} [more] */
const card = (tasks, more) => cardOf(order(tasks, more)) ?? assert.fail();
const done = (/** @type {string} */ id, more = {}) => task(id, { state: "done", doneAt: at(100), ...more });

test("an order goes from cooking to assembling to waiting, then it is gone", () => {
  assert.equal(card([done("1"), task("2")]).lane, "cooking");
  assert.equal(card([done("1"), done("2"), task("3", { state: "voided" })]).lane, "assemble");
  assert.equal(card([done("1")], { passedAt: at(110) }).lane, "waiting");
  assert.equal(card([done("1")], { status: "ready", readyAt: at(120) }).since, SIX + 120_000);
  assert.equal(cardOf(order([done("1")], { status: "completed" })), undefined);
});

test("progress counts tasks, but not what was withdrawn", () => {
  const { done: made, total } = card([done("1"), task("2"), task("3", { state: "voided" })]);
  assert.deepEqual([made, total], [1, 2]);
});

test("an order waits for the station of the forecast, about as long as it says", () => {
  const open = [done("1"), task("2", { station: "fryer" }), task("3", { station: "cold" })];
  assert.deepEqual(waitsFor(card(open, { eta: { p50: at(300), reason: "station:fryer" } }), SIX + 190_000), { station: "fryer", minutes: 2 });
  assert.deepEqual(waitsFor(card(open), SIX), { station: "cold" });
  assert.deepEqual(waitsFor(card(open, { eta: { reason: "station:bar" } }), SIX), { station: "cold" }, "a forecast that is out of date");
  assert.equal(waitsFor(card([done("1")]), SIX), undefined);
});

test("an order is at risk when it will more likely than not miss its promise", () => {
  assert.equal(risk(card([task("1")], { estimatedReadyTime: at(300), eta: { p50: at(390) } })), 2);
  assert.equal(risk(card([task("1")], { estimatedReadyTime: at(300), eta: { p50: at(290) } })), 0);
  assert.equal(risk(card([task("1")])), 0);
  assert.equal(risk(card([done("1")], { estimatedReadyTime: at(300), eta: { p50: at(390) } })), 0, "it is made already");
});

test("states at the pass", () => {
  const promised = card([task("1")], { estimatedReadyTime: at(1000) });
  assert.deepEqual([100, 800, 1001].map((s) => stateAt(promised, SIX + s * 1000)), ["new", "soon", "late"]);
  assert.equal(stateAt(card([done("1")]), SIX), "ready");
  assert.equal(stateAt(card([task("1", { state: "held" })]), SIX), "held");
});

test("cooking is sorted by promise, rush first, held last", () => {
  const of = (/** @type {string} */ id, more = {}, t = {}) => card([task("1", t)], { id, estimatedReadyTime: at(500), ...more });
  const cards = [of("late", { estimatedReadyTime: at(900) }), of("held", {}, { state: "held" }), of("soon", { estimatedReadyTime: at(100) }), of("rush", { rushAt: at(1), estimatedReadyTime: at(999) })];
  assert.deepEqual(cards.sort(byPromise).map(({ id }) => id), ["rush", "soon", "late", "held"]);
});

test("a ticket that nobody confirmed is an alarm until a screen shows it", () => {
  const alarmed = { alarmedAt: at(10), station: "fryer" };
  assert.deepEqual(alarms(order([task("1", alarmed), task("2", alarmed), task("3")])), ["fryer"]);
  assert.deepEqual(alarms(order([task("1", { ...alarmed, seenAt: at(20) })])), []);
  assert.deepEqual(alarms(order([task("1", { ...alarmed, state: "done" })])), []);
});

test("the next course is the lowest that waits", () => {
  assert.equal(nextCourse(order([task("1"), task("2", { state: "held", hold: "course", course: 3 }), task("3", { state: "held", hold: "course", course: 2 })])), 2);
  assert.equal(nextCourse(order([task("1", { state: "held", hold: "cook" })])), undefined);
});
