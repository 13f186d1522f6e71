package eta_test

import (
	"fmt"
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// A clearing is somebody who empties a screen.
type clearing struct {
	orders int
	after  float64       // minutes after the last order came
	pause  time.Duration // between two taps
	newest bool          // first
	whole  bool          // orders, not lines
}

// clear taps everything away, in the kitchen that fell for it; in the other
// the orders were never cooked.
func (c clearing) clear(w twins) {
	for i := range c.orders {
		w.both(func(e *eta.Estimator) { e.Create(c.order(i), one("burger"), at(noon+0.1*float64(i))) })
	}
	when := at(noon + 0.1*float64(c.orders) + c.after)
	for i := range c.orders {
		order := c.order(i)
		if c.newest {
			order = c.order(c.orders - 1 - i)
		}
		if !c.whole {
			w.trapped.Bump(order, "1", when, eta.Teaches)
		}
		w.trapped.Ready(order, when, eta.Teaches)
		w.spared.Cancel(order, when)
		when = when.Add(c.pause)
	}
}

func (c clearing) order(i int) string { return fmt.Sprint("late ", i) }

// TestClearedScreen: taps that come late and all at once say nothing of how
// long a burger takes, whoever makes them and however fast. The first few can
// not be told from those of a cook: of them some calibration remains.
func TestClearedScreen(t *testing.T) {
	const within = time.Minute // of nearly nine
	for story, c := range map[string]clearing{
		"bump all":                    {orders: 12, after: 2},
		"bump all, the newest first":  {orders: 12, after: 2, newest: true},
		"ten taps a second":           {orders: 12, after: 2, pause: 100 * time.Millisecond},
		"the newest first":            {orders: 12, after: 2, pause: 100 * time.Millisecond, newest: true},
		"a tap every second":          {orders: 12, after: 2, pause: time.Second},
		"every second, newest first":  {orders: 12, after: 2, pause: time.Second, newest: true},
		"forgotten, an hour later":    {orders: 12, after: 60, pause: 100 * time.Millisecond},
		"forgotten, all at once":      {orders: 12, after: 60},
		"whole orders":                {orders: 12, after: 2, whole: true},
		"whole orders, an hour later": {orders: 12, after: 60, whole: true},
		"forty, five hours later":     {orders: 40, after: 300, pause: 200 * time.Millisecond},
		"forty whole orders":          {orders: 40, after: 300, pause: 200 * time.Millisecond, whole: true},
		"a thousand":                  {orders: 1000, after: 300, pause: 10 * time.Millisecond},
	} {
		w := newTwins()
		c.clear(w)
		if off := w.apart(noon + 600); off > within {
			t.Errorf("%s: quotes are off by %v", story, off)
		}
		if got, want := w.trapped.Stats().Orders, w.spared.Stats().Orders; got-want > c.orders/2 {
			t.Errorf("%s: of %d cleared orders %d count", story, c.orders, got-want)
		}
	}
}

// TestQuickCookTeaches is the control: somebody who is as quick, and cooks one
// after the other, is believed.
func TestQuickCookTeaches(t *testing.T) {
	w := newTwins()
	for i := range 12 {
		serve(w.trapped, fmt.Sprint("quick ", i), "burger", noon+10*float64(i), 3)
	}
	if off := w.apart(noon + 600); off < 3*time.Minute {
		t.Errorf("twelve burgers in 3 minutes instead of 8 move the quote by %v only", off)
	}
}
