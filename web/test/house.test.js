// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { computed, signal } from "@preact/signals";
import { Board } from "../assets/js/kitchen/board.js";
import { House } from "../assets/js/kitchen/house.js";
import { reportSeen } from "../assets/js/kitchen/receipts.js";
import { DEFAULTS } from "../assets/js/kitchen/settings.js";
import { memoryShelf } from "../assets/js/kitchen/shelf.js";
import { at, order, task } from "./kitchen.js";

/**
 * @typedef {import("../types/kitchen").JoinedKitchen} Joined
 * @typedef {import("../assets/js/kitchen/link.js").Listener} Listener
 */

/** What the server answers to join_kitchen. @param {Partial<Joined>} [more] @returns {Joined} */
const answer = (more = {}) => ({
  stations: [{ id: "grill", name: "Grill", open: true, receipt: true }], orders: [], cursor: "c1", serverTime: at(0), resumed: false,
  setup: { version: 1, expo: "auto", graceSeconds: 0, receiptSeconds: 10, autoClearMinutes: 0, warnMinutes: 5, lateMinutes: 8 }, ...more,
});

/** A house on a line whose other end is in the test's hand. @param {import("../assets/js/kitchen/shelf.js").Shelf} [shelf] */
function open(shelf = memoryShelf()) {
  /** @type {string[]} */
  const receipts = [];
  let joins = 0;
  /** @type {Listener | undefined} */
  let server;
  const house = new House({
    page: "kitchen", device: "d", where: signal(["grill"]), shelf, settled: () => undefined, refused: () => undefined,
    line: (listener) => {
      server = listener;
      return {
        connect: () => undefined, cut: () => undefined, send: async () => ({ result: "applied" }), join: () => void joins++,
        seen: ({ orderId, station, version }) => void receipts.push(`${orderId} ${station} v${version}`),
      };
    },
  });
  return { house, server: server ?? assert.fail(), receipts, asked: () => joins };
}

/** Reports what a house shows as a screen of the grill does, painted at once. @param {House} house */
function report(house) {
  const tickets = /** @type {any} */ (computed(() => [...house.shown.value.values()].map((shown) => ({ order: shown }))));
  return reportSeen({ house, tickets, here: signal((/** @type {string} */ station) => station === "grill") }, (what) => what());
}

test("a ticket is confirmed once, and again after a reconnect, however short", () => {
  const { house, server, receipts } = open();
  const stop = report(house);
  server.joined(answer({ orders: [order([task("1")])] }));
  assert.deepEqual(receipts, ["o1 grill v1"]);
  house.tick();
  house.learn(order([task("1"), task("2", { station: "fryer" })]));
  assert.deepEqual(receipts, ["o1 grill v1"], "nothing new to confirm");
  server.lost();
  house.tick();
  assert.equal(house.connection.peek(), "live", "a blink");
  server.joined(answer({ resumed: true, cursor: "c2" }));
  assert.deepEqual(receipts, ["o1 grill v1", "o1 grill v1"]);
  house.learn(order([task("1", { seenAt: at(5) })], { version: 2 }));
  server.lost();
  server.joined(answer({ resumed: true, cursor: "c3" }));
  assert.equal(receipts.length, 2, "the server has told that it was seen");
  stop();
});

test("nothing is confirmed before the server has let the screen in", () => {
  const { house, server, receipts } = open();
  const stop = report(house);
  house.learn(order([task("1")]));
  assert.deepEqual(receipts, []);
  server.joined(answer({ orders: [order([task("1")])] }));
  assert.deepEqual(receipts, ["o1 grill v1"]);
  stop();
});

test("a screen knows how many older orders it was not sent, and asks for a whole board until it has one", () => {
  const { house, server, asked } = open();
  assert.equal(server.place().since, undefined);
  server.joined(answer({ orders: [order([task("1")])], older: 120 }));
  assert.equal(house.older.peek(), 120);
  assert.equal(server.place().since, undefined, "it goes on from no board that is not whole");
  house.again();
  assert.equal(asked(), 1);
  server.joined(answer({ orders: [order([task("1")])], cursor: "c2" }));
  assert.deepEqual([house.older.peek(), server.place().since], [0, "c2"]);
});

test("a board that was not whole is known as such after a reload", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const shelf = memoryShelf();
  const first = open(shelf);
  first.server.joined(answer({ orders: [order([task("1")])], older: 3 }));
  t.mock.timers.tick(1_000); // it keeps the board once a second
  const second = open(shelf);
  await second.house.open("grill");
  assert.deepEqual([second.house.older.peek(), second.server.place().since], [3, undefined]);
});

test("a ticket is reported seen once for what it is, and again when it has changed", () => {
  const { house, receipts } = open();
  const first = order([task("1"), task("2", { station: "fryer" })]);
  const changed = order([task("1")], { version: 2 });
  for (const shown of [first, first, changed, changed]) house.seen([shown], () => true);
  assert.deepEqual(receipts, ["o1 grill v1", "o1 fryer v1", "o1 grill v2"]);
});

test("what is known of a ticket goes with its order", () => {
  const { house } = open();
  const board = new Board(house, signal(DEFAULTS));
  house.learn(order([task("1")], { id: "a" }), order([task("1")], { id: "b" }));
  board.touch("a");
  board.touch("b");
  house.orders.value = new Map([...house.orders.value].slice(1));
  assert.deepEqual([...board.touched.value], ["b"]);
});
