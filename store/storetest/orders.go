package storetest

import (
	"slices"
	"testing"

	"orderup/fault"
	"orderup/money"
	"orderup/order"
	"orderup/store"
)

func testOrderIsKept(t *testing.T, h *house) {
	o := h.place(north)
	same(t, "placed order", h.order(o), o)
	h.view(north, func(r store.Reader) error {
		numbered, err := r.OrderNumbered(today, o.Number)
		same(t, "order by its number", numbered, o)
		return err
	})
	for _, to := range []order.Status{order.InProgress, order.Completed, order.Ready, order.Cancelled} {
		o = h.move(o, to)
		same(t, string(to)+" order", h.order(o), o)
	}
}

func testOrderUnknown(t *testing.T, h *house) {
	o := h.place(north)
	h.view(north, func(r store.Reader) error {
		_, err := r.Order("019aafa0-0000-7000-8000-ffffffffffff")
		isFault(t, err, fault.KindNotFound, "order.unknown")
		_, err = r.OrderNumbered(today, o.Number+1)
		isFault(t, err, fault.KindNotFound, "order.unknown")
		_, err = r.OrderNumbered("2026-11-24", o.Number)
		isFault(t, err, fault.KindNotFound, "order.unknown")
		return nil
	})
}

func testSaveByVersion(t *testing.T, h *house) {
	o := h.place(north)
	moved := h.move(o, order.InProgress)
	for _, was := range []int64{0, 1, 3} {
		err := h.Update(t.Context(), north, func(tx store.Tx) error { return tx.Save(o, was) })
		isFault(t, err, fault.KindConflict, "order.version")
	}
	stranger := o
	stranger.ID = h.id()
	err := h.Update(t.Context(), north, func(tx store.Tx) error { return tx.Save(stranger, 1) })
	isFault(t, err, fault.KindConflict, "order.version")
	err = h.Update(t.Context(), south, func(tx store.Tx) error { return tx.Save(o, 2) })
	isFault(t, err, fault.KindConflict, "order.version")
	foreign := h.place(south)
	err = h.Update(t.Context(), north, func(tx store.Tx) error { return tx.Save(foreign, 1) })
	isFault(t, err, fault.KindConflict, "order.version")
	same(t, "order that nobody could save", h.order(o), moved)
}

func testPages(t *testing.T, h *house) {
	var want []order.ID
	for range 7 {
		want = append(want, h.place(north).ID)
		h.place(south)
	}
	slices.Reverse(want)
	h.view(north, func(r store.Reader) error {
		for limit := 1; limit <= 8; limit++ {
			same(t, "all pages", ids(allPages(h, r, store.Query{Limit: limit})), want)
		}
		return nil
	})
}

// allPages turns the pages of a query until one is empty.
func allPages(h *house, r store.Reader, q store.Query) []order.Order {
	h.Helper()
	var all []order.Order
	for {
		page, err := r.Orders(q)
		h.must(err)
		if len(page) > q.Limit {
			h.Fatalf("a page of %d has %d orders", q.Limit, len(page))
		}
		if len(page) == 0 {
			return all
		}
		if all = append(all, page...); len(all) > 1000 {
			h.Fatal("the pages have no end")
		}
		q.Before = page[len(page)-1].ID
	}
}

func testPagesOfStatus(t *testing.T, h *house) {
	byStatus := map[order.Status][]order.ID{}
	for range 2 {
		for _, s := range order.Statuses {
			o := h.move(h.place(north), s)
			byStatus[s] = append([]order.ID{o.ID}, byStatus[s]...)
		}
	}
	for _, asked := range [][]order.Status{
		{order.Pending}, {order.Cancelled}, {order.Pending, order.InProgress, order.Ready}, {order.Completed, order.Ready}, {order.Ready, order.Ready}, order.Statuses,
	} {
		var want []order.ID
		for _, s := range slices.Compact(slices.Clone(asked)) {
			want = append(want, byStatus[s]...)
		}
		slices.Sort(want)
		slices.Reverse(want)
		h.view(north, func(r store.Reader) error {
			same(t, "orders of some statuses", ids(allPages(h, r, store.Query{Status: asked, Limit: 3})), want)
			return nil
		})
	}
}

func testTally(t *testing.T, h *house) {
	want := map[order.Status]order.Count{}
	for i, s := range order.Statuses {
		for range i + 1 {
			o := h.move(h.place(north), s)
			want[s] = order.Count{Orders: i + 1, Total: o.Total * money.Amount(i+1)}
		}
	}
	h.place(south)
	h.view(north, func(r store.Reader) error {
		tally, err := r.Tally()
		for _, s := range order.Statuses {
			same(t, "count of "+string(s), tally[s], want[s])
		}
		return err
	})
}

// What a transaction has written, it can read, by every way there is.
func testOwnWrites(t *testing.T, h *house) {
	h.place(north)
	h.update(north, func(tx store.Tx) error {
		o, err := h.placeIn(tx, north, today)
		h.try(err)
		o, err = h.moveIn(tx, o.ID, order.Ready)
		h.try(err)
		h.try(tx.Remember("key", store.Reply{Hash: []byte{1}, At: opening, Result: []byte(`1`)}))

		found, err := tx.Order(o.ID)
		same(t, "order", found, o)
		h.try(err)
		found, err = tx.OrderNumbered(today, 2)
		same(t, "order by number", found, o)
		h.try(err)
		head, err := tx.Head()
		same(t, "head", head, 4)
		h.try(err)
		events, err := tx.Events(1, 10)
		same(t, "events", len(events), 3)
		h.try(err)
		last, err := tx.LastEvent(o.ID, head)
		same(t, "order of the last event", last.Order, o)
		h.try(err)
		page, err := tx.Orders(store.Query{Limit: 1})
		same(t, "newest order", ids(page), []order.ID{o.ID})
		h.try(err)
		tally, err := tx.Tally()
		same(t, "tally", tally[order.Ready].Orders, 1)
		h.try(err)
		_, remembered, err := tx.Reply("key")
		same(t, "reply remembered", remembered, true)
		return err
	})
}
