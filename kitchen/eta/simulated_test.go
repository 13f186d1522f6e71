package eta_test

import (
	"fmt"
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// TestSimulatedTapsTeachNothing: they move the queue like any other, and leave
// no trace of themselves.
func TestSimulatedTapsTeachNothing(t *testing.T) {
	for story, act := range map[string]func(*eta.Estimator, string, eta.Lesson){
		"all simulated": func(e *eta.Estimator, order string, simulated eta.Lesson) {
			e.Bump(order, "1", at(noon+1), simulated)
			e.Fire(order, "2", at(noon+2), simulated)
			e.Bump(order, "2", at(noon+3), simulated)
			e.Ready(order, at(noon+10), simulated)
		},
		"whole orders": func(e *eta.Estimator, order string, simulated eta.Lesson) {
			e.Ready(order, at(noon+2), simulated)
		},
	} {
		w, control := newTwins(), newTwins()
		for i := range 3 {
			order := fmt.Sprint(story, i)
			for _, kitchen := range []twins{w, control} {
				kitchen.both(func(e *eta.Estimator) {
					e.Create(order, []eta.Line{{ID: "1", Item: "burger", Course: 1}, {ID: "2", Item: "fries", Course: 2}}, at(noon))
				})
				kitchen.spared.Cancel(order, at(noon+1))
			}
			act(w.trapped, order, eta.Simulated)
			act(control.trapped, order, eta.Teaches)
		}
		if off := w.apart(noon + 30); off != 0 {
			t.Errorf("%s: quotes are off by %v", story, off)
		}
		if got, want := w.trapped.Stats().Score, w.spared.Stats().Score; got != want || len(w.trapped.Open()) != 0 {
			t.Errorf("%s: stats are %+v, want %+v; open are %v", story, got, want, w.trapped.Open())
		}
		if off := control.apart(noon + 30); off == 0 {
			t.Errorf("%s: the same taps by cooks teach nothing either, and the test shows nothing", story)
		}
	}
}

// TestSimulatedTapsMoveTheQueue: who comes next gets the place.
func TestSimulatedTapsMoveTheQueue(t *testing.T) {
	e := practised()
	e.Create("A", one("fries"), at(noon))
	behind := e.Quote(one("fries"), at(noon+1))
	e.Bump("A", "1", at(noon+1), eta.Simulated)
	if f := e.Quote(one("fries"), at(noon+1)); f.P50.After(behind.P50.Add(-3 * time.Minute)) {
		t.Errorf("behind fries quotes were %v, and are %v when these are done", behind.P50, f.P50)
	}
}
