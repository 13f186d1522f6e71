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
	o := h.place(north)
	h.move(o, order.Completed)
	h.place(south)
	h.update(north, func(tx store.Tx) error {
		o, err := h.placeIn(tx, north, today)
		o.Lines[0].Name = "changed by the caller, after it was appended"
		return err
	})
	remembered, _ := h.Recent(north, 0, 100)
	same(t, "remembered", remembered, h.events(north))
	some, all := h.Recent(north, 2, 2)
	same(t, "remembered after 2, at most 2", seqs(some), []int64{3, 4})
	if rest, _ := h.Recent(north, 5, 100); len(rest) != 0 {
		t.Errorf("remembered after the last: %v", seqs(rest))
	}
	h.reopen()
	if some, all = h.Recent(north, 0, 100); len(some) != 0 || all {
		t.Errorf("a store that was just opened remembers %v, all %v", seqs(some), all)
	}
}

// What was not committed is not remembered, and many writers leave no gap.
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
	remembered, _ := h.Recent(north, 0, 1000)
	same(t, "remembered", remembered, h.events(north))
}
