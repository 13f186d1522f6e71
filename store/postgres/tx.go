package postgres

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"orderup/order"
	"orderup/store"
)

// A tx is one run of one transaction of a batch, on one location.
type tx struct {
	batch    *batch
	work     *work
	location order.Location
	failed   error // the first of its writes that did not work
}

// Update runs f in a transaction that is committed when Update returns nil.
func (s *Store) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	return s.writer.do(ctx, l, f)
}

// fail remembers that a write did not work.
func (t *tx) fail(err error) error {
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

func (t *tx) place() (place, error) { return look(t.batch, &t.batch.places, t.location) }

// name is what the batch knows something of this location by.
func (t *tx) name(key string) name { return name{t.location, key} }

func (t *tx) order(id order.ID) (row, error) {
	return look(t.batch, &t.batch.orders, t.name(string(id)))
}

// Location returns the location.
func (t *tx) Location() (store.Location, error) {
	p, err := t.place()
	return p.Location, err
}

// Head returns the number of the last event of the location.
func (t *tx) Head() (int64, error) {
	p, err := t.place()
	return p.seq, err
}

// Order returns an order.
func (t *tx) Order(id order.ID) (order.Order, error) {
	r, err := t.order(id)
	if err == nil && !r.known {
		err = unknown()
	}
	if err != nil {
		return order.Order{}, err
	}
	return copied(r.Order), nil
}

// copied keeps the lines and tasks that a caller may change apart from ours.
func copied(o order.Order) order.Order {
	o.Lines = slices.Clone(o.Lines)
	o.Own()
	return o
}

// OrderNumbered returns the order with a number of the day.
func (t *tx) OrderNumbered(day order.Day, n order.Number) (order.Order, error) {
	id, err := look(t.batch, &t.batch.numbers, ticket{t.location, day, n})
	if err != nil {
		return order.Order{}, err
	}
	if id == "" {
		return order.Order{}, unknown()
	}
	return t.Order(id)
}

// Reply returns what was remembered under an idempotency key.
func (t *tx) Reply(key string) (store.Reply, bool, error) {
	r, err := look(t.batch, &t.batch.replies, t.name(key))
	if err != nil || r == nil {
		return store.Reply{}, false, err
	}
	return copiedReply(*r), true, nil
}

func copiedReply(r store.Reply) store.Reply {
	r.Hash, r.Result = bytes.Clone(r.Hash), bytes.Clone(r.Result)
	return r
}

// Note returns the note of a name, nil when there is none.
func (t *tx) Note(key string) ([]byte, error) {
	text, err := look(t.batch, &t.batch.notes, t.name(key))
	return bytes.Clone(text), err
}

// NextNumber takes the next number of the day. On another day than that of the
// last number it goes on after that day's highest, so that a clock put back
// over midnight repeats none.
func (t *tx) NextNumber(day order.Day) (order.Number, error) {
	p, err := t.place()
	if err != nil {
		return 0, t.fail(err)
	}
	if day != p.day {
		highest, err := look(t.batch, &t.batch.highest, shift{t.location, day})
		if err != nil {
			return 0, t.fail(fmt.Errorf("read the last number of %s: %w", day, err))
		}
		put(t.batch, &t.batch.highest, shift{t.location, p.day}, p.number) // for a batch that comes back to it
		p.day, p.number = day, highest
	}
	p.number++
	put(t.batch, &t.batch.places, t.location, p)
	return p.number, nil
}

// Insert adds a new order. That its id and number are new is left to the
// database, unless it is known already.
func (t *tx) Insert(o order.Order) error {
	o = copied(o)
	o.Location = t.location
	is := ticket{t.location, o.Day, o.Number}
	there, _ := t.batch.orders.get(t.name(string(o.ID)))
	if twin, _ := t.batch.numbers.get(is); there.known || twin != "" {
		return t.fail(fmt.Errorf("insert order %s: its id or its number %s of %s is taken", o.ID, o.Number, o.Day))
	}
	put(t.batch, &t.batch.orders, t.name(string(o.ID)), row{Order: o, known: true})
	put(t.batch, &t.batch.numbers, is, o.ID)
	return nil
}

// Save replaces an order that still has version was.
func (t *tx) Save(o order.Order, was int64) error {
	r, err := t.order(o.ID)
	if err != nil {
		return t.fail(fmt.Errorf("save order %s: %w", o.ID, err))
	}
	if !r.known || r.Version != was {
		return t.fail(conflict(o.ID))
	}
	o = copied(o)
	o.Location, o.Day, o.Number = r.Location, r.Day, r.Number
	put(t.batch, &t.batch.orders, t.name(string(o.ID)), row{Order: o, known: true, stored: r.stored})
	return nil
}

// Append adds events to the location's log. A version that is in the log
// already is a Conflict fault "order.version".
func (t *tx) Append(events ...order.Event) error {
	for _, e := range events {
		if err := t.append(e); err != nil {
			return t.fail(err)
		}
	}
	return nil
}

func (t *tx) append(e order.Event) error {
	b := t.batch
	v := version{t.name(string(e.Order.ID)), e.Order.Version}
	taken, err := t.isLogged(v)
	if err != nil {
		return fmt.Errorf("append event %s of order %s: %w", e.Type, e.Order.ID, err)
	}
	if taken {
		return conflict(e.Order.ID)
	}
	p, err := t.place()
	if err != nil {
		return err
	}
	p.seq++
	e.Seq, e.Order = p.seq, copied(e.Order)
	put(b, &b.places, t.location, p)
	put(b, &b.logged, v, true)
	b.log = append(b.log, entry{t.location, e})
	return nil
}

// isLogged reports whether a version is in the log. Of an order that is known
// nothing above its version is; the constraint of the table stands behind that.
func (t *tx) isLogged(v version) (bool, error) {
	if logged, known := t.batch.logged.get(v); known {
		return logged, nil
	}
	if r, known := t.batch.orders.get(v.name); known && r.known && r.stored < v.number {
		return false, nil
	}
	return look(t.batch, &t.batch.logged, v)
}

// Remember keeps a reply under an idempotency key.
func (t *tx) Remember(key string, r store.Reply) error {
	r = copiedReply(r)
	put(t.batch, &t.batch.replies, t.name(key), &r)
	return nil
}

// SetNote keeps a note of the location.
func (t *tx) SetNote(key string, text []byte) error {
	put(t.batch, &t.batch.notes, t.name(key), bytes.Clone(text))
	return nil
}
