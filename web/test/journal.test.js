// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Journal, brief, matching, ndjson, title } from "../assets/js/testclient/journal.js";

globalThis.requestAnimationFrame = (draw) => {
  draw(0);
  return 0;
};

test("the newest rows are kept, newest first", () => {
  const journal = new Journal();
  for (let i = 0; i < 501; i++) journal.write("note", `row ${i}`);
  assert.equal(journal.rows.value.length, 500);
  assert.equal(journal.rows.value[0].name, "row 500");
  assert.equal(journal.rows.value[499].name, "row 1");
});

test("a paused journal goes on unseen", () => {
  const journal = new Journal();
  journal.togglePause();
  journal.write("in", "new_order");
  assert.equal(journal.rows.value.length, 0);
  journal.togglePause();
  assert.equal(journal.rows.value.length, 1);
});

test("rows are found by direction and text", () => {
  const journal = new Journal();
  journal.write("in", "new_order", { order: { number: "#001", status: "pending", version: 1 } });
  journal.write("http", "GET /orders 200", { count: 1 }, 12.3);
  const rows = journal.rows.value;
  assert.deepEqual(matching(rows, "in", "").map((r) => r.name), ["new_order"]);
  assert.deepEqual(matching(rows, "", " PENDING ").map((r) => r.name), ["new_order"]);
  assert.equal(matching(rows, "out", "").length, 0);
  assert.match(brief(rows[1]), /^#001 pending v1 \{/);
});

test("ids are cut to what tells them apart", () => {
  const journal = new Journal();
  journal.write("http", "POST /orders/01a2060c-9323-73d5-996e-660a14a5a8bc/status 200");
  assert.equal(title(journal.rows.value[0]), "POST /orders/…a5a8bc/status 200");
});

test("the copy is one object per line, oldest first", () => {
  const journal = new Journal();
  journal.write("in", "a", { x: "line\nbreak" });
  journal.write("note", "b");
  const lines = ndjson(journal.rows.value).split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).name), ["a", "b"]);
});
