package restaurant

import (
	"context"
	"fmt"
	"time"
)

// UpkeepEvery is how often the house looks after its store.
const UpkeepEvery = 10 * time.Minute

// Upkeep forgets idempotency keys that have lapsed, now and every UpkeepEvery,
// until ctx ends; what fails is told to failed and tried again.
func (h *House) Upkeep(ctx context.Context, failed func(error)) {
	tick := time.NewTicker(UpkeepEvery)
	defer tick.Stop()
	for {
		if err := h.forgetKeys(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// forgetKeys leaves the work to another node that is at it.
func (h *House) forgetKeys(ctx context.Context) error {
	lease, err := h.store.Lead(ctx, h.home, "upkeep")
	if err != nil {
		return fmt.Errorf("be the one who forgets old idempotency keys: %w", err)
	}
	if lease == nil {
		return nil
	}
	defer lease.Release()
	for {
		n, err := h.store.Prune(ctx, lapse(h.clock()))
		if err != nil {
			return fmt.Errorf("forget old idempotency keys: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}

// Ping returns nil when the store can be read.
func (h *House) Ping(ctx context.Context) error { return h.store.Ping(ctx) }
