// @ts-check
// Receipts: the server is told of each ticket that has been painted.
import { effect } from "@preact/signals";

/** @param {() => void} what */
const afterPaint = (what) => requestAnimationFrame(() => setTimeout(what));

/**
 * Reports the tickets of a board while it is live, and all of them anew each
 * time the server has let us in: a receipt may have been lost with the line.
 * @param {Pick<import("./board.js").Board, "tickets" | "here" | "house">} board
 * @param {(what: () => void) => void} [painted] calls when the tickets are on the screen
 */
export function reportSeen({ tickets, here, house }, painted = afterPaint) {
  return effect(() => {
    const orders = tickets.value.map(({ order }) => house.orders.value.get(order.id) ?? order);
    const isHere = here.value;
    const live = house.joins.value > 0 && (house.connection.value === "live" || house.connection.value === "back");
    if (live) painted(() => house.seen(orders, isHere));
  });
}
