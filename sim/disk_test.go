package sim_test

import (
	"context"
	"sync/atomic"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// A disk is a real store that can be full for a while.
type disk struct {
	store.Store
	full    atomic.Bool
	refused atomic.Int64 // transactions while it was
}

// Update refuses while the disk is full.
func (d *disk) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	if d.full.Load() {
		d.refused.Add(1)
		return fault.Full("store.full", "the disk is full")
	}
	return d.Store.Update(ctx, l, f)
}
