// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { clock, minutes, ServerClock, stateOf, turningPoints, worst } from "../assets/js/kitchen/timing.js";
import { ticketOf } from "../assets/js/kitchen/ticket.js";
import { at, order, SIX, task } from "./kitchen.js";

const LIMITS = { warn: 300_000, late: 480_000 };
const ticket = (/** @type {object} */ more = {}, t = {}) => ticketOf(order([task("1", t)], more), () => true, { combine: true }) ?? assert.fail();
const state = (/** @type {number} */ seconds, shown = ticket(), touched = false) => stateOf(shown, SIX + seconds * 1000, LIMITS, touched);

test("without a promise a ticket is due after five and late after eight minutes", () => {
  assert.deepEqual([10, 59, 60, 299, 300, 480, 481].map((s) => state(s)), ["new", "new", "cooking", "cooking", "soon", "soon", "late"]);
});

test("with a promise it is due two minutes before, or a quarter of its time", () => {
  const short = ticket({ estimatedReadyTime: at(360) });
  assert.deepEqual([200, 240, 360, 361].map((s) => state(s, short)), ["cooking", "soon", "soon", "late"]);
  const long = ticket({ estimatedReadyTime: at(2400) });
  assert.equal(turningPoints(long, LIMITS).soon, SIX + 1_800_000);
});

test("it is new until somebody begins or touches it", () => {
  assert.equal(state(10, ticket({}, { state: "started" })), "cooking");
  assert.equal(state(10, ticket(), true), "cooking");
});

test("what is on hold is neither due nor late", () => {
  assert.equal(state(9999, ticket({}, { state: "held", firedAt: undefined })), "held");
});

test("durations", () => {
  assert.deepEqual([-5, 0, 61_000, 760_000, 3_760_000].map(clock), ["0:00", "0:00", "1:01", "12:40", "1:02:40"]);
  assert.deepEqual([-1, 1, 60_000, 60_001].map(minutes), [1, 1, 1, 2]);
});

test("the worst state of a page", () => {
  assert.equal(worst(["cooking", "late", "new"]), "late");
  assert.equal(worst(["held", "cooking"]), "cooking");
});

test("the server's clock counts on a steady one, at the server's rate", () => {
  let local = 1000;
  const server = new ServerClock(() => local, 0);
  server.set(SIX);
  local += 5000;
  assert.equal(server.now(), SIX + 5000);
  server.set(SIX + 5100);
  assert.equal(server.now(), SIX + 5000, "the network's delay is no news");
  server.set(SIX + 60_000, 60);
  local += 1000;
  assert.equal(server.now(), SIX + 120_000);
});
