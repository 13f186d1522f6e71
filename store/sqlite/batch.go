package sqlite

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"orderup/order"
)

// errReplay says that a request failed after it had written: the batch has to
// run again, in savepoints.
var errReplay = errors.New("a transaction failed after it had written")

// A batch is a number of requests that share one SQLite transaction.
type batch struct {
	*session
	places  map[order.Location]*place // the locations met so far, with their counters
	changes int                       // requests that wrote and succeeded
	log     []entry                   // appended by them, and by the one that runs

	// Of the request that runs now:
	wrote  bool    // it has changed rows
	failed error   // the first of its writes that did not work
	undo   []count // how to take back what it counted
}

// An entry is an event in the log of a location.
type entry struct {
	location order.Location
	event    order.Event
}

// A count is what the counters of a place were before the request ran.
type count struct {
	place *place
	was   counters
}

// newBatch returns an empty batch; log is memory that nobody needs any more.
func newBatch(s *session, log []entry) *batch {
	return &batch{session: s, places: map[order.Location]*place{}, log: log[:0]}
}

// run runs a request and leaves its outcome in it. It returns an error when
// the whole transaction has to be rolled back.
func (b *batch) run(r *request) error {
	b.wrote, b.failed, b.undo = false, nil, b.undo[:0]
	length := len(b.log)
	r.Err = b.call(r.Work)
	if r.Err == nil {
		if b.wrote || b.counted() {
			b.changes++
		}
		return nil
	}
	for _, u := range b.undo {
		u.place.counters = u.was
	}
	b.log = b.log[:length]
	switch {
	case broken(b.failed):
		return b.failed
	case broken(r.Err):
		return r.Err
	case b.wrote:
		return errReplay
	}
	return nil
}

// counted reports whether the request has moved a counter.
func (b *batch) counted() bool {
	return slices.ContainsFunc(b.undo, func(u count) bool { return u.place.counters != u.was })
}

// runInSavepoint is run for a request that may fail after it wrote.
func (b *batch) runInSavepoint(r *request) error {
	if _, err := b.exec("SAVEPOINT request"); err != nil {
		return err
	}
	err := b.run(r)
	if errors.Is(err, errReplay) {
		_, err = b.exec("ROLLBACK TO request")
	}
	if err != nil {
		return err
	}
	_, err = b.exec("RELEASE request")
	return err
}

// call runs f; a panic in it is its caller's failure and nobody else's. A
// statement that did not work fails f even if f does not mind.
func (b *batch) call(f func(*batch) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a transaction panicked: %v\n%s", p, debug.Stack())
		}
	}()
	if err := f(b); err != nil {
		return err
	}
	return b.failed
}

// write runs a statement that changes something and returns how many rows it
// changed. One that fails has changed none.
func (b *batch) write(query string, args ...any) (rows int64, err error) {
	result, err := b.exec(query, args...)
	if err == nil {
		rows, err = result.RowsAffected()
	}
	b.wrote = b.wrote || rows > 0
	return rows, b.fail(err)
}

// fail remembers that a write of the request did not work.
func (b *batch) fail(err error) error {
	if err != nil && b.failed == nil {
		b.failed = err
	}
	return err
}

// commit writes the counters back and commits.
func (b *batch) commit() error {
	for _, p := range b.places {
		if err := b.saveCounters(p); err != nil {
			return err
		}
	}
	_, err := b.exec("COMMIT")
	return err
}
