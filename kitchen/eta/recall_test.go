package eta_test

import (
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// TestUndoTakesTheLessonBack: a tap that is undone has taught nothing, and the
// line is where it was. Burgers A and B are on the grill, C and D wait.
func TestUndoTakesTheLessonBack(t *testing.T) {
	const within = 2 * time.Second
	orders := []string{"A", "B", "C", "D"}
	for story, c := range map[string]struct {
		order          string
		tapped, undone float64 // minutes after noon
	}{
		"a slip":                          {"A", 1, 1.05},
		"of one that waits":               {"C", 1, 1.05},
		"a plate that came back":          {"B", 6, 7},
		"one that has taken rather long":  {"A", 12, 12.1},
		"the last in the queue, out late": {"D", 6, 9},
	} {
		w := newTwins()
		for i, order := range orders {
			w.both(func(e *eta.Estimator) { e.Create(order, one("burger"), at(noon+0.01*float64(i))) })
		}
		w.trapped.Bump(c.order, "1", at(noon+c.tapped), eta.Teaches)
		if off := w.apart(noon + c.tapped); off <= 30*time.Second {
			t.Errorf("%s: the tap has moved the quotes by %v only, and the test shows nothing", story, off)
		}
		w.trapped.Unbump(c.order, "1", at(noon+c.undone))
		for _, later := range []float64{0, 0.5, 3} {
			minute := noon + c.undone + later
			if off := w.apart(minute); off > within {
				t.Errorf("%s: %v minutes after it was undone quotes are off by %v", story, later, off)
			}
			for _, order := range orders {
				got, want := forecast(t, w.trapped, order, minute), forecast(t, w.spared, order, minute)
				if off := got.P50.Sub(want.P50).Abs(); off > within {
					t.Errorf("%s: %v minutes after it was undone order %s is off by %v", story, later, order, off)
				}
			}
		}
	}
}

// TestRecalledLineTeachesNothing: how long it took is the time of two cookings.
func TestRecalledLineTeachesNothing(t *testing.T) {
	w := newTwins()
	w.both(func(e *eta.Estimator) { e.Create("A", one("burger"), at(noon)) })
	w.trapped.Bump("A", "1", at(noon+8), eta.Teaches)
	w.trapped.Unbump("A", "1", at(noon+10))
	w.trapped.Bump("A", "1", at(noon+40), eta.Teaches)
	w.both(func(e *eta.Estimator) { e.Cancel("A", at(noon+41)) })
	if off := w.apart(noon + 60); off > 2*time.Second {
		t.Errorf("quotes are off by %v", off)
	}
}

// TestRecallOfAReadyOrder: it is open again and has its forecast; what counts
// is when it was ready first.
func TestRecallOfAReadyOrder(t *testing.T) {
	e := practised()
	e.Create("A", one("burger"), at(noon))
	told, _ := e.Publish("A", at(noon))
	e.Bump("A", "1", at(noon+8), eta.Teaches)
	e.Ready("A", at(noon+9), eta.Teaches)
	before := e.Stats()
	if len(e.Open()) != 0 {
		t.Fatalf("open are %v", e.Open())
	}
	e.Recall("A", at(noon+10))
	e.Unbump("A", "1", at(noon+10))
	f := forecast(t, e, "A", noon+10)
	if len(e.Open()) != 1 || f.Station != "grill" || !f.P50.After(at(noon+10)) || !f.Published.Equal(told) {
		t.Errorf("recalled: %v, %+v, promised was %v", e.Open(), f, told)
	}
	e.Bump("A", "1", at(noon+30), eta.Teaches)
	e.Ready("A", at(noon+31), eta.Teaches)
	if after := e.Stats(); after.Score != before.Score {
		t.Errorf("counted twice: %+v, before %+v", after.Score, before.Score)
	}
}
