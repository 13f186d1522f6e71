package sim_test

import (
	"context"
	"sync/atomic"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// A faultyStore is a real store whose disk can be full for a while.
type faultyStore struct {
	store.Store
	full    atomic.Bool
	refused atomic.Int64
}

func (s *faultyStore) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	if s.full.Load() {
		s.refused.Add(1)
		return fault.Full("store.full", "the disk is full")
	}
	return s.Store.Update(ctx, l, f)
}
