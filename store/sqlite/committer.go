package sqlite

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"orderup/store"
	"orderup/store/group"
)

// A committer runs the requests of a queue in batches, each batch in one
// SQLite transaction on a connection of its own.
type committer struct {
	queue    *group.Queue[func(*batch) error]
	session  *session
	recent   store.Recent // what it has committed
	entries  []entry      // memory for the log of a batch
	max      int
	onCommit func(n int, took time.Duration)
	log      *slog.Logger
	failed   chan struct{} // closed when an fsync failed
	done     chan struct{} // closed when run has returned
}

// run works until the queue is closed and empty.
func (c *committer) run() {
	defer close(c.done)
	var requests []*request
	for {
		requests = c.queue.Take(requests[:0], c.max)
		if len(requests) == 0 {
			return
		}
		c.commit(requests)
		for _, r := range requests {
			r.Settle()
		}
		clear(requests)
	}
}

// commit decides the outcome of every request. Most batches have no failure,
// so the first try has no savepoints; when a request fails after it wrote, a
// second try undoes the writes of each that fails.
func (c *committer) commit(requests []*request) {
	if c.hasFailed() {
		settle(requests, errFailed(nil))
		return
	}
	err := c.try(requests, (*batch).run)
	if errors.Is(err, errReplay) {
		err = c.try(requests, (*batch).runInSavepoint)
	}
	if err == nil {
		return
	}
	if fsyncFailed(err) {
		c.log.Error("fsync failed: the store refuses further writes; start the server again", "err", err)
		close(c.failed)
	}
	settle(requests, explain("write to the database", err))
}

// settle gives all requests one outcome.
func settle(requests []*request, err error) {
	for _, r := range requests {
		r.Err = err
	}
}

// try runs the requests in one transaction and leaves the outcome of each in
// it, or returns an error that is the outcome of all: nothing was stored.
func (c *committer) try(requests []*request, run func(*batch, *request) error) error {
	start := time.Now()
	if err := c.session.begin("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	b := newBatch(c.session, c.entries)
	for _, r := range requests {
		if err := run(b, r); err != nil {
			c.session.rollback()
			return err
		}
	}
	if b.changes == 0 {
		c.session.rollback()
		return nil
	}
	if err := b.commit(); err != nil {
		c.session.rollback()
		return err
	}
	for _, e := range b.log {
		c.recent.Add(e.location, e.event)
	}
	clear(b.log) // for the garbage collector
	c.entries = b.log[:0]
	c.onCommit(b.changes, time.Since(start))
	return nil
}

func (c *committer) hasFailed() bool {
	select {
	case <-c.failed:
		return true
	default:
		return false
	}
}

// stop waits for the requests under way and closes the connection.
func (c *committer) stop() error {
	c.queue.Close()
	<-c.done
	if err := c.session.close(); err != nil {
		return fmt.Errorf("close the writing connection: %w", err)
	}
	return nil
}
