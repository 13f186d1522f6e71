package eta_test

import (
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// TestWithdrawnWorkTeachesNothing: what is cancelled or voided leaves the
// queue, and nothing is learned from the time it was there.
func TestWithdrawnWorkTeachesNothing(t *testing.T) {
	for story, withdraw := range map[string]func(*eta.Estimator, float64){
		"cancelled": func(e *eta.Estimator, minute float64) { e.Cancel("A", at(minute)) },
		"voided": func(e *eta.Estimator, minute float64) {
			e.Void("A", "1", at(minute))
			e.Void("A", "2", at(minute))
		},
		"voided, then packed": func(e *eta.Estimator, minute float64) {
			e.Void("A", "1", at(minute))
			e.Void("A", "2", at(minute))
			e.Ready("A", at(minute), eta.Teaches)
		},
	} {
		w := newTwins()
		w.trapped.Create("A", []eta.Line{{ID: "1", Item: "fries", Quantity: 3}, {ID: "2", Item: "burger", Quantity: 5}}, at(noon))
		if off := w.apart(noon + 1); off < 5*time.Minute {
			t.Errorf("%s: in the queue it delays others by %v only, and the test shows nothing", story, off)
		}
		withdraw(w.trapped, noon+30)
		if off := w.apart(noon + 30); off != 0 {
			t.Errorf("%s: quotes are off by %v", story, off)
		}
		if got, want := w.trapped.Stats().Score, w.spared.Stats().Score; got != want {
			t.Errorf("%s: stats are %+v, want %+v", story, got, want)
		}
	}
}

// TestVoidedLineFreesThoseBehind: the order goes on without it.
func TestVoidedLineFreesThoseBehind(t *testing.T) {
	e := practised()
	e.Create("A", []eta.Line{{ID: "1", Item: "fries", Quantity: 4}, {ID: "2", Item: "burger"}}, at(noon))
	e.Create("B", one("fries"), at(noon))
	a, b := forecast(t, e, "A", noon), forecast(t, e, "B", noon)
	e.Void("A", "1", at(noon))
	if f := forecast(t, e, "A", noon); !f.P50.Before(a.P50) || f.Station != "grill" {
		t.Errorf("the order was at %v, is at %v, waits for %q", a.P50, f.P50, f.Station)
	}
	if f := forecast(t, e, "B", noon); f.P50.After(b.P50.Add(-15 * time.Minute)) {
		t.Errorf("the one behind was at %v, is at %v", b.P50, f.P50)
	}
}

// TestRerouteKeepsThePromise: the guest does not care who cooks, so the order
// keeps its promise and counts.
func TestRerouteKeepsThePromise(t *testing.T) {
	e := practised()
	e.Create("A", one("fries"), at(noon))
	told, _ := e.Publish("A", at(noon))
	before := e.Stats().Orders
	e.Reroute("A", "1", eta.Line{ID: "1 there", Item: "burger", Quantity: 1}, at(noon+1))
	f := forecast(t, e, "A", noon+1)
	if f.Station != "grill" || !f.Published.Equal(told) {
		t.Errorf("rerouted: %+v, promised was %v", f, told)
	}
	if empty, moved := practised().Quote(one("fries"), at(noon+1)), e.Quote(one("fries"), at(noon+1)); !moved.P50.Equal(empty.P50) {
		t.Errorf("the fryer has nothing to do, and quotes %v instead of %v", moved.P50, empty.P50)
	}
	e.Bump("A", "1 there", at(noon+9), eta.Teaches)
	e.Ready("A", at(noon+10), eta.Teaches)
	if after := e.Stats(); after.Orders != before+1 || after.Broken != 1 {
		t.Errorf("%d orders count, %d of them broken; before %d", after.Orders, after.Broken, before)
	}
}

// TestRerouteOfAHeldLine: a course that is not fired waits wherever it is sent.
func TestRerouteOfAHeldLine(t *testing.T) {
	e := practised()
	e.Create("A", []eta.Line{{ID: "1", Item: "burger", Course: 1}, {ID: "2", Item: "burger", Course: 2}}, at(noon))
	idle := e.Quote(one("fries"), at(noon))
	e.Reroute("A", "2", eta.Line{ID: "2 there", Item: "fries", Course: 2}, at(noon))
	if f := e.Quote(one("fries"), at(noon)); !f.P50.Equal(idle.P50) {
		t.Errorf("a held course keeps the fryer busy: %v instead of %v", f.P50, idle.P50)
	}
	e.Fire("A", "2 there", at(noon+15), eta.Teaches)
	if f := e.Quote(one("fries"), at(noon+15)); !f.P50.After(idle.P50.Add(17 * time.Minute)) {
		t.Errorf("the course is fired, and the fryer as idle as before: %v", f.P50)
	}
}
