// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Propagation, summarise } from "../assets/js/testclient/propagation.js";

test("percentiles are nearest ranks", () => {
  assert.deepEqual(summarise([]), { p50: undefined, p95: undefined, max: undefined });
  assert.deepEqual(summarise([7]), { p50: 7, p95: 7, max: 7 });
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual(summarise(hundred), { p50: 50, p95: 95, max: 100 });
});

test("an event is measured whether it comes before or after the answer", () => {
  const propagation = new Propagation();
  const start = performance.now();
  propagation.expect("a ready", start);
  propagation.happened("a ready");
  propagation.happened("b new");
  propagation.expect("b new", start);
  assert.equal(propagation.samples.value.length, 2);
});

test("an event from before the request is not its own", () => {
  const propagation = new Propagation();
  propagation.happened("a ready");
  propagation.expect("a ready", performance.now() + 1);
  assert.equal(propagation.samples.value.length, 0);
});
