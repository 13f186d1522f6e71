// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { arrange, cellsNeeded, empty, outOfOrder } from "../assets/js/kitchen/place.js";
import { ticketOf } from "../assets/js/kitchen/ticket.js";
import { order, task } from "./kitchen.js";

const grid = { columns: 4, rows: 2 };
const items = (/** @type {string} */ ids) => ids.split("").map((id) => ({ id, held: id === id.toUpperCase() }));
const one = () => 1;
/** Where each id lies: "a0 b1". @param {import("../assets/js/kitchen/place.js").Layout} layout */
const where = ({ cells }) => [...cells].map(([id, { index }]) => id + index).join(" ");

/** @param {string} ids @param {(id: string) => number} [cellsOf] */
const fresh = (ids, cellsOf = one) => arrange(empty(), items(ids), cellsOf, grid, true);

test("tickets lie in reading order, a page at a time", () => {
  const layout = fresh("abcdefghij");
  assert.deepEqual(layout.pages, [["a", "b", "c", "d", "e", "f", "g", "h"], ["i", "j"]]);
  assert.deepEqual(layout.cells.get("f"), { page: 0, index: 5, span: 1, column: 1, row: 1, slot: 6 });
  assert.equal(layout.cells.get("i")?.slot, 1, "slots count from one on each page");
});

test("a gap stays until the board is tidied", () => {
  const before = fresh("abcd");
  const bumped = arrange(before, items("acd"), one, grid, false);
  assert.equal(where(bumped), "a0 c2 d3");
  assert.equal(bumped.gaps, true);
  assert.equal(where(arrange(bumped, items("acd"), one, grid, true)), "a0 c1 d2");
});

test("numbers stay with their tickets until the board is tidied", () => {
  const numbers = (/** @type {import("../assets/js/kitchen/place.js").Layout} */ { cells }) => [...cells].map(([id, { slot }]) => id + slot).join(" ");
  const bumped = arrange(fresh("abcd"), items("acde"), one, grid, false);
  assert.equal(numbers(bumped), "a1 c3 d4 e5");
  assert.equal(numbers(arrange(bumped, items("acde"), one, grid, true)), "a1 c2 d3 e4");
});

test("a new ticket goes to the end and moves nobody", () => {
  const gap = arrange(fresh("abcd"), items("acd"), one, grid, false);
  const layout = arrange(gap, items("acde"), one, grid, false);
  assert.equal(where(layout), "a0 c2 d3 e4");
  assert.equal(layout.cells.get("c"), gap.cells.get("c"), "the same cell is the same object");
});

test("what is on hold makes room for what is not", () => {
  const layout = arrange(fresh("abX"), items("abcX"), one, grid, false);
  assert.equal(where(layout), "a0 b1 c2 X3");
});

test("a wide ticket does not break over the end of a row", () => {
  const layout = fresh("abcdef", (id) => (id === "d" ? 3 : 1));
  assert.equal(where(layout), "a0 b1 c2 d4 e7 f8");
  assert.equal(layout.gaps, false, "that hole is not a gap");
  assert.equal(fresh("a", () => 9).cells.get("a")?.span, 3, "at most three cells");
});

test("a ticket that grows takes its room only where nobody is moved", () => {
  const before = fresh("abc");
  const wide = (/** @type {string} */ id) => (id === "c" ? 2 : 1);
  assert.equal(arrange(before, items("abc"), wide, grid, false).cells.get("c")?.span, 2);
  assert.equal(arrange(before, items("abc"), (id) => (id === "a" ? 2 : 1), grid, false).cells.get("a")?.span, 1);
});

test("another size of the screen places everything anew", () => {
  const layout = arrange(fresh("abcdef"), items("acdef"), one, { columns: 2, rows: 1 }, false);
  assert.deepEqual(layout.pages, [["a", "c"], ["d", "e"], ["f"]]);
});

test("places that differ from the order of urgency are noticed", () => {
  const layout = fresh("abc");
  assert.equal(outOfOrder(layout, items("abc")), false);
  assert.equal(outOfOrder(layout, items("cab")), true);
});

test("nobody moves in a service of two hundred tickets, but to close gaps", () => {
  let layout = empty();
  /** @type {{id: string, held: boolean}[]} */
  let open = [];
  for (let i = 0; i < 200; i++) {
    const before = layout;
    open = [...open.filter((_, at) => i % 3 || at !== i % 5), { id: `t${i}`, held: false }].slice(-40);
    layout = arrange(before, open, (id) => 1 + (Number(id.slice(1)) % 3), grid, false);
    for (const { id } of open) {
      const [was, is] = [before.cells.get(id), layout.cells.get(id)];
      if (was) assert.deepEqual(is && [is.index, is.span], [was.index, was.span], `${id} at step ${i}`);
    }
    const taken = [...layout.cells.values()].flatMap(({ index, span }) => Array.from({ length: span }, (_, n) => index + n));
    assert.equal(new Set(taken).size, taken.length, "no two in one cell");
  }
});

test("long tickets need more cells", () => {
  const cell = { width: 240, height: 200, rem: 20 };
  const ticket = (/** @type {number} */ n) => ticketOf(order(Array.from({ length: n }, (_, i) => task(String(i + 1)))), () => true, { combine: false }) ?? assert.fail();
  assert.equal(cellsNeeded(ticket(2), cell), 1);
  assert.equal(cellsNeeded(ticket(5), cell), 2);
});
