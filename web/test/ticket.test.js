// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { byUrgency, finished, heldTasks, liveTasks, shortNumber, ticketOf, unreadTasks } from "../assets/js/kitchen/ticket.js";
import { at, order, SIX, task } from "./kitchen.js";

const grill = (/** @type {string} */ station) => station === "grill";
/** @param {import("../types/kitchen").KitchenOrder} o */
const ticket = (o, combine = false) => ticketOf(o, grill, { combine });

test("a ticket shows this station's tasks and how far the others are", () => {
  const shown = ticket(order([task("1"), task("2", { station: "fryer", state: "done" }), task("3", { station: "fryer" })]));
  assert.deepEqual(shown?.rows.map((row) => row.line), ["1"]);
  assert.deepEqual(shown?.shares, [{ station: "fryer", done: 1, total: 2 }]);
});

test("a ticket leaves when nothing is left to do here", () => {
  assert.equal(ticket(order([task("1", { state: "done", doneAt: at(60) }), task("2", { station: "fryer" })])), undefined);
  assert.equal(ticket(order([task("1")], { status: "completed" })), undefined);
  assert.equal(ticket(order([task("1", { noPrep: true })])), undefined);
});

test("a finished row stays in its place while the ticket is open", () => {
  const shown = ticket(order([task("1", { state: "done", doneAt: at(60) }), task("2")]));
  assert.deepEqual(shown?.rows.map((row) => row.state), ["done", "queued"]);
  assert.equal(shown?.firedAt, SIX, "the timer counts from the first row, done or not");
});

test("a course that was bumped before is not shown again", () => {
  const shown = ticket(order([task("1", { state: "done", doneAt: at(60) }), task("2", { firedAt: at(300), course: 2 })]));
  assert.deepEqual(shown?.rows.map((row) => row.line), ["2"]);
  assert.equal(shown?.firedAt, SIX + 300_000);
});

test("a ticket of which everything is on hold is held", () => {
  const shown = ticket(order([task("1", { state: "held", firedAt: undefined })]));
  assert.equal(shown?.held, true);
  assert.deepEqual(shown && liveTasks(shown), []);
});

test("what waits for another station cannot be fired here", () => {
  const shown = ticket(order([task("1", { state: "held", hold: "step", firedAt: undefined }), task("2", { state: "held", hold: "course", firedAt: undefined })]));
  assert.deepEqual(shown && heldTasks(shown), ["2"]);
});

test("a dish withdrawn after firing stays until the kitchen has taken note", () => {
  const withdrawn = task("1", { state: "voided" });
  const shown = ticket(order([withdrawn], { status: "cancelled" }));
  assert.equal(shown?.cancelled, true);
  assert.deepEqual(shown && unreadTasks(shown), ["1"]);
  assert.equal(ticket(order([{ ...withdrawn, acknowledged: true }], { status: "cancelled" })), undefined);
  assert.equal(ticket(order([{ ...withdrawn, firedAt: undefined }])), undefined, "never fired: nobody has to know");
});

test("an add-on is marked until it is acknowledged", () => {
  const added = order([task("1"), task("2", { addOn: true })]);
  assert.deepEqual(ticket(added)?.rows[1].marks, ["add_on"]);
  assert.deepEqual(ticket(order([task("1"), task("2", { addOn: true, acknowledged: true })]))?.rows[1].marks, []);
});

test("what was recalled, made again or moved says so", () => {
  const shown = ticket(order([task("1", { recalls: 1, state: "started" }), task("2", { remakeOf: "9", reason: "burnt" }), task("3", { from: "fryer" })], { rushAt: at(1) }));
  assert.deepEqual(shown?.rows.map((row) => row.marks), [["recalled"], ["remake"], ["moved"]]);
  assert.deepEqual(shown?.marks, ["rush", "recalled", "remake"]);
  assert.equal(shown?.rows[1].reason, "burnt");
});

test("rows that are alike become one, others do not", () => {
  const items = { 1: { name: "Burger" }, 2: { name: "Burger" }, 3: { name: "Burger", notes: "well done" }, 4: { name: "Burger", allergies: ["nuts"] } };
  const shown = ticket(order([task("1", { quantity: 2 }), task("2"), task("3"), task("4")], {}, items), true);
  assert.deepEqual(shown?.rows.map((row) => [row.tasks, row.quantity]), [[["1", "2"], 3], [["3"], 1], [["4"], 1]]);
});

test("a row that is half done stays apart", () => {
  const items = { 1: { name: "Burger" }, 2: { name: "Burger" } };
  const shown = ticket(order([task("1", { quantity: 2, done: 1, state: "started" }), task("2", { state: "started" })], {}, items), true);
  assert.equal(shown?.rows.length, 2);
});

test("rows come by course, then as ordered", () => {
  const shown = ticket(order([task("1", { course: 2, state: "held" }), task("2"), task("3")]));
  assert.deepEqual(shown?.rows.map((row) => row.line), ["2", "3", "1"]);
});

test("rush comes first, then the oldest; recalled keeps its place; held comes last", () => {
  const of = (/** @type {string} */ id, /** @type {object} */ t, o = {}) => ticket(order([task("1", t)], { id, ...o }));
  const tickets = [
    of("young", { firedAt: at(200) }), of("held", { state: "held", firedAt: undefined }), of("recalled", { firedAt: at(10), recalls: 1 }),
    of("old", { firedAt: at(0) }), of("rush", { firedAt: at(300) }, { rushAt: at(310) }),
  ].map((shown) => shown ?? assert.fail());
  assert.deepEqual(tickets.sort(byUrgency).map(({ id }) => id), ["rush", "old", "recalled", "young", "held"]);
});

test("the recall list has what was finished here lately, newest first", () => {
  const done = (/** @type {string} */ id, /** @type {number} */ seconds, more = {}) => order([task("1", { state: "done", doneAt: at(seconds) })], { id, ...more });
  const orders = [done("a", 100), done("b", 200), done("old", -2000), done("cancelled", 150, { status: "cancelled" }), order([task("1")], { id: "open" })];
  assert.deepEqual(finished(orders, grill, SIX).map((entry) => entry.order.id), ["b", "a"]);
});

test("numbers are called without zeros", () => {
  assert.deepEqual(["#007", "#120", "#000"].map(shortNumber), ["7", "120", "0"]);
});
