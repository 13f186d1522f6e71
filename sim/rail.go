package sim

import (
	"cmp"
	"slices"
	"time"

	"orderup/order"
)

// A ticket is an open order as the crew sees it.
type ticket struct {
	id            order.ID
	day           order.Day
	number        order.Number
	status        order.Status
	version       int64
	lines, pieces int

	cook bool         // a cook has it
	next order.Status // what happens to it at due
	due  time.Time    // zero while it waits for a cook, or for what was asked of the house to come back in the log
}

// A rail is where the tickets of a kitchen hang. It knows what has to be done
// next, and does nothing by itself. Not for use by several goroutines at once.
type rail struct {
	shift   Shift
	cooks   int
	tickets map[order.ID]*ticket
	empty   time.Time // since when there are no tickets
}

func newRail(s Shift, cooks int, now time.Time) *rail {
	return &rail{shift: s, cooks: cooks, tickets: map[order.ID]*ticket{}, empty: now}
}

// see takes note of an order, which may free a cook or give work to one.
func (r *rail) see(o order.Order, now time.Time) {
	r.hang(o, now)
	r.assign(now)
}

// hang puts an order on the rail as it is now, or takes it off when it is
// nobody's work any more. What is older than what the rail knows already
// changes nothing.
func (r *rail) hang(o order.Order, now time.Time) {
	t := r.tickets[o.ID]
	switch {
	case t != nil && o.Version <= t.version:
		return
	case !o.Status.Open():
		r.takeOff(o.ID, now)
		return
	case t == nil:
		t = &ticket{id: o.ID, day: o.Day, number: o.Number}
		r.tickets[o.ID] = t
	}
	t.status, t.version = o.Status, o.Version
	t.lines, t.pieces = len(o.Lines), pieces(o.Lines)
	t.cook = t.cook && o.Status != order.Ready
	r.plan(t, now)
}

// takeOff removes an order's ticket, if there is one.
func (r *rail) takeOff(id order.ID, now time.Time) {
	if r.tickets[id] == nil {
		return
	}
	delete(r.tickets, id)
	if len(r.tickets) == 0 {
		r.empty = now
	}
}

// assign gives tickets to free cooks: what is on the fire already first, then
// the oldest.
func (r *rail) assign(now time.Time) {
	free := r.cooks - len(r.held())
	if free <= 0 {
		return
	}
	waiting := r.waiting()
	slices.SortFunc(waiting, byUrgency)
	for _, t := range waiting[:min(free, len(waiting))] {
		t.cook = true
		r.plan(t, now)
	}
}

// plan says what happens next to a ticket, and when.
func (r *rail) plan(t *ticket, now time.Time) {
	takes := r.shift.timesOf(t)
	switch {
	case t.status == order.Ready:
		t.next, t.due = order.Completed, now.Add(takes.pickup)
	case !t.cook:
		t.next, t.due = "", time.Time{}
	case t.status == order.Pending:
		t.next, t.due = order.InProgress, now.Add(takes.reaction)
	default:
		t.next, t.due = order.Ready, now.Add(takes.cooking)
	}
}

// first returns the ticket that has to be done first; nil when there is none.
func (r *rail) first() *ticket {
	var first *ticket
	for _, t := range r.tickets {
		if !t.due.IsZero() && (first == nil || t.due.Before(first.due)) {
			first = t
		}
	}
	return first
}

// held returns the tickets that cooks have, oldest first.
func (r *rail) held() []*ticket {
	held := r.those(func(t *ticket) bool { return t.cook })
	slices.SortFunc(held, byAge)
	return held
}

// waiting returns the tickets that need a cook, in no order.
func (r *rail) waiting() []*ticket {
	return r.those(func(t *ticket) bool { return !t.cook && t.status != order.Ready })
}

func (r *rail) those(are func(*ticket) bool) []*ticket {
	var found []*ticket
	for _, t := range r.tickets {
		if are(t) {
			found = append(found, t)
		}
	}
	return found
}

func byUrgency(a, b *ticket) int {
	onFire := func(t *ticket) int {
		if t.status == order.InProgress {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(onFire(a), onFire(b)), byAge(a, b))
}

func byAge(a, b *ticket) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.number, b.number))
}

func pieces(lines []order.Line) int {
	n := 0
	for _, l := range lines {
		n += l.Quantity
	}
	return n
}
