package storetest

import (
	"context"
	"errors"
	"testing"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

var errMine = errors.New("the caller's own error")

func testFailureLeavesNoTrace(t *testing.T, h *house) {
	o := h.place(north)
	fill := func(tx store.Tx) {
		_, err := h.placeIn(tx, north, "2026-12-24")
		h.try(err)
		_, err = h.moveIn(tx, o.ID, order.Ready)
		h.try(err)
		h.try(tx.Remember("key", store.Reply{Hash: []byte{1}, At: opening, Result: []byte(`1`)}))
	}
	for name, f := range map[string]func(tx store.Tx) error{
		"error before writing":    func(store.Tx) error { return errMine },
		"error after writing":     func(tx store.Tx) error { fill(tx); return errMine },
		"panic":                   func(tx store.Tx) error { fill(tx); panic(errMine) },
		"number taken, not used":  func(tx store.Tx) error { _, err := tx.NextNumber(today); h.try(err); return errMine },
		"order with a known id":   func(tx store.Tx) error { fill(tx); return tx.Insert(o) },
		"order of a known number": func(tx store.Tx) error { fill(tx); twin := o; twin.ID = h.id(); return tx.Insert(twin) },
	} {
		if err := h.Update(t.Context(), north, f); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	err := h.Update(t.Context(), north, func(store.Tx) error { return errMine })
	same(t, "the caller's own error comes back", errors.Is(err, errMine), true)
	same(t, "order", h.order(o), o)
	same(t, "log", len(h.events(north)), 1)
	expectNoReply(t, h, north, "key")
	same(t, "next number", h.place(north).Number, 2)
}

// A write that failed fails its transaction, even if f does not mind.
func testSwallowedFailure(t *testing.T, h *house) {
	o := h.place(north)
	for name, swallowed := range map[string]func(store.Tx) error{
		"Insert": func(tx store.Tx) error { return tx.Insert(o) },
		"Save":   func(tx store.Tx) error { return tx.Save(o, 7) },
		"Append": func(tx store.Tx) error { return tx.Append(order.Event{Type: order.Placed, Order: o}) },
	} {
		err := h.Update(t.Context(), north, func(tx store.Tx) error {
			_, err := h.placeIn(tx, north, today)
			h.try(err)
			_ = swallowed(tx)
			return nil
		})
		if err == nil {
			t.Errorf("a transaction was stored whose %s had failed", name)
		}
	}
	same(t, "log", len(h.events(north)), 1)
}

func testEndedContext(t *testing.T, h *house) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	err := h.Update(ended, north, func(store.Tx) error { t.Error("f ran after its context had ended"); return nil })
	same(t, "Update says that the context ended", errors.Is(err, context.Canceled), true)

	// Once f runs, the context has no say: an answer that nobody waits for is
	// better than an order that may or may not be there.
	late, cancel := context.WithCancel(t.Context())
	h.must(h.Update(late, north, func(tx store.Tx) error {
		cancel()
		_, err := h.placeIn(tx, north, today)
		return err
	}))
	same(t, "log", len(h.events(north)), 1)
}

func testClosed(t *testing.T, h *house) {
	h.must(h.Ping(t.Context()))
	h.must(h.Close())
	never := "f ran on a closed store"
	for name, err := range map[string]error{
		"Update": h.Update(t.Context(), north, func(store.Tx) error { t.Error(never); return nil }),
		"View":   h.View(t.Context(), north, func(store.Reader) error { t.Error(never); return nil }),
		"Open":   h.Open(t.Context(), location(north)),
		"Ping":   h.Ping(t.Context()),
	} {
		t.Run(name, func(t *testing.T) { isFault(t, err, fault.KindUnavailable, "store.unavailable") })
	}
	h.must(h.Close())
}

func testReopen(t *testing.T, h *house) {
	identity := h.Identity()
	if identity.Epoch == 0 || len(identity.Secret) != 32 {
		t.Errorf("identity has epoch %d and a secret of %d bytes", identity.Epoch, len(identity.Secret))
	}
	o := h.move(h.place(north), order.Ready)
	log := h.events(north)
	reply := store.Reply{Hash: []byte{1}, At: opening, Result: []byte(`[1]`)}
	h.update(north, func(tx store.Tx) error { return tx.Remember("key", reply) })

	h.reopen()
	same(t, "identity", h.Identity(), identity)
	same(t, "order", h.order(o), o)
	same(t, "log", h.events(north), log)
	expectReply(t, h, north, "key", reply)
	same(t, "next number", h.place(north).Number, 2)
	same(t, "numbers of the log", seqs(h.events(north)), []int64{1, 2, 3, 4})
}
