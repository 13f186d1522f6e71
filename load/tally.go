package load

import (
	"sync/atomic"
	"time"
)

// A tally counts what happens in a run, for all goroutines of it.
type tally struct {
	began atomic.Pointer[time.Time] // when the first update was due

	connected, dropped atomic.Int64 // sockets
	left               atomic.Int64 // those that were told all there was, and have said goodbye
	sent, failed       atomic.Int64 // updates

	// Deliveries: each update once to each that should see it, the rest of what came, and what nobody had asked for.
	received, outOfOrder, duplicate, unasked atomic.Int64
	latency                                  Histogram
}

// An audience is one client, and what it has seen.
type audience struct {
	tally *tally
	room  int
	mine  track   // of the room that was joined
	all   []track // of every room: for staff, who is told of all
}

// told notes an update, if the packet is one of this run.
func (a *audience) told(packet []byte) {
	if Is(packet, "left_order_room") {
		a.tally.left.Add(1)
	}
	if !Is(packet, "order_status_updated") {
		return
	}
	m, ok := findMark(packet)
	began := a.tally.began.Load()
	if !ok || began == nil {
		return
	}
	seen := a.follows(m.room)
	if seen == nil {
		a.tally.unasked.Add(1)
		return
	}
	switch seen.see(m.number) {
	case duplicate:
		a.tally.duplicate.Add(1)
		return
	case outOfOrder:
		a.tally.outOfOrder.Add(1)
	}
	a.tally.received.Add(1)
	a.tally.latency.Record(time.Since(*began) - m.due)
}

// follows returns what was seen of a room; nil if this client is not to be told of it.
func (a *audience) follows(room int) *track {
	switch {
	case room < len(a.all):
		return &a.all[room]
	case a.all == nil && room == a.room:
		return &a.mine
	}
	return nil
}
