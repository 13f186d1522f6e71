// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { allDay, together } from "../assets/js/kitchen/all-day.js";
import { Announcer } from "../assets/js/kitchen/announcer.js";
import { Bell } from "../assets/js/kitchen/bell.js";
import { Connection } from "../assets/js/kitchen/connection.js";
import { ACTIONS, bind, keysOf, meaning, nameOf } from "../assets/js/kitchen/keys.js";
import { DEFAULTS, limitsFor, read } from "../assets/js/kitchen/settings.js";
import { ticketOf } from "../assets/js/kitchen/ticket.js";
import { order, task } from "./kitchen.js";

/** @param {string} id @param {import("../types/kitchen").Task[]} tasks @param {Record<string, object>} items */
const ticket = (id, tasks, items) => ticketOf(order(tasks, { id }, items), () => true, { combine: true }) ?? assert.fail();

test("all day counts what is left, by what was changed, and apart what is on hold", () => {
  const burger = { name: "Burger" };
  const plain = { name: "Burger", options: [{ kind: "remove", name: "no onion" }] };
  const totals = allDay([
    ticket("a", [task("1", { quantity: 3, done: 1, state: "started" }), task("2", { quantity: 2 })], { 1: burger, 2: plain }),
    ticket("b", [task("1", { state: "held" }), task("2"), task("3", { state: "done", doneAt: "2026-01-05T19:00:00Z" })], { 1: burger, 2: { name: "Fish" }, 3: burger }),
  ]);
  assert.deepEqual(totals, [
    { name: "Burger", quantity: 4, held: 1, parts: [{ label: "− no onion", quantity: 2 }], tickets: ["a", "b"] },
    { name: "Fish", quantity: 1, held: 0, parts: [], tickets: ["b"] },
  ]);
});

test("what several tickets want can be started together", () => {
  const burger = { 1: { name: "Burger" } };
  const tickets = [ticket("a", [task("1", { quantity: 2 })], burger), ticket("b", [task("1")], burger)];
  assert.deepEqual(together(tickets), { name: "Burger", quantity: 3, tickets: 2 });
  assert.equal(together(tickets.slice(1)), undefined);
});

/** @param {string} id @param {import("../types/kitchen").TicketState} state */
const look = (id, state, changes = "", touched = false) => ({ id, state, changes, touched });

test("what is there at first makes no sound, what comes later does", () => {
  const bell = new Bell();
  assert.deepEqual(bell.ring([look("a", "late")], 0), []);
  assert.deepEqual(bell.ring([look("a", "late"), look("b", "new"), look("c", "new")], 1000), ["new"]);
  assert.deepEqual(bell.ring([look("a", "late"), look("b", "soon"), look("c", "cooking", "v1")], 2000), ["due", "changed"]);
});

test("a new ticket sounds again after 30 s, a late one every minute, until touched", () => {
  const bell = new Bell();
  bell.ring([], 0);
  bell.ring([look("a", "new")], 1000);
  assert.deepEqual(bell.ring([look("a", "new")], 30_000), []);
  assert.deepEqual(bell.ring([look("a", "new")], 31_000), ["new"]);
  assert.deepEqual(bell.ring([look("a", "late")], 40_000), ["late"]);
  assert.deepEqual(bell.ring([look("a", "late")], 100_000), ["late"]);
  assert.deepEqual(bell.ring([look("a", "late", "", true)], 170_000), []);
});

test("what was on hold and is fired is new; what is ready rings", () => {
  const bell = new Bell();
  bell.ring([look("a", "held"), look("b", "cooking")], 0);
  assert.deepEqual(bell.ring([look("a", "new"), look("b", "ready")], 1000), ["new", "ready"]);
});

