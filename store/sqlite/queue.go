package sqlite

import (
	"context"
	"runtime"
	"sync"
)

// A request is a transaction that waits for the committer.
type request struct {
	run  func(*batch) error
	err  error
	done chan struct{} // closed when err is final
}

// A queue holds the requests in the order of their arrival.
type queue struct {
	mu      sync.Mutex
	waiting []*request
	closed  bool
	wake    chan struct{} // holds a token when requests wait or the queue was closed
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// do hands run to the committer and returns its outcome. If ctx ends while
// run still waits, it never runs; once taken, ctx has no say any more.
func (q *queue) do(ctx context.Context, run func(*batch) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &request{run: run, done: make(chan struct{})}
	if !q.put(r) {
		return errUnavailable("closed", nil)
	}
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
	}
	if q.drop(r) {
		return ctx.Err()
	}
	<-r.done
	return r.err
}

func (q *queue) put(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.waiting = append(q.waiting, r)
	q.signal()
	return true
}

// drop takes r out of the queue; false when the committer has it already.
func (q *queue) drop(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, w := range q.waiting {
		if w == r {
			q.waiting = append(q.waiting[:i:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// take waits for requests and returns up to max of them, appended to into;
// none when the queue is closed and empty.
func (q *queue) take(into []*request, max int) []*request {
	for {
		<-q.wake
		// Let the callers just answered queue up again: with 16 of them a commit
		// then serves 14, where without it two halves take turns at 8 each.
		runtime.Gosched()
		if batch, ok := q.takeWaiting(into, max); ok {
			return batch
		}
	}
}

func (q *queue) takeWaiting(into []*request, max int) ([]*request, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), max)
	into = append(into, q.waiting[:n]...)
	rest := copy(q.waiting, q.waiting[n:])
	clear(q.waiting[rest:]) // for the garbage collector
	q.waiting = q.waiting[:rest]
	if rest > 0 || q.closed {
		q.signal()
	}
	return into, n > 0 || q.closed
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}
