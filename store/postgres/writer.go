package postgres

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"orderup/order"
	"orderup/store"
	"orderup/store/group"
)

// work is a transaction that waits for the writer.
type work struct {
	location order.Location
	f        func(store.Tx) error
	since    time.Time
	opened   bool // the location is known to exist
	alone    bool // it needs a batch of its own
	wrote    bool // it has changed something, and succeeded
}

type request = group.Request[*work]

// A writer runs the requests of a queue in batches, each batch in one database
// transaction on a connection of its own.
type writer struct {
	queue    *group.Queue[*work]
	session  *session
	known    map[order.Location]bool // locations that were seen
	recent   store.Recent            // what it has committed
	max      int
	timeout  time.Duration
	onCommit func(n int, took time.Duration)
	log      *slog.Logger
	away     bool          // the database did not answer the last time
	done     chan struct{} // closed when run has returned
}

func newWriter(d database, o Options) *writer {
	return &writer{
		queue: group.NewQueue[*work](), session: newSession(d), known: map[order.Location]bool{},
		max: o.MaxBatch, timeout: o.Timeout, onCommit: o.OnCommit, log: o.Log, done: make(chan struct{}),
	}
}

// do hands f to the writer and returns its outcome.
func (w *writer) do(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	err := w.queue.Do(ctx, &work{location: l, f: f, since: time.Now()})
	if errors.Is(err, group.ErrClosed) {
		return errUnavailable("closed", nil)
	}
	return err
}

// run works until the queue is closed and empty.
func (w *writer) run() {
	defer close(w.done)
	var requests []*request
	for {
		requests = w.queue.Take(requests[:0], w.max)
		if len(requests) == 0 {
			return
		}
		w.serve(requests)
		for _, r := range requests {
			r.Settle()
		}
		clear(requests)
	}
}

// stop waits for the requests under way and closes the connection.
func (w *writer) stop() error {
	w.queue.Close()
	<-w.done
	return w.session.close()
}

// serve decides the outcome of every request, in time for the one that has
// waited longest.
func (w *writer) serve(requests []*request) {
	deadline := time.Now().Add(w.timeout / 10) // what a full queue leaves at least
	if d := requests[0].Work.since.Add(w.timeout); d.After(deadline) {
		deadline = d
	}
	ctx, cancel := context.WithDeadline(context.Background(), deadline)
	defer cancel()
	for _, r := range requests {
		r.Work.opened = w.known[r.Work.location]
	}
	w.settle(ctx, requests, false)
	for _, r := range requests {
		if r.Work.alone && r.Err == nil { // it was set aside
			w.settle(ctx, []*request{r}, true)
		}
	}
}

// settle stores the requests in one transaction. If the database refuses what
// they have written, the two halves are tried one after the other, down to the
// one that it does not take. Direct is for a request that is alone.
func (w *writer) settle(ctx context.Context, requests []*request, direct bool) {
	err := w.persist(ctx, requests, direct)
	switch {
	case err == nil:
	case refused(err) && len(requests) > 1:
		w.settle(ctx, requests[:len(requests)/2], direct)
		w.settle(ctx, requests[len(requests)/2:], direct)
	default:
		for _, r := range requests {
			r.Err = outcome(r, err)
		}
	}
}

// persist tries until the transaction is stored, refused, or time is up.
func (w *writer) persist(ctx context.Context, requests []*request, direct bool) error {
	for attempt := 0; ; attempt++ {
		err := w.try(ctx, requests, direct)
		w.notice(err)
		if err == nil || !lost(err) && !repeatable(err) || isOpen(err) || ctx.Err() != nil {
			return err
		}
		pause(ctx, attempt)
	}
}

// pause waits a little, longer from time to time, not in step with others.
func pause(ctx context.Context, attempt int) {
	longest := min(10*time.Millisecond<<min(attempt, 10), 200*time.Millisecond)
	select {
	case <-time.After(rand.N(longest)):
	case <-ctx.Done():
	}
}

// try runs the requests in one transaction and leaves the outcome of each in
// it, or returns an error that is the outcome of all.
func (w *writer) try(ctx context.Context, requests []*request, direct bool) error {
	start := time.Now()
	b, err := w.session.batch(ctx)
	if err != nil {
		return err
	}
	if direct {
		err = b.runAlone(requests[0])
	} else {
		err = b.run(requests)
	}
	w.learn(b)
	if err != nil || !b.changed() {
		w.session.rollback(ctx)
		return err
	}
	if err := w.session.commit(b); err != nil {
		return err
	}
	for _, e := range b.log {
		w.recent.Add(e.location, e.Event)
	}
	w.onCommit(stored(requests), time.Since(start))
	return nil
}

// learn remembers the locations that a batch has found.
func (w *writer) learn(b *batch) {
	for id, p := range b.places.read {
		if p.known {
			w.known[id] = true
		}
	}
}

// stored counts the requests that have written something.
func stored(requests []*request) (n int) {
	for _, r := range requests {
		if r.Work.wrote {
			n++
		}
	}
	return n
}

// notice tells the log when the database goes and when it is back.
func (w *writer) notice(err error) {
	away := err != nil && lost(err)
	if away == w.away {
		return
	}
	w.away = away
	if away {
		w.log.Warn("the database does not answer; trying again", "error", err)
		return
	}
	w.log.Info("the database answers again")
}
