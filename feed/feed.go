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

// Poll is how often a reader looks without being woken, and how long it waits
// before it tries again what failed: what a lost wake-up costs at most.
const Poll = time.Second

// Patience is how long a reader waits for one answer of the log.
const Patience = 2 * time.Second

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
	// Recent, if not nil, is asked by a reader that was woken before it reads: for
	// what is in memory of what comes next, in order and without gaps, and whether
	// that is all the log holds up to the limit.
	Recent func(after int64, limit int) (events []E, all bool)
	// Head, looked at every Poll, returns a number that grows with the log: nothing
	// is read while it stays. Readers may share what it costs.
	Head func(ctx context.Context) (int64, error)
	// Level is told nil each time everything has been handed over, and otherwise
	// why the log cannot be read; that is tried again.
	Level func(error)
}

// Follow hands every event with a number above after to handle, in order and
// once, until ctx ends or handle returns an error, which it returns. Where the
// log no longer holds the next event it returns a Conflict fault "feed.gap":
// the caller needs a fresh snapshot.
func (r Reader[E]) Follow(ctx context.Context, after int64, handle func([]E) error) error {
	poll := time.NewTicker(Poll)
	defer poll.Stop()
	t := &track[E]{Reader: r, at: after, handle: handle, head: unknown}
	woken := true
	for {
		if err := t.step(ctx, woken); err != nil {
			return err
		}
		select {
		case <-r.Wake:
			woken = true
		case <-poll.C:
			woken = false
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// A track is a reader on its way.
type track[E any] struct {
	Reader[E]
	handle func([]E) error
	at     int64 // number of the last event handed over
	head   int64 // what Head said before all was handed over; unknown when that may have changed
}

const unknown = -1

// step reads what there is. Its error ends the way; a log that cannot be read
// does not.
func (t *track[E]) step(ctx context.Context, woken bool) error {
	unread, failure := t.advance(ctx, woken)
	if failure != nil {
		return failure
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t.Level(unread)
	return nil
}

// advance reads to the end of the log; a reader that was not woken looks first
// whether there is anything to read.
func (t *track[E]) advance(ctx context.Context, woken bool) (unread, failure error) {
	head := int64(unknown)
	if !woken {
		if head, unread = t.look(ctx); unread != nil || head == t.head {
			return unread, nil
		}
	}
	t.head = unknown
	if unread, failure = t.drain(ctx, woken); unread == nil {
		t.head = head
	}
	return unread, failure
}

func (t *track[E]) look(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	return t.Head(ctx)
}

// drain hands over all that the log holds. It returns why the log could not be
// read, and the failure that ends the way.
func (t *track[E]) drain(ctx context.Context, woken bool) (unread, failure error) {
	for {
		events, last, err := t.read(ctx, woken)
		if err != nil {
			return err, nil
		}
		if len(events) == 0 {
			return nil, nil
		}
		if err := t.follows(events); err != nil {
			return nil, err
		}
		if err := t.handle(events); err != nil {
			return nil, err
		}
		t.at = t.Number(events[len(events)-1])
		if last {
			return nil, nil
		}
	}
}

// read returns what comes next, and whether that is all there is. A reader that
// was not woken does not trust memory, which has let it down.
func (t *track[E]) read(ctx context.Context, woken bool) (events []E, last bool, err error) {
	if woken && t.Recent != nil {
		if events, all := t.Recent(t.at, page); all || len(events) > 0 {
			return events, all && len(events) < page, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	events, err = t.Read(ctx, t.at, page)
	return events, len(events) < page, err
}

// follows returns a fault unless events are numbered at+1, at+2...
func (t *track[E]) follows(events []E) error {
	for i, e := range events {
		if got, want := t.Number(e), t.at+1+int64(i); got != want {
			return fault.Conflict("feed.gap", "event %d is no longer in the log, which goes on with %d: read afresh", want, got)
		}
	}
	return nil
}
