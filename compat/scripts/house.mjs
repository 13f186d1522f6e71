// The server as it is met over HTTP, and as accidents happen to it.
import assert from "node:assert/strict";
import { ownArguments, url } from "./client.mjs";
import { checkOrder } from "./contract.mjs";

const [accidents] = ownArguments; // the URL that makes them happen: see house_test.go

/** Places an order and resolves to it. */
export async function place(customerName) {
  const items = [
    { name: "Large Fries", price: 3.5, quantity: 2 },
    { name: "Fish & Chips", price: 12.15, quantity: 1 },
  ];
  const { order } = await call(201, "/orders", { customerName, items });
  checkOrder(order);
  return order;
}

/** Moves an order to another status and resolves to it. */
export async function move(id, status, message) {
  const { order } = await call(200, `/orders/${id}/status`, { status, message });
  checkOrder(order);
  return order;
}

/** Places the sample orders and resolves to them. */
export async function placeSamples() {
  const { orders } = await call(201, "/orders/demo/create-sample");
  orders.forEach(checkOrder);
  return orders;
}

/** Sets up a kitchen with a grill, for fish & chips, and a fryer for all else. */
export async function setUpKitchen() {
  const setup = {
    version: 0, expo: "auto", fire: "immediate", catchAll: "fryer",
    graceSeconds: 0, receiptSeconds: 10, autoClearMinutes: 0, warnMinutes: 5, lateMinutes: 8,
  };
  const stations = ["fryer", "grill"].map((id) => ({ id, name: id, open: true, receipt: false }));
  const rules = [{ name: "Fish & Chips", stations: ["grill"] }];
  await send("PUT", 200, `${url}/kitchen/setup`, JSON.stringify({ setup, stations, rules }));
}

/** Puts a menu with one dish there, a brownie. */
export const setMenu = () => send("PUT", 200, `${url}/menu`, JSON.stringify({
  language: "en", taxRates: [{ class: "food", points: 600, from: "2020-01-01" }], categories: [{ id: "sweets", name: { en: "Sweets" } }],
  items: [{ id: "brownie", category: "sweets", name: { en: "Brownie" }, priceMinor: 450, taxClass: "food" }], groups: [],
}));

/** Says what is left of an item of the menu. */
export const setAvailability = (id, supply) => call(200, `/menu/items/${id}/availability`, supply);

/** Sends the simulated cooks to work. */
export async function cook(speed) {
  await call(200, "/orders/simulate/kitchen-workflow", { speed });
}

/** Sends the simulated cooks home. */
export async function stopCooking() {
  await call(200, "/orders/simulate/stop");
}

/** Kills the server; it is open again, at the same address, when this resolves. */
export async function kill() {
  await post(200, `${accidents}/kill`);
}

/** Ends the server in good order; it is open again, at the same address, when this resolves. */
export async function drain() {
  await post(200, `${accidents}/drain`);
}

async function call(status, path, body) {
  const answer = JSON.parse(await post(status, url + path, JSON.stringify(body)));
  assert.equal(answer.success, true);
  assert.equal(typeof answer.message, "string");
  return answer;
}

const post = (status, target, body) => send("POST", status, target, body);

async function send(method, status, target, body) {
  const answer = await fetch(target, { method, headers: { "Content-Type": "application/json" }, body });
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  return text;
}
