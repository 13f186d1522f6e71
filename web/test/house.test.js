// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { signal } from "@preact/signals";
import { Board } from "../assets/js/kitchen/board.js";
import { House } from "../assets/js/kitchen/house.js";
import { DEFAULTS } from "../assets/js/kitchen/settings.js";
import { memoryShelf } from "../assets/js/kitchen/shelf.js";
import { order, task } from "./kitchen.js";

/** A house on a line that only notes which tickets it was told are seen. */
function house() {
  /** @type {string[]} */
  const seen = [];
  const line = () => ({
    connect: () => undefined, join: () => undefined, cut: () => undefined, send: () => Promise.reject(new Error("no server")),
    seen: (/** @type {{orderId: string, station: string, version: number}} */ { orderId, station, version }) => void seen.push(`${orderId} ${station} ${version}`),
  });
  return { seen, house: new House({ page: "kitchen", device: "d", where: signal(["all"]), shelf: memoryShelf(), settled: () => undefined, refused: () => undefined, line }) };
}

test("a ticket is reported seen once for what it is, and again when it has changed", () => {
  const { house: kitchen, seen } = house();
  const first = order([task("1"), task("2", { station: "fryer" })]);
  const changed = order([task("1")], { version: 2 });
  for (const shown of [first, first, changed, changed]) kitchen.seen([shown], () => true);
  assert.deepEqual(seen, ["o1 grill 1", "o1 fryer 1", "o1 grill 2"]);
});

test("what is known of a ticket goes with its order", () => {
  const { house: kitchen } = house();
  const board = new Board(kitchen, signal(DEFAULTS));
  kitchen.learn(order([task("1")], { id: "a" }), order([task("1")], { id: "b" }));
  board.touch("a");
  board.touch("b");
  kitchen.orders.value = new Map([...kitchen.orders.value].slice(1));
  assert.deepEqual([...board.touched.value], ["b"]);
});
