package sim

import (
	"math"
	"slices"
	"testing"
	"time"

	"orderup/order"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// ticketOf returns an order with a number and one line.
func ticketOf(n order.Number, s order.Status, version int64) order.Order {
	return order.Order{
		ID: order.ID(n.String()), Day: "2026-11-23", Number: n, Status: s, Version: version,
		Lines: []order.Line{{Name: "Beer", Price: 350, Quantity: 1}},
	}
}

// seen returns a rail that saw orders in turn.
func seen(cooks int, orders ...order.Order) *rail {
	r := newRail(Shift{Speed: 1}, cooks, noon)
	for _, o := range orders {
		r.see(o, noon)
	}
	return r
}

func numbers(tickets []*ticket) []order.Number {
	slices.SortFunc(tickets, byAge)
	list := make([]order.Number, len(tickets))
	for i, t := range tickets {
		list[i] = t.number
	}
	return list
}

func TestWhoHasWhat(t *testing.T) {
	t.Parallel()
	pending, cooking, ready := order.Pending, order.InProgress, order.Ready
	for _, c := range []struct {
		name          string
		rail          *rail
		held, waiting []order.Number
	}{
		{"nothing", seen(2), nil, nil},
		{"the first two are taken", seen(2, ticketOf(1, pending, 1), ticketOf(2, pending, 1), ticketOf(3, pending, 1)),
			[]order.Number{1, 2}, []order.Number{3}},
		{"a start keeps the cook", seen(1, ticketOf(1, pending, 1), ticketOf(2, pending, 1), ticketOf(1, cooking, 2)),
			[]order.Number{1}, []order.Number{2}},
		{"ready frees the cook", seen(1, ticketOf(1, pending, 1), ticketOf(2, pending, 1), ticketOf(1, ready, 3)),
			[]order.Number{2}, nil},
		{"cancelled frees the cook", seen(1, ticketOf(1, pending, 1), ticketOf(2, pending, 1), ticketOf(1, order.Cancelled, 2)),
			[]order.Number{2}, nil},
		{"what is on the fire goes first", seen(1, ticketOf(1, pending, 1), ticketOf(2, pending, 1), ticketOf(3, cooking, 2), ticketOf(1, ready, 3)),
			[]order.Number{3}, []order.Number{2}},
		{"old news are no news", seen(1, ticketOf(1, ready, 3), ticketOf(1, cooking, 2)), nil, nil},
		{"recalled needs a cook again", seen(1, ticketOf(1, ready, 3), ticketOf(1, cooking, 4)), []order.Number{1}, nil},
		{"reopened waits at the pass", seen(1, ticketOf(1, order.Completed, 4), ticketOf(1, ready, 5)), nil, nil},
	} {
		if got := numbers(c.rail.held()); !slices.Equal(got, c.held) {
			t.Errorf("%s: cooks have %v, want %v", c.name, got, c.held)
		}
		if got := numbers(c.rail.waiting()); !slices.Equal(got, c.waiting) {
			t.Errorf("%s: %v wait, want %v", c.name, got, c.waiting)
		}
	}
}

func TestTheOldestWaitingIsTakenNext(t *testing.T) {
	t.Parallel()
	r := newRail(Shift{Speed: 1}, 1, noon)
	yesterday := ticketOf(40, order.Pending, 1)
	yesterday.Day = "2026-11-22"
	for _, o := range []order.Order{ticketOf(3, order.Pending, 1), ticketOf(2, order.Pending, 1), yesterday, ticketOf(1, order.Pending, 1)} {
		r.hang(o, noon)
	}
	var taken []order.Number
	for range 4 {
		r.assign(noon)
		t := r.held()[0]
		taken = append(taken, t.number)
		r.takeOff(t.id, noon)
	}
	if want := []order.Number{40, 1, 2, 3}; !slices.Equal(taken, want) {
		t.Errorf("taken %v, want %v", taken, want)
	}
}

func TestWhatIsDueNext(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, next order.Status
	}{{order.Pending, order.InProgress}, {order.InProgress, order.Ready}, {order.Ready, order.Completed}} {
		r := seen(1, ticketOf(1, c.from, 1))
		if first := r.first(); first == nil || first.next != c.next || !first.due.After(noon) {
			t.Errorf("%s: %+v is next, want %s later", c.from, first, c.next)
		}
	}
	if first := seen(1).first(); first != nil {
		t.Errorf("without orders %+v is next", first)
	}
}

func TestTimesAreRealistic(t *testing.T) {
	t.Parallel()
	var cooking, pickup []float64
	for n := range 10_001 {
		took := Shift{Speed: 1, Seed: 3}.timesOf(&ticket{day: "2026-11-23", number: order.Number(n), lines: 2 + n%2, pieces: 2 + n%2})
		cooking, pickup = append(cooking, took.cooking.Seconds()), append(pickup, took.pickup.Seconds())
		if took.reaction <= 0 || took.reaction > time.Minute {
			t.Fatalf("order %d: a reaction of %v", n, took.reaction)
		}
	}
	slices.Sort(cooking)
	slices.Sort(pickup)
	if median := cooking[5000]; math.Abs(median-180) > 5 {
		t.Errorf("2 to 3 lines take %.0f s, want about 180", median)
	}
	if sigma := math.Log(cooking[8413] / cooking[5000]); math.Abs(sigma-0.31) > 0.03 { // 0.3, and the two sizes
		t.Errorf("sigma of cooking %.2f, want about 0.31", sigma)
	}
	if median := pickup[5000]; math.Abs(median-90) > 5 {
		t.Errorf("an order waits %.0f s at the pass, want about 90", median)
	}
}

func TestLargerOrdersTakeLongerUpToALimit(t *testing.T) {
	t.Parallel()
	sizes := [][2]int{{1, 1}, {1, 3}, {2, 4}, {5, 9}, {100, 99_900}}
	for i, s := range sizes[1:] {
		if less, more := cookingMedian(sizes[i][0], sizes[i][1]), cookingMedian(s[0], s[1]); less >= more {
			t.Errorf("%v takes %v, %v takes %v", sizes[i], less, s, more)
		}
	}
	if m := cookingMedian(100, 99_900); m != cookingMost {
		t.Errorf("the largest order takes %v", m)
	}
}

func TestSpeedShortensEverything(t *testing.T) {
	t.Parallel()
	at := func(speed float64) times {
		return Shift{Speed: speed, Seed: 9}.timesOf(&ticket{day: "2026-11-23", number: 4, lines: 2, pieces: 2})
	}
	slow, fast := at(1), at(50)
	for _, pair := range [][2]time.Duration{{slow.reaction, fast.reaction}, {slow.cooking, fast.cooking}, {slow.pickup, fast.pickup}} {
		if (pair[0]/50 - pair[1]).Abs() > 2 {
			t.Errorf("%v at 1x is %v at 50x", pair[0], pair[1])
		}
	}
}
