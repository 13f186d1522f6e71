// What the clients that were written for the seed's system make of payloads: a test page in JavaScript and an app in
// Dart. Like the app they throw at a value of another type, and like both they ignore what they do not know.

/** Reads order_status_updated. */
export function readUpdate(data) {
  return {
    orderId: text(data.orderId),
    status: text(data.status),
    estimatedReadyTime: moment(data.estimatedReadyTime),
    message: text(data.message),
    timestamp: moment(data.timestamp),
  };
}

/** Reads an order: of new_order, where it is flat, or of an answer. */
export function readOrder(data) {
  return {
    id: text(data.id),
    customerName: text(data.customerName),
    items: data.items.map(({ id, name, price, quantity }) => ({
      id: text(id), name: text(name), price: number(price), quantity: number(quantity),
    })),
    totalAmount: number(data.totalAmount),
    status: text(data.status),
    estimatedReadyTime: moment(data.estimatedReadyTime),
    createdAt: moment(data.createdAt),
  };
}

const text = (value) => as("string", value);
const number = (value) => as("number", value);

function moment(value) {
  const date = new Date(text(value));
  if (Number.isNaN(date.getTime())) {
    throw new TypeError(`${value} is not a date`);
  }
  return date;
}

function as(type, value) {
  if (typeof value !== type) {
    throw new TypeError(`${JSON.stringify(value)} is not a ${type}`);
  }
  return value;
}
