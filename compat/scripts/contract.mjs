// What every client may rely on in the payload of each event.
import assert from "node:assert/strict";

const statuses = ["pending", "in_progress", "ready", "completed", "cancelled"];
const cents = (price) => Math.round(price * 100);

/** The events that the server sends, and what must hold of their payloads. */
export const contract = {
  new_order(e) {
    checkOrder(e);
    checkOrder(e.order);
    checkTexts(e, "message", "cursor");
    checkTimes(e, "timestamp");
    const { order, message, timestamp, cursor, ...flat } = e;
    assert.deepEqual(flat, order);
  },

  order_status_updated(e) {
    checkOrder(e.order);
    checkTexts(e, "message", "cursor");
    checkTimes(e, "timestamp");
    assert.equal(e.orderId, e.order.id);
    for (const field of ["status", "estimatedReadyTime", "customerName", "items", "totalAmount", "version"]) {
      assert.deepEqual(e[field], e.order[field], field);
    }
  },

  order_updated(e) {
    contract.order_status_updated(e);
    checkTexts(e, "verb", "actor");
    for (const id of e.tasks ?? []) {
      assert.ok(e.order.tasks.some((task) => task.id === id), `no task ${id}`);
    }
  },

  joined_kitchen(e) {
    checkKitchen(e);
    checkTexts(e, "cursor");
    checkTimes(e, "serverTime");
    assert.equal(e.clockRate, 1);
    assert.equal(typeof e.resumed, "boolean");
    e.orders.forEach(checkOrder);
    e.orders.flatMap(({ tasks }) => tasks).forEach(checkTask);
  },

  left_kitchen(e) {
    checkTexts(e, "message");
  },

  kitchen_changed(e) {
    checkKitchen(e);
  },

  menu_changed(e) {
    assert.ok(Number.isInteger(e.version) && e.version >= 1, `version ${e.version}`);
    for (const item of e.items) {
      checkTexts(item, "id", "state");
      assert.equal(typeof item.available, "boolean");
      assert.equal(Number.isInteger(item.left), item.state === "count");
    }
  },

  joined_order_room(e) {
    checkOrder(e.order);
    checkTexts(e, "message", "cursor");
    assert.equal(e.orderId, e.order.id);
    assert.equal(e.version, e.order.version);
    assert.equal(typeof e.resumed, "boolean");
  },

  left_order_room(e) {
    checkTexts(e, "orderId", "message");
  },

  exception(e) {
    assert.equal(e.status, "error");
    checkTexts(e, "code", "message");
  },
};

/** Throws unless o is an order as clients know it. */
export function checkOrder(o) {
  assert.match(o.id, /^[\w-]+$/);
  assert.match(o.number, /^#\d{3,}$/);
  checkTexts(o, "customerName");
  checkTimes(o, "estimatedReadyTime", "createdAt", "updatedAt");
  assert.ok(statuses.includes(o.status), `status ${o.status}`);
  assert.ok(Number.isInteger(o.version) && o.version >= 1, `version ${o.version}`);
  assert.ok(o.items.length > 0, "no items");
  o.items.forEach(checkItem);
  assert.equal(typeof o.totalAmount, "number");
  assert.equal(cents(o.totalAmount), o.items.reduce((sum, item) => sum + cents(item.price) * item.quantity, 0));
}

function checkItem(item) {
  checkTexts(item, "id", "name");
  assert.equal(typeof item.price, "number");
  assert.ok(Number.isInteger(item.quantity) && item.quantity >= 1, `quantity ${item.quantity}`);
}

function checkKitchen({ setup, stations }) {
  assert.ok(Number.isInteger(setup.version), `version ${setup.version}`);
  assert.ok(["auto", "expo"].includes(setup.expo), `expo ${setup.expo}`);
  assert.ok(stations.length > 0, "no stations");
  for (const station of stations) {
    checkTexts(station, "id", "name");
    assert.equal(typeof station.open, "boolean");
    assert.equal(typeof station.receipt, "boolean");
  }
}

/** Throws unless a task is one that a screen can show. */
export function checkTask(task) {
  checkTexts(task, "id", "line", "station");
  assert.ok(["held", "queued", "started", "done", "voided"].includes(task.state), `state ${task.state}`);
  assert.ok(Number.isInteger(task.quantity) && Number.isInteger(task.done) && task.done <= task.quantity, `${task.done} of ${task.quantity}`);
  assert.ok(Number.isInteger(task.version) && task.version >= 1, `version ${task.version}`);
  checkTimes(task, ...["firedAt", "startedAt", "doneAt", "seenAt", "alarmedAt"].filter((time) => time in task));
}

function checkTexts(o, ...fields) {
  for (const field of fields) {
    assert.ok(typeof o[field] === "string" && o[field] !== "", `${field} is ${JSON.stringify(o[field])}`);
  }
}

/** ISO 8601 in UTC, with milliseconds. */
function checkTimes(o, ...fields) {
  for (const field of fields) {
    assert.match(o[field], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, field);
    assert.equal(new Date(o[field]).toISOString(), o[field]);
  }
}
