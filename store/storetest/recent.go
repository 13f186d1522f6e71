package storetest

import (
	"errors"
	"sync"
	"testing"

	"orderup/order"
	"orderup/store"
)

// What is remembered is what the log holds, down to every field, though the
// caller has changed its orders since.
func testRecentIsTheLog(t *testing.T, h *house) {
	h.move(h.place(north), order.Completed)
	h.place(south)
	h.update(north, func(tx store.Tx) error {
		o, err := h.placeIn(tx, north, today)
		o.Lines[0].Name = "changed by the caller, after it was appended"
		return err
	})
	expectRecent(t, h)
	h.reopen()
	if some, all := h.Recent(north, 0, 100); len(some) != 0 || all {
		t.Errorf("a store that was just opened remembers %v, all %v", seqs(some), all)
	}
}

// What was not committed is not remembered, and many writers mix nothing up.
func testRecentOfManyWriters(t *testing.T, h *house) {
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() {
			for j := range 25 {
				_ = h.Update(t.Context(), north, func(tx store.Tx) error {
					_, err := h.placeIn(tx, north, today)
					if (i+j)%4 == 0 {
						return errors.New("the caller has changed its mind")
					}
					return err
				})
			}
		})
	}
	writers.Wait()
	expectRecent(t, h)
}

// expectRecent asks what comes after each number: the log from there on, or a
// part of it, as another process may have committed the rest.
func expectRecent(t *testing.T, h *house) {
	t.Helper()
	log := h.events(north)
	for after := range len(log) + 1 {
		for _, limit := range []int{1, 3, 1000} {
			some, all := h.Recent(north, int64(after), limit)
			rest := log[after:min(after+limit, len(log))]
			if all || len(some) > len(rest) {
				same(t, "remembered", seqs(some), seqs(rest))
				continue
			}
			same(t, "remembered", append([]order.Event{}, some...), append([]order.Event{}, rest[:len(some)]...))
		}
	}
}
