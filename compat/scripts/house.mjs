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

async function post(status, target, body) {
  const answer = await fetch(target, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  return text;
}
