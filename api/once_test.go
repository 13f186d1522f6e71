package api_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/restaurant"
)

// same fails the test unless b repeats a to the byte, and says that it does.
func same(t *testing.T, a, b answer) {
	t.Helper()
	if a.status != b.status || string(a.body) != string(b.body) || b.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("%s: first %d %s\nthen %d %s %v", a.call, a.status, a.body, b.status, b.body, b.header)
	}
	for _, name := range []string{"Location", "ETag"} {
		if a.header.Get(name) != b.header.Get(name) {
			t.Errorf("%s: %s was %q, then %q", a.call, name, a.header.Get(name), b.header.Get(name))
		}
	}
}

// TestTheSameKeyHasTheSameAnswer: also when the order has moved on meanwhile.
func TestTheSameKeyHasTheSameAnswer(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	for name, c := range map[string]struct{ method, path, body string }{
		"place":   {"POST", "/orders", fries},
		"samples": {"POST", "/orders/demo/create-sample", ""},
		"status":  {"POST", toStatus(o.ID), status("ready")},
		"patch":   {"PATCH", toStatus(o.ID), status("in_progress")},
		"cancel":  {"POST", toOrder(d.MustPlace(t, "Ines", 1).ID) + "/cancel", `{"reason":"sold_out"}`},
		"work":    {"POST", toWork(d.MustPlace(t, "Ines", 2).ID, "bump"), `{"tasks":["1"]}`},
		"items":   {"POST", toOrder(d.MustPlace(t, "Ines", 1).ID) + "/items", moreFries},
	} {
		first := d.call(c.method, c.path, c.body, "Idempotency-Key", name)
		head := len(d.Events(t))
		d.MustMove(t, d.MustPlace(t, "another", 1).ID, order.Completed)
		if name == "place" {
			d.post(toStatus(order.ID(first.read().Order.ID)), status("ready")).is(http.StatusOK)
			head += 2
		}
		same(t, first, d.call(c.method, c.path, c.body, "Idempotency-Key", name))
		if n := len(d.Events(t)); n != head+4 {
			t.Errorf("%s: the repeated request left %d events", name, n-head-4)
		}
	}
}

func TestSpacesAndUnknownFieldsDoNotMakeAnotherRequest(t *testing.T) {
	t.Parallel()
	d := open(t)
	first := d.post("/orders", fries, "Idempotency-Key", "k")
	same(t, first, d.post("/orders", strings.ReplaceAll(fries, ",", " ,\n"), "Idempotency-Key", "k"))
}

func TestAKeyIsForOneRequest(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	d.post("/orders", fries, "Idempotency-Key", "k").is(http.StatusCreated)
	for _, c := range []struct{ path, body string }{
		{"/orders", strings.Replace(fries, "3.50", "3.51", 1)},
		{"/orders/demo/create-sample", ""},
		{toStatus(o.ID), status("ready")},
		{toOrder(o.ID) + "/cancel", ""},
		{toOrder(o.ID) + "/items", moreFries},
		{toWork(o.ID, "bump"), ""},
	} {
		d.post(c.path, c.body, "Idempotency-Key", "k").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
	}
	if n := len(d.Events(t)); n != 2 {
		t.Errorf("%d events", n)
	}
}

func TestARefusedRequestLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/orders", strings.Replace(fries, "3.50", "-3.50", 1), "Idempotency-Key", "k").is(http.StatusUnprocessableEntity)
	a := d.post("/orders", fries, "Idempotency-Key", "k").is(http.StatusCreated)
	if a.header.Get("Idempotent-Replayed") != "" {
		t.Error("a first success was called a repetition")
	}
}

func TestAKeyHasALimit(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/orders", fries, "Idempotency-Key", strings.Repeat("k", restaurant.MaxKey)).is(http.StatusCreated)
	for _, key := range []string{strings.Repeat("k", restaurant.MaxKey+1), strings.Repeat("é", restaurant.MaxKey)} {
		for _, path := range []string{"/orders", "/orders/demo/create-sample"} {
			d.post(path, fries, "Idempotency-Key", key).is(http.StatusUnprocessableEntity)
		}
	}
}

func TestAKeyIsForgottenAfterThreeDays(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	d := open(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	first := d.post("/orders", fries, "Idempotency-Key", "k")
	later.Store(int64(restaurant.KeyLife - time.Millisecond))
	same(t, first, d.post("/orders", fries, "Idempotency-Key", "k"))
	later.Store(int64(restaurant.KeyLife))
	if again := d.post("/orders", fries, "Idempotency-Key", "k").is(http.StatusCreated); string(again.body) == string(first.body) {
		t.Error("an old key still answers")
	}
}

// TestManyAtOnceWithOneKeyPlaceOneOrder: the usual double click.
func TestManyAtOnceWithOneKeyPlaceOneOrder(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := map[string]bool{}
	for _, a := range d.rush(8, "POST", "/orders", fries, "Idempotency-Key", "k") {
		ids[a.is(http.StatusCreated).read().Order.ID] = true
	}
	if len(ids) != 1 || len(d.Events(t)) != 1 {
		t.Errorf("orders %v, %d events", ids, len(d.Events(t)))
	}
}
