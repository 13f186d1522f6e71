package postgres

import (
	"orderup/order"
	"orderup/store"
)

// What follows asks for rows that no key names. A transaction that does so
// gets a batch of its own, writes what it has written so far, and asks the
// database.

// wide returns what reads for t.
func (t *tx) wide() (*reader, error) {
	b := t.batch
	if !b.direct {
		t.work.alone = true
		b.interrupt()
	}
	if err := b.flush(); err != nil {
		return nil, t.fail(err)
	}
	p, err := t.place()
	return &reader{b.ctx, b.conn, p}, err
}

// Orders returns a page of orders, newest first.
func (t *tx) Orders(q store.Query) ([]order.Order, error) {
	r, err := t.wide()
	if err != nil {
		return nil, err
	}
	return r.Orders(q)
}

// Events returns at most limit events with a number above after.
func (t *tx) Events(after int64, limit int) ([]order.Event, error) {
	r, err := t.wide()
	if err != nil {
		return nil, err
	}
	return r.Events(after, limit)
}

// OrderEvents returns at most limit events of an order with a version above after.
func (t *tx) OrderEvents(id order.ID, after int64, limit int) ([]order.Event, error) {
	r, err := t.wide()
	if err != nil {
		return nil, err
	}
	return r.OrderEvents(id, after, limit)
}

// LastEvent returns the last event of an order with a number of at most seq.
func (t *tx) LastEvent(id order.ID, seq int64) (order.Event, error) {
	r, err := t.wide()
	if err != nil {
		return order.Event{}, err
	}
	return r.LastEvent(id, seq)
}

// Tally counts the orders of each status.
func (t *tx) Tally() (map[order.Status]order.Count, error) {
	r, err := t.wide()
	if err != nil {
		return nil, err
	}
	return r.Tally()
}
