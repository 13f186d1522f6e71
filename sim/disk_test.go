package sim_test

import (
	"context"
	"sync/atomic"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// A disk is a real store that can be full for a while, and at which somebody
// else can be faster.
type disk struct {
	store.Store
	full    atomic.Bool
	refused atomic.Int64           // transactions while it was
	faster  atomic.Pointer[func()] // called once, before the next transaction
}

// Update refuses while the disk is full, and lets others go first.
func (d *disk) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	if d.full.Load() {
		d.refused.Add(1)
		return fault.Full("store.full", "the disk is full")
	}
	if faster := d.faster.Swap(nil); faster != nil {
		(*faster)()
	}
	return d.Store.Update(ctx, l, f)
}
