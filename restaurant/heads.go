package restaurant

import (
	"context"
	"sync"
	"time"

	"orderup/order"
	"orderup/store"
)

// shared is how old the head may be that readers look at when nobody woke them:
// however many there are, they cost ten reads a second together.
const shared = 100 * time.Millisecond

// heads reads how long the logs are, once for all who want to know at the same
// time.
type heads struct {
	store store.Store

	mu    sync.Mutex
	known map[order.Location]*head
}

// A head is the number of the last event of a location at some moment.
type head struct {
	reading chan struct{} // holds a value while somebody reads
	began   time.Time     // when the last reading began
	seq     int64
	err     error
}

// after returns the head as read after the given moment. Who comes
// while somebody reads waits for the next reading, and shares it with everybody
// who came meanwhile.
func (hs *heads) after(ctx context.Context, l order.Location, moment time.Time) (int64, error) {
	h := hs.of(l)
	select {
	case h.reading <- struct{}{}:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	defer func() { <-h.reading }()
	if h.began.After(moment) { // not at the same moment: clocks have ticks
		return h.seq, h.err
	}
	began := time.Now()
	seq, err := hs.read(ctx, l)
	if ctx.Err() == nil { // else it is this caller's failure and nobody else's
		h.began, h.seq, h.err = began, seq, err
	}
	return seq, err
}

func (hs *heads) of(l order.Location) *head {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if hs.known == nil {
		hs.known = map[order.Location]*head{}
	}
	if hs.known[l] == nil {
		hs.known[l] = &head{reading: make(chan struct{}, 1)}
	}
	return hs.known[l]
}

func (hs *heads) read(ctx context.Context, l order.Location) (seq int64, err error) {
	err = hs.store.View(ctx, l, func(r store.Reader) error {
		seq, err = r.Head()
		return err
	})
	return seq, err
}
