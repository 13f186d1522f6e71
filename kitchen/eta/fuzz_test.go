package eta_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// A tape is bytes that are read as calls.
type tape struct{ left []byte }

// next returns a number below n.
func (t *tape) next(n int) int {
	if len(t.left) == 0 {
		return 0
	}
	b := t.left[0]
	t.left = t.left[1:]
	return int(b) % n
}

func (t *tape) order() string { return fmt.Sprint("order ", t.next(6)) }
func (t *tape) line() string  { return fmt.Sprint(t.next(4)) }

func (t *tape) item() string {
	return []string{"burger", "fries", "cola", "typed " + fmt.Sprint(t.next(256)), ""}[t.next(5)]
}

func (t *tape) lines() []eta.Line {
	lines := make([]eta.Line, t.next(4))
	for i := range lines {
		lines[i] = eta.Line{ID: t.line(), Item: t.item(), Quantity: t.next(130) - 10, Course: t.next(3)}
	}
	return lines
}

// leap is how far the clock goes: mostly on, now and then wildly.
func (t *tape) leap() time.Duration {
	switch t.next(8) {
	case 0:
		return 0
	case 1:
		return -time.Duration(t.next(256)) * time.Minute
	case 2:
		return time.Duration(t.next(256)) * time.Hour
	case 3:
		return time.Duration(t.next(256)-128) * 30 * 24 * time.Hour
	}
	return time.Duration(t.next(256)) * 5 * time.Second
}

// call carries out one call.
func (t *tape) call(e *eta.Estimator, now time.Time) {
	order, lesson := t.order(), eta.Lesson(t.next(4) > 0)
	switch t.next(14) {
	case 0, 1:
		e.Create(order, t.lines(), now)
	case 2:
		e.AddLines(order, t.lines(), now)
	case 3:
		e.Fire(order, t.line(), now, lesson)
	case 4, 5:
		e.Bump(order, t.line(), now, lesson)
	case 6:
		e.Unbump(order, t.line(), now)
	case 7:
		e.Recall(order, now)
	case 8:
		e.Ready(order, now, lesson)
	case 9:
		e.Cancel(order, now)
	case 10:
		e.Void(order, t.line(), now)
	case 11:
		e.Reroute(order, t.line(), eta.Line{ID: t.line(), Item: t.item(), Quantity: t.next(4), Course: t.next(3)}, now)
	case 12:
		e.NewDay(now)
	case 13:
		e.Promised(order, now.Add(t.leap()))
	}
}

// FuzzCalls: whatever is called, in whatever order and at whatever time, what
// an estimator says can be told to guests, and it lists an order as open if and
// only if it has a forecast for it.
func FuzzCalls(f *testing.F) {
	f.Add([]byte{}, uint8(80))
	f.Add([]byte("an evening like any other, with burgers and fries"), uint8(0))
	f.Add(slices.Repeat([]byte{0, 1, 0, 3, 1, 0, 20, 1, 4, 40, 0, 1, 4, 1, 5, 2, 0, 1, 8, 6, 3}, 40), uint8(95))
	f.Fuzz(func(t *testing.T, calls []byte, quantile uint8) {
		c := small
		c.PromiseQuantile = float64(quantile) / 100
		e, tape, now := eta.New(c), &tape{calls}, opens
		for range 200 {
			if len(tape.left) == 0 {
				break
			}
			now = now.Add(tape.leap())
			tape.call(e, now)
			sane(t, e, now)
			consistent(t, e, now)
		}
	})
}

func consistent(t *testing.T, e *eta.Estimator, now time.Time) {
	open := e.Open()
	for i := range 6 {
		order := fmt.Sprint("order ", i)
		if _, ok := e.Forecast(order, now); ok != slices.Contains(open, order) {
			t.Fatalf("open are %v, and %s has a forecast: %v", open, order, ok)
		}
	}
	slices.Sort(open)
	if len(slices.Compact(open)) != len(open) {
		t.Fatalf("an order is open twice: %v", open)
	}
}