test("a connection that is lost says so in steps, and when it is back", () => {
  const line = new Connection(0);
  assert.equal(line.state(1000), "connecting");
  line.live(1500);
  assert.equal(line.state(1600), "live", "the first time is no return");
  line.lost(10_000);
  assert.deepEqual([11_000, 12_500, 20_500].map((now) => line.state(now)), ["live", "reconnecting", "offline"]);
  line.live(30_000);
  assert.deepEqual([31_000, 33_500].map((now) => line.state(now)), ["back", "live"]);
  line.lost(40_000);
  line.live(41_000);
  assert.equal(line.state(41_500), "live", "a blink is not worth a word");
});

test("a line without a tick for 25 s is dead", () => {
  const line = new Connection(0);
  line.live(0);
  line.heard(10_000);
  assert.equal(line.silent(35_000), false);
  assert.equal(line.silent(35_001), true);
});

test("screen readers hear at most one summary in five seconds", () => {
  const announcer = new Announcer();
  assert.equal(announcer.say("1 new", 0), "1 new");
  assert.equal(announcer.say("2 new", 1000), undefined);
  assert.equal(announcer.say("3 new", 5000), "3 new");
  assert.equal(announcer.say("3 new", 20_000), undefined);
});

test("keys have names", () => {
  assert.equal(nameOf({ key: " " }), "Space");
  assert.equal(nameOf({ key: "R", shiftKey: true }), "Shift+R");
  assert.equal(nameOf({ key: "R" }), "r", "caps lock is no shift");
  assert.equal(nameOf({ key: "?", shiftKey: true }), "?");
  assert.equal(nameOf({ key: "Tab", shiftKey: true }), "Shift+Tab");
  assert.equal(nameOf({ key: "k", ctrlKey: true }), "Ctrl+k");
});

test("no two actions come with the same key", () => {
  const keys = ACTIONS.flatMap((action) => keysOf({}, action));
  assert.equal(new Set(keys).size, keys.length);
});

test("keys find their action, digits their slot", () => {
  assert.deepEqual(meaning({}, "3"), { action: "slot", slot: 2 });
  assert.deepEqual(meaning({}, "0"), { action: "slot", slot: 9 });
  assert.deepEqual(meaning({}, "b"), { action: "bump", slot: 1 });
  assert.equal(meaning({}, "y"), undefined);
});

test("a key that is given away is taken from whoever had it", () => {
  const keys = bind({}, "bump", "z");
  assert.equal(meaning(keys, "z")?.action, "bump");
  assert.equal(meaning(keys, "Enter"), undefined);
  assert.deepEqual(keysOf(keys, "undo"), [""]);
  const slots = bind(keys, "slot", "q", 0);
  assert.deepEqual(meaning(slots, "q"), { action: "slot", slot: 0 });
  assert.deepEqual(meaning(slots, "2"), { action: "slot", slot: 1 });
});

test("settings that are broken or of another version give defaults", () => {
  assert.deepEqual(read(null), DEFAULTS);
  assert.deepEqual(read("{"), DEFAULTS);
  assert.deepEqual(read("null"), DEFAULTS);
  const kept = read(JSON.stringify({ scale: 120, rows: 9, volume: "loud", keys: { bump: ["x"] }, limits: { "": { warn: -1 } }, other: 1 }));
  assert.deepEqual([kept.scale, kept.rows, kept.volume, kept.keys, kept.limits], [120, 0, 70, { bump: ["x"] }, {}]);
  assert.equal("other" in kept, false);
});

test("limits: this screen's, else the station's, else the house's, else five and eight minutes", () => {
  const setup = /** @type {any} */ ({ warnMinutes: 6, lateMinutes: 9 });
  const station = { id: "grill", name: "Grill", open: true, warnSeconds: 120 };
  const settings = { ...DEFAULTS, limits: { "": { late: 4 }, delivery: { warn: 1 } } };
  assert.deepEqual(limitsFor(DEFAULTS, "takeaway", undefined, undefined), { warn: 300_000, late: 480_000 });
  assert.deepEqual(limitsFor(settings, "takeaway", setup, station), { warn: 120_000, late: 240_000 });
  assert.deepEqual(limitsFor(settings, "delivery", setup, undefined), { warn: 60_000, late: 240_000 });
});
