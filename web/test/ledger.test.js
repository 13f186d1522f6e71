// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Ledger } from "../assets/js/testclient/ledger.js";

const event = (/** @type {number} */ version) => ({ orderId: "a", version, cursor: `c${version}` });
const answer = (/** @type {number} */ version, resumed = false) => ({ ...event(version), resumed });

/** A ledger that has joined the room of "a" at version 1. */
function following() {
  const ledger = new Ledger();
  ledger.connected();
  ledger.joining("a");
  ledger.joined(answer(1));
  return ledger;
}

/** @param {Ledger} ledger */
const wrong = ({ lost, duplicated, outOfOrder }) => ({ lost, duplicated, outOfOrder });
const NOTHING = { lost: 0, duplicated: 0, outOfOrder: 0 };

test("events in order are applied", () => {
  const ledger = following();
  assert.equal(ledger.event(event(2)), "applied");
  assert.equal(ledger.event(event(3)), "applied");
  assert.equal(ledger.received, 2);
  assert.deepEqual(wrong(ledger), NOTHING);
});

test("a repeat on one connection is a duplicate", () => {
  const ledger = following();
  ledger.event(event(2));
  assert.equal(ledger.event(event(2)), "seen");
  assert.deepEqual(wrong(ledger), { ...NOTHING, duplicated: 1 });
});

test("what a snapshot already showed is no duplicate", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.snapshot("a", 3);
  assert.equal(ledger.event(event(3)), "seen");
  assert.deepEqual(wrong(ledger), NOTHING);
});

test("a later version before an earlier one is out of order", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.snapshot("a", 1);
  ledger.event(event(3));
  assert.equal(ledger.event(event(2)), "seen");
  assert.equal(ledger.outOfOrder, 1);
});

test("a gap in a joined room is resumed and then whole", () => {
  const ledger = following();
  ledger.event(event(2));
  assert.equal(ledger.event(event(4)), "gap");
  assert.equal(ledger.joining("a"), "c2");
  assert.equal(ledger.event(event(5)), "waiting");
  for (const version of [3, 4, 5]) assert.equal(ledger.event(event(version)), "applied");
  ledger.joined(answer(5, true));
  assert.deepEqual(wrong(ledger), NOTHING);
});

test("a resume that stops short has lost events", () => {
  const ledger = following();
  ledger.connected();
  ledger.joining("a");
  ledger.event(event(2));
  ledger.joined(answer(4, true));
  assert.equal(ledger.lost, 2);
});

test("a gap where nothing can be resumed has lost events", () => {
  const ledger = new Ledger();
  ledger.connected();
  ledger.snapshot("a", 1);
  assert.equal(ledger.event(event(4)), "applied");
  assert.equal(ledger.lost, 2);
});

test("a new connection resumes joined rooms and forgets the rest", () => {
  const ledger = following();
  ledger.snapshot("b", 1);
  ledger.event(event(2));
  ledger.connected();
  assert.deepEqual(ledger.rooms, ["a"]);
  assert.equal(ledger.joining("a"), "c2");
  assert.equal(ledger.event({ orderId: "b", version: 7, cursor: "x" }), "applied");
  assert.equal(ledger.event(event(3)), "applied");
  ledger.joined(answer(3, true));
  assert.deepEqual(wrong(ledger), NOTHING);
});

test("a room that was left is followed no longer", () => {
  const ledger = following();
  ledger.left("a", false);
  assert.deepEqual(ledger.rooms, []);
  assert.equal(ledger.joining("a"), undefined);
  assert.equal(ledger.event(event(9)), "applied");
  assert.equal(ledger.lost, 0);
});

test("days of orders do not fill the memory, and what was lost stays counted", () => {
  const ledger = following();
  ledger.event({ orderId: "gappy", version: 1, cursor: "" });
  ledger.event({ orderId: "gappy", version: 3, cursor: "" });
  for (let i = 0; i < 2000; i++) ledger.event({ orderId: `o${i}`, version: 1, cursor: "" });
  assert.equal(ledger.followed, 1000);
  assert.equal(ledger.lost, 1);
  assert.deepEqual(ledger.rooms, ["a"]);
  assert.equal(ledger.event(event(2)), "applied");
});
