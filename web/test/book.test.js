// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Book } from "../assets/js/testclient/book.js";

/** @param {number} n @returns {any} */
const order = (n) => ({ id: `o${n}`, number: `#${n}`, createdAt: new Date(n * 1000).toISOString(), version: 1 });

test("a day of orders does not fill the memory; the one being looked at stays", () => {
  const book = new Book();
  for (let n = 0; n < 1000; n++) book.learn(order(n));
  assert.equal(book.list.value.length, 200);
  assert.equal(book.list.value[0].id, "o999");
  assert.equal(book.current.value?.id, "o0");
  assert.equal(book.size, 201);
  book.learn({ ...order(5), version: 9 });
  assert.equal(book.size, 201, "an old order that changes is not kept either");
});
