package eta_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// heap returns the megabytes that are in use.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// TestForgottenOrders: what nobody bumps does not hold up the others for ever,
// and is forgotten after a day.
func TestForgottenOrders(t *testing.T) {
	w := newTwins()
	for i := range 5 {
		w.trapped.Create(fmt.Sprint("forgotten ", i), one("burger"), at(noon))
	}
	if off := w.apart(noon + 1); off < 5*time.Minute {
		t.Errorf("five orders delay others by %v only, and the test shows nothing", off)
	}
	for i := range 40 {
		w.both(func(e *eta.Estimator) { serve(e, fmt.Sprint("cooked ", i), "burger", noon+10+30*float64(i), 8) })
	}
	if off := w.apart(noon + 1230); off > 30*time.Second {
		t.Errorf("orders that nobody cooks hold up others by %v", off)
	}
	for _, c := range []struct {
		minute float64
		open   int
	}{{24 * 60, 6}, {24*60 + 1, 1}} {
		order := fmt.Sprint("new ", c.minute)
		w.trapped.Create(order, one("fries"), at(noon+c.minute))
		if got := len(w.trapped.Open()); got != c.open {
			t.Errorf("after %v minutes %d orders are open, want %d", c.minute, got, c.open)
		}
		w.trapped.Cancel(order, at(noon+c.minute))
	}
}

// TestFloodOfOrders: a hundred thousand open orders are all thought of, more
// than the limit are not, and a kitchen that has drained is as before.
func TestFloodOfOrders(t *testing.T) {
	w := newTwins()
	flood := func(from, to int) {
		for i := range to - from {
			w.trapped.Create(fmt.Sprint("flood ", from+i), one("burger"), at(noon+float64(i)/100_000))
		}
	}
	flood(0, 100_000)
	if got := len(w.trapped.Open()); got != 100_000 {
		t.Errorf("%d orders are open", got)
	}
	f := forecast(t, w.trapped, "flood 99999", noon+10)
	if hours := f.P50.Sub(at(noon)).Hours(); hours < 24*30 || hours > 24*31 { // a year and more by the queue: no promise is that far ahead
		t.Errorf("the last of a hundred thousand burgers is ready in %v hours", hours)
	}
	flood(100_000, 160_000)
	if got := len(w.trapped.Open()); got > 150_001 || got < 100_000 {
		t.Errorf("%d orders of a hundred and sixty thousand are kept", got)
	}
	if mb := heap(); mb > 200 {
		t.Errorf("a flood takes %.0f MB", mb)
	}
	for _, order := range w.trapped.Open() {
		w.trapped.Cancel(order, at(noon+20))
	}
	if off := w.apart(noon + 20); off != 0 || len(w.trapped.Open()) != 0 {
		t.Errorf("when the flood is over quotes are off by %v, %d orders are open", off, len(w.trapped.Open()))
	}
}

// TestFloodOfNames: a million names typed at a till, all different.
func TestFloodOfNames(t *testing.T) {
	e := practised()
	before := heap()
	for i := range 10_000 {
		lines := make([]eta.Line, 100)
		for n := range lines {
			lines[n] = eta.Line{ID: fmt.Sprint(n), Item: fmt.Sprint("typed ", 100*i+n), Course: min(n, 1)}
		}
		e.Create(fmt.Sprint("order ", i), lines, at(noon+float64(i)/100))
		e.Cancel(fmt.Sprint("order ", i), at(noon+float64(i)/100+1))
	}
	if mb := heap() - before; mb > 100 {
		t.Errorf("a million names take %.0f MB", mb)
	}
	sane(t, e, at(noon+200))
	if got, want := e.Quote(one("burger"), at(noon+200)), practised().Quote(one("burger"), at(noon+200)); got != want {
		t.Errorf("a burger is quoted for %v, before for %v", got.P50, want.P50)
	}
}

// TestNightAfterAFloodOfNames: finding stations for dishes that nobody has
// given one is no more work for hundreds than for a long menu. Work is
// counted in allocations, which a busy machine does not change.
func TestNightAfterAFloodOfNames(t *testing.T) {
	night := func(names int) uint64 {
		e := eta.New(small)
		for i := range 400 {
			serve(e, fmt.Sprint("order ", i), fmt.Sprint("typed ", i%names), float64(i)/10, 5)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e.NewDay(at(200))
		runtime.ReadMemStats(&after)
		sane(t, e, at(201))
		return after.Mallocs - before.Mallocs
	}
	if long, flood := night(60), night(400); flood > 2*long {
		t.Errorf("a night takes %d allocations with 60 names, %d with 400", long, flood)
	}
}

// TestFloodThatIsOver: orders that come and go at one moment leave nothing.
func TestFloodThatIsOver(t *testing.T) {
	e := practised()
	e.Create("stays", one("burger"), at(noon))
	before := heap()
	for i := range 50_000 {
		order := fmt.Sprint("gone ", i)
		e.Create(order, one("burger"), at(noon))
		e.Cancel(order, at(noon))
	}
	if mb := heap() - before; mb > 5 {
		t.Errorf("fifty thousand orders that are gone take %.0f MB", mb)
	}
	if got := e.Open(); len(got) != 1 {
		t.Errorf("open are %v", got)
	}
}
