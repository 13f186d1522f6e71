package storetest

import (
	"testing"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

func testEventsAreKept(t *testing.T, h *house) {
	var o order.Order
	var want []order.Event
	h.update(north, func(tx store.Tx) error {
		var placed order.Event
		o, placed = order.Place(draft(), order.Slip{ID: h.id(), Location: north, Day: today, Number: 1, Currency: "EUR", Tasks: tasks(), Forecast: forecast}, h.change())
		moves, err := o.MoveTo(order.Completed, h.change())
		h.try(err)
		h.try(tx.Insert(o))
		want = append([]order.Event{placed}, moves...)
		return tx.Append(want...)
	})
	for i := range want {
		want[i].Seq = int64(i + 1)
	}
	same(t, "log", h.events(north), want)
	same(t, "log of the other location", len(h.events(south)), 0)
	h.view(north, func(r store.Reader) error {
		events, err := r.OrderEvents(o.ID, 0, 100)
		same(t, "events of the order", events, want)
		return err
	})
}

func testEventsInSteps(t *testing.T, h *house) {
	o := h.move(h.place(north), order.Completed)
	h.place(north)
	h.view(north, func(r store.Reader) error {
		head, err := r.Head()
		same(t, "head", head, 5)
		h.must(err)
		same(t, "events in steps of 2", seqs(steps(h, r.Events, 2)), []int64{1, 2, 3, 4, 5})
		of := func(after int64, limit int) ([]order.Event, error) { return r.OrderEvents(o.ID, after, limit) }
		same(t, "events of an order in steps of 3", seqs(steps(h, of, 3)), []int64{1, 2, 3, 4})
		events, err := r.Events(5, 10)
		same(t, "events after the head", len(events), 0)
		return err
	})
}

// steps reads a log in steps; number and version are the same in it.
func steps(h *house, read func(after int64, limit int) ([]order.Event, error), limit int) []order.Event {
	h.Helper()
	var all []order.Event
	for {
		events, err := read(int64(len(all)), limit)
		h.must(err)
		if len(events) > limit {
			h.Fatalf("a step of %d has %d events", limit, len(events))
		}
		if len(events) == 0 {
			return all
		}
		all = append(all, events...)
	}
}

func seqs(events []order.Event) []int64 {
	list := make([]int64, len(events))
	for i, e := range events {
		list[i] = e.Seq
	}
	return list
}

func testEventVersions(t *testing.T, h *house) {
	h.place(north)
	again := h.events(north)[0]
	err := h.Update(t.Context(), north, func(tx store.Tx) error { return tx.Append(again) })
	isFault(t, err, fault.KindConflict, "order.version")
	h.place(north)
	same(t, "numbers after a refused event", seqs(h.events(north)), []int64{1, 2})
}

func testLastEvent(t *testing.T, h *house) {
	a, b := h.place(north), h.place(north)
	a, b = h.move(a, order.InProgress), h.move(b, order.Completed)
	a = h.move(a, order.Cancelled)
	log := h.events(north)
	h.view(north, func(r store.Reader) error {
		for _, o := range []order.Order{a, b} {
			for seq := int64(0); seq <= int64(len(log))+1; seq++ {
				want, known := lastOf(log, o.ID, seq)
				got, err := r.LastEvent(o.ID, seq)
				if !known {
					isFault(t, err, fault.KindNotFound, "order.unknown")
					continue
				}
				same(t, "last event", got, want)
				h.must(err)
			}
		}
		return nil
	})
}

// lastOf finds the last event of an order with a number of at most seq.
func lastOf(log []order.Event, id order.ID, seq int64) (last order.Event, known bool) {
	for _, e := range log {
		if e.Order.ID == id && e.Seq <= seq {
			last, known = e, true
		}
	}
	return last, known
}
