package restaurant

import (
	"context"
	"maps"
	"sync"

	"orderup/kitchen"
	"orderup/money"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// Stats counts the orders of each status of the caller's location.
func (h *House) Stats(ctx context.Context, who staff.Principal) (map[order.Status]order.Count, error) {
	if err := who.Demand(staff.ReadStats); err != nil {
		return nil, err
	}
	return h.tallies.of(ctx, h.store, who.Location)
}

// catchUp is how many events a tally reads one by one; with more to read it
// counts afresh.
const catchUp = 1000

// tallies keeps the counts of each location with the place in the log they
// were true at, so that asking again costs only what happened since.
type tallies struct {
	mu     sync.Mutex
	counts map[order.Location]tally
}

type tally struct {
	at     int64 // number of the last event counted
	counts map[order.Status]order.Count
}

func (t *tallies) of(ctx context.Context, s store.Store, l order.Location) (map[order.Status]order.Count, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, known := t.counts[l]
	err := s.View(ctx, l, func(r store.Reader) (err error) {
		now, err = now.advance(r, known)
		return err
	})
	if err != nil {
		return nil, err
	}
	if t.counts == nil {
		t.counts = map[order.Location]tally{}
	}
	t.counts[l] = now
	return maps.Clone(now.counts), nil
}

// advance returns the tally as of r's state.
func (t tally) advance(r store.Reader, known bool) (tally, error) {
	head, err := r.Head()
	if err != nil {
		return t, err
	}
	if !known || head-t.at > catchUp || head < t.at {
		counts, err := r.Tally()
		return tally{head, counts}, err
	}
	events, err := r.Events(t.at, catchUp)
	if err != nil {
		return t, err
	}
	counts := maps.Clone(t.counts)
	for _, e := range events {
		if err := take(counts, e, r); err != nil {
			return t, err
		}
	}
	return tally{head, counts}, nil
}

// take takes an event into counts: an order that came, or that is another than
// it was.
func take(counts map[order.Status]order.Count, e order.Event, r store.Reader) error {
	switch {
	case e.Type == order.StatusChanged:
		add(counts, e.From, -1, e.Order)
	case e.Verb == kitchen.Add || e.Verb == kitchen.Void: // the total may be another
		was, err := r.LastEvent(e.Order.ID, e.Seq-1)
		if err != nil {
			return err
		}
		add(counts, was.Order.Status, -1, was.Order)
	case e.Type != order.Placed:
		return nil
	}
	add(counts, e.Order.Status, +1, e.Order)
	return nil
}

func add(counts map[order.Status]order.Count, s order.Status, n int, o order.Order) {
	c := counts[s]
	c.Orders += n
	c.Total += o.Total * money.Amount(n)
	counts[s] = c
}
