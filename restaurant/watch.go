package restaurant

import (
	"context"
	"time"

	"orderup/kitchen"
	"orderup/staff"
	"orderup/store"
)

// WatchEvery is how often a watcher looks without being woken: how long what
// another node changes may go unnoticed.
const WatchEvery = time.Second

// watchPause is how long a watcher does not look again after it has looked: a
// count may change with every order.
const watchPause = 100 * time.Millisecond

// Terms are what the house works by, apart from its orders, as it is at one
// moment. None of it is in the log.
type Terms struct {
	Setup kitchen.Setup
	Card
}

// Terms returns what the caller's location works by.
func (h *House) Terms(ctx context.Context, who staff.Principal) (t Terms, err error) {
	if err := who.Demand(staff.SeeKitchen); err != nil {
		return t, err
	}
	now := h.clock()
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		if t.Setup, err = h.setups.of(who.Location, r); err != nil {
			return err
		}
		t.Card, err = h.card(r, who.Location, now)
		return err
	})
	return t, err
}

// Watch hands the terms of the caller's location to tell until ctx ends: now,
// after whatever this node has committed, and every WatchEvery. They may be those
// of last time, and between two times they may have changed more than once.
func (h *House) Watch(ctx context.Context, who staff.Principal, tell func(Terms)) {
	wake, stop := h.bell.Listen(string(who.Location))
	defer stop()
	poll := time.NewTicker(WatchEvery)
	defer poll.Stop()
	for {
		if t, err := h.Terms(ctx, who); err == nil { // else what is away is told by the log's reader
			tell(t)
		}
		select {
		case <-time.After(watchPause):
		case <-ctx.Done():
			return
		}
		select {
		case <-wake:
		case <-poll.C:
		case <-ctx.Done():
			return
		}
	}
}
