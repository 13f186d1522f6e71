// Package feed is how the committed events of a location reach those who wait
// for them: numbered, in order, each once. A bell only says that there may be
// news; the log itself is the truth, and a reader that slept, lost its bell or
// was restarted goes on from its number.
package feed

import (
	"context"
	"time"

	"orderup/fault"
)

// Poll is how often a reader looks without being woken: what a lost wake-up
// costs at most.
const Poll = time.Second

// page is how many events are read at a time.
const page = 500

// A Bell wakes the readers of a location.
type Bell interface {
	// Ring says that there may be news of a location. It never waits.
	Ring(location string)
	// Listen returns a channel that gets a value after each ring, several rings
	// at once counting as one, until stop is called.
	Listen(location string) (wake <-chan struct{}, stop func())
}

// A Reader reads a log of events of type E.
type Reader[E any] struct {
	Read   func(ctx context.Context, after int64, limit int) ([]E, error)
	Number func(E) int64
	Wake   <-chan struct{}
	Failed func(error) // told of a read that failed; it is tried again
}

// Follow hands every event with a number above after to handle, in order and
// once, until ctx ends or handle returns an error, which it returns. Where the
// log no longer holds the next event it returns a Conflict fault "feed.gap":
// the caller needs a fresh snapshot.
func (r Reader[E]) Follow(ctx context.Context, after int64, handle func([]E) error) error {
	poll := time.NewTicker(Poll)
	defer poll.Stop()
	for {
		last, err := r.drain(ctx, after, handle)
		if err != nil {
			return err
		}
		after = last
		select {
		case <-r.Wake:
		case <-poll.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// drain hands over all that the log holds after a number and returns the last
// number handed over.
func (r Reader[E]) drain(ctx context.Context, after int64, handle func([]E) error) (int64, error) {
	for {
		events, err := r.Read(ctx, after, page)
		if ctx.Err() != nil {
			return after, ctx.Err()
		}
		if err != nil {
			r.Failed(err)
			return after, nil
		}
		if len(events) == 0 {
			return after, nil
		}
		if err := r.follows(events, after); err != nil {
			return after, err
		}
		if err := handle(events); err != nil {
			return after, err
		}
		after = r.Number(events[len(events)-1])
		if len(events) < page {
			return after, nil
		}
	}
}

// follows returns a fault unless events are numbered after+1, after+2...
func (r Reader[E]) follows(events []E, after int64) error {
	for i, e := range events {
		if got, want := r.Number(e), after+1+int64(i); got != want {
			return fault.Conflict("feed.gap", "event %d is no longer in the log, which goes on with %d: read afresh", want, got)
		}
	}
	return nil
}
