package storetest

import (
	"fmt"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"orderup/order"
	"orderup/store"
)

// The two locations that every test finds open, and the day on which most play.
const (
	north order.Location = "north"
	south order.Location = "south"
	today order.Day      = "2026-11-23"
)

var opening = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// A house is the store under test with what is needed to fill it.
type house struct {
	*testing.T
	store.Store
	open func() store.Store
	last atomic.Int64 // of the ids and of the clock
}

func newHouse(t *testing.T, factory Factory) *house {
	open := factory(t)
	h := &house{T: t, Store: open(), open: open}
	t.Cleanup(func() { h.must(h.Close()) })
	h.must(h.Open(t.Context(), location(north)))
	h.must(h.Open(t.Context(), location(south)))
	return h
}

func location(id order.Location) store.Location {
	return store.Location{ID: id, Name: "Chez " + string(id), Zone: "Europe/Brussels", DayStart: 300, Currency: "EUR"}
}

// reopen closes the store and opens it again.
func (h *house) reopen() {
	h.Helper()
	h.must(h.Close())
	h.Store = h.open()
}

func (h *house) must(err error) {
	if err != nil {
		h.Helper()
		h.Fatal(err)
	}
}

// try is must for within a transaction, which may run on a goroutine of the
// store: that must not end.
func (h *house) try(err error) {
	if err != nil {
		h.Helper()
		h.Error(err)
		panic(err)
	}
}

// update runs f in a transaction that has to succeed.
func (h *house) update(l order.Location, f func(store.Tx) error) {
	h.Helper()
	h.must(h.Update(h.Context(), l, f))
}

// view runs f on a snapshot.
func (h *house) view(l order.Location, f func(store.Reader) error) {
	h.Helper()
	h.must(h.View(h.Context(), l, f))
}

// place places an order of today in a transaction of its own.
func (h *house) place(l order.Location) order.Order {
	h.Helper()
	var o order.Order
	h.update(l, func(tx store.Tx) (err error) {
		o, err = h.placeIn(tx, l, today)
		return err
	})
	return o
}

// placeIn places an order within a transaction.
func (h *house) placeIn(tx store.Tx, l order.Location, day order.Day) (order.Order, error) {
	n, err := tx.NextNumber(day)
	if err != nil {
		return order.Order{}, err
	}
	o, placed := order.Place(draft(), order.Slip{ID: h.id(), Location: l, Day: day, Number: n, Currency: "EUR", Tasks: tasks(), Forecast: forecast}, h.change())
	if err := tx.Insert(o); err != nil {
		return o, err
	}
	return o, tx.Append(placed)
}

// move takes an order to a status in a transaction of its own.
func (h *house) move(o order.Order, to order.Status) order.Order {
	h.Helper()
	h.update(o.Location, func(tx store.Tx) (err error) {
		o, err = h.moveIn(tx, o.ID, to)
		return err
	})
	return o
}

// moveIn takes an order to a status within a transaction.
func (h *house) moveIn(tx store.Tx, id order.ID, to order.Status) (order.Order, error) {
	o, err := tx.Order(id)
	if err != nil {
		return o, err
	}
	was := o.Version
	events, err := o.MoveTo(to, h.change())
	if err != nil {
		return o, err
	}
	if err := tx.Save(o, was); err != nil {
		return o, err
	}
	return o, tx.Append(events...)
}

// order reads one order.
func (h *house) order(o order.Order) order.Order {
	h.Helper()
	var found order.Order
	h.view(o.Location, func(r store.Reader) (err error) {
		found, err = r.Order(o.ID)
		return err
	})
	return found
}

// events reads the whole log of a location.
func (h *house) events(l order.Location) []order.Event {
	h.Helper()
	var events []order.Event
	h.view(l, func(r store.Reader) (err error) {
		events, err = r.Events(0, 1_000_000)
		return err
	})
	return events
}

// id draws an id above all before it, as a UUID version 7 is.
func (h *house) id() order.ID {
	return order.ID(fmt.Sprintf("019aafa0-0000-7000-8000-%012x", h.last.Add(1)))
}

// change is made by somebody, a little after the one before.
func (h *house) change() order.Change {
	return order.Change{By: "ines@north", At: opening.Add(time.Duration(h.last.Add(1)) * time.Millisecond), Reason: order.SoldOut}
}

func draft() order.Draft {
	return order.Draft{Customer: "Zoë 'O\"Neil", Kind: order.DineIn, Table: "7", Covers: 2, Lines: order.NumberLines([]order.Line{
		{Name: "Grande Frites 🍟", Price: 350, Quantity: 2, Notes: "sans sel; DROP TABLE orders", Options: []order.Option{{Kind: "add", Name: "sauce"}}},
		{Name: "Bière", Price: 275, Quantity: 1, Allergies: []string{"gluten"}},
	}, 1)}
}

// tasks are those of draft in the kitchen.
func tasks() []order.Task {
	return []order.Task{
		{ID: "1", Line: "1", Station: "fryer", Quantity: 2, State: order.Queued, Version: 1, FiredAt: opening},
		{ID: "2", Line: "2", Station: "bar", Quantity: 1, State: order.Held, Hold: order.HoldCourse, Version: 1, Course: 2},
	}
}

var forecast = order.Forecast{First: opening.Add(12 * time.Minute), P50: opening.Add(9 * time.Minute), P80: opening.Add(12 * time.Minute)}

// same fails the test unless got is want, down to every field.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %+v\nwant %+v", what, got, want)
	}
}

// ids names orders, for comparing lists of them.
func ids(orders []order.Order) []order.ID {
	list := make([]order.ID, len(orders))
	for i, o := range orders {
		list[i] = o.ID
	}
	return list
}
