package eta_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// sane fails unless all that an estimator says at a time can be told to guests.
func sane(t *testing.T, e *eta.Estimator, now time.Time) {
	t.Helper()
	check := func(what string, f eta.Forecast) {
		t.Helper()
		if month := 30 * 24 * time.Hour; f.P50.Before(now) || f.P80.Before(f.P50) || f.P80.After(now.Add(month)) {
			t.Fatalf("%s at %v: half by %v, most by %v", what, now, f.P50, f.P80)
		}
	}
	for _, item := range []string{"burger", "fries", "unheard of"} {
		check("a quote of "+item, e.Quote(one(item), now))
	}
	for _, order := range e.Open() {
		f, ok := e.Forecast(order, now)
		if !ok {
			t.Fatalf("order %s is open and has no forecast", order)
		}
		check("order "+order, f)
		if told, _ := e.Publish(order, now); told.IsZero() {
			t.Fatalf("order %s is promised for no time", order)
		}
	}
	s := e.Stats()
	if !(s.MAE() >= 0 && s.MAE() < 1e9) || s.Covered > s.Orders || s.Broken > s.Orders {
		t.Fatalf("stats: %+v", s.Score)
	}
}

// TestClockThatJumps: a service whose clock goes wrong goes on, and what it
// forecasts when the clock is right again is right again.
func TestClockThatJumps(t *testing.T) {
	for story, wrong := range map[string]func(minute float64) float64{
		"an hour behind":         func(m float64) float64 { return m - 60 },
		"an hour ahead":          func(m float64) float64 { return m + 60 },
		"half a day ahead":       func(m float64) float64 { return m + 12*60 },
		"two days ahead":         func(m float64) float64 { return m + 48*60 },
		"two days behind":        func(m float64) float64 { return m - 48*60 },
		"in 1970":                func(float64) float64 { return -29_900_000 },
		"backwards":              func(m float64) float64 { return 2*noon - m },
		"it stands still":        func(float64) float64 { return noon },
		"to and fro by a minute": func(m float64) float64 { return m + float64(int(100*m)%3-1) },
	} {
		w := newTwins()
		for i := range 10 {
			minute, order := noon+float64(20*i), fmt.Sprint("wrong ", i)
			w.trapped.Create(order, one("burger"), at(wrong(minute)))
			sane(t, w.trapped, at(wrong(minute)))
			w.trapped.Bump(order, "1", at(wrong(minute+8)), eta.Teaches)
			sane(t, w.trapped, at(wrong(minute+8)))
			w.trapped.Ready(order, at(wrong(minute+8.7)), eta.Teaches)
		}
		sane(t, w.trapped, at(noon+300))
		if off := w.apart(noon + 300); off > 2*time.Minute {
			t.Errorf("%s: when the clock is right again quotes are off by %v", story, off)
		}
	}
}

// TestTapFromTheFuture: one event with a wrong time does not put off what is
// forecast when the others have the right one.
func TestTapFromTheFuture(t *testing.T) {
	e := practised()
	e.Create("A", []eta.Line{{ID: "1", Item: "burger"}, {ID: "2", Item: "fries"}}, at(noon))
	before := forecast(t, e, "A", noon+1)
	e.Bump("A", "2", at(noon+90), eta.Teaches)
	if f := forecast(t, e, "A", noon+1); f.P50.After(before.P50.Add(time.Minute)) {
		t.Errorf("fries were bumped by a clock that is ahead: ready at %v, before at %v", f.P50, before.P50)
	}
}

// TestOrderFromTheFuture: an order that came by a clock that was ahead does not
// keep the others from being learned of while they wait.
func TestOrderFromTheFuture(t *testing.T) {
	w := newTwins()
	w.trapped.Create("X", one("fries"), at(noon+900))
	w.spared.Create("X", one("fries"), at(noon))
	for i := range 30 {
		w.both(func(e *eta.Estimator) { serve(e, fmt.Sprint("slow ", i), "burger", noon+20*float64(i), 16) })
	}
	w.both(func(e *eta.Estimator) { e.Create("A", one("burger"), at(noon+700)) })
	got, want := forecast(t, w.trapped, "A", noon+705), forecast(t, w.spared, "A", noon+705)
	if off := got.P80.Sub(want.P80).Abs(); off > 5*time.Second {
		t.Errorf("ready at %v, without that order at %v", got.P80, want.P80)
	}
}

// TestOrdersOfAWrongClock: orders that came by a clock that was years ahead do
// not keep those that are forgotten later from being so.
func TestOrdersOfAWrongClock(t *testing.T) {
	e := practised()
	e.Create("of the future", one("fries"), at(noon).AddDate(3, 0, 0))
	e.Create("forgotten", one("fries"), at(noon))
	e.Create("new", one("fries"), at(noon+2*24*60))
	if open := e.Open(); len(open) != 1 || open[0] != "new" {
		t.Errorf("open are %v", open)
	}
}

// TestSummerTime: hours of the clock on the wall that come twice, or never, are
// minutes like any other.
func TestSummerTime(t *testing.T) {
	for story, hours := range map[string][2]int{"it ends": {2, 1}, "it begins": {1, 2}} {
		turn := at(noon + 4)
		wall := func(t time.Time) time.Time {
			zone := hours[0]
			if t.After(turn) {
				zone = hours[1]
			}
			return t.In(time.FixedZone("", 3600*zone))
		}
		w := newTwins()
		w.spared.Create("A", one("burger"), at(noon))
		w.trapped.Create("A", one("burger"), wall(at(noon)))
		w.spared.Bump("A", "1", at(noon+8), eta.Teaches)
		w.trapped.Bump("A", "1", wall(at(noon+8)), eta.Teaches)
		if off := w.apart(noon + 9); off != 0 {
			t.Errorf("%s: quotes are off by %v", story, off)
		}
	}
}

// TestEventsInAnyOrder: a log that is shuffled, as several clocks may shuffle
// it, makes no sense and does no harm.
func TestEventsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	e := practised()
	for i := range 3000 {
		minute := noon + 600*r.Float64()
		switch order := fmt.Sprint("order ", r.IntN(100)); r.IntN(6) {
		case 0, 1:
			e.Create(order, []eta.Line{{ID: "1", Item: "burger"}, {ID: "2", Item: "fries", Course: r.IntN(2)}}, at(minute))
		case 2:
			e.Fire(order, "2", at(minute), eta.Teaches)
		case 3:
			e.Bump(order, fmt.Sprint(1+r.IntN(2)), at(minute), eta.Teaches)
		case 4:
			e.Ready(order, at(minute), eta.Teaches)
		case 5:
			e.Unbump(order, fmt.Sprint(1+r.IntN(2)), at(minute))
		}
		if i%50 == 0 {
			sane(t, e, at(minute))
		}
	}
}

// TestNoTimeIsNoPromise: a time that was never told.
func TestNoTimeIsNoPromise(t *testing.T) {
	e := practised()
	e.Create("A", one("burger"), at(noon))
	e.Promised("A", time.Time{})
	if told, fresh := e.Publish("A", at(noon)); !fresh || !told.After(at(noon)) {
		t.Errorf("published %v, new %v", told, fresh)
	}
}
