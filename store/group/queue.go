// Package group is the waiting room of group commit: callers queue up with
// their work, one goroutine takes what waits as a batch and settles it.
package group

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

// ErrClosed is the outcome of work that came after Close.
var ErrClosed = errors.New("the queue is closed")

// A Request is work that waits for its outcome.
type Request[W any] struct {
	Work W
	Err  error         // the outcome, for the one who took the request to write
	done chan struct{} // closed when Err is final
}

// Settle answers the caller with Err. It is called once.
func (r *Request[W]) Settle() { close(r.done) }

// A Queue holds requests in the order of their arrival.
type Queue[W any] struct {
	mu      sync.Mutex
	waiting []*Request[W]
	closed  bool
	wake    chan struct{} // holds a token when requests wait or the queue was closed
}

// NewQueue returns an empty queue.
func NewQueue[W any]() *Queue[W] { return &Queue[W]{wake: make(chan struct{}, 1)} }

// Do queues w and returns its outcome. If ctx ends while w still waits, w is
// dropped; once taken, ctx has no say any more.
func (q *Queue[W]) Do(ctx context.Context, w W) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &Request[W]{Work: w, done: make(chan struct{})}
	if !q.put(r) {
		return ErrClosed
	}
	select {
	case <-r.done:
		return r.Err
	case <-ctx.Done():
	}
	if q.drop(r) {
		return ctx.Err()
	}
	<-r.done
	return r.Err
}

func (q *Queue[W]) put(r *Request[W]) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.waiting = append(q.waiting, r)
	q.signal()
	return true
}

// drop takes r out of the queue; false when it was taken already.
func (q *Queue[W]) drop(r *Request[W]) bool {
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

// Take waits for requests and returns up to max of them, appended to into;
// none when the queue is closed and empty.
func (q *Queue[W]) Take(into []*Request[W], max int) []*Request[W] {
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

func (q *Queue[W]) takeWaiting(into []*Request[W], max int) ([]*Request[W], bool) {
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

func (q *Queue[W]) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Close lets nobody in any more; who waits already is still taken.
func (q *Queue[W]) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

// Len returns how many requests wait.
func (q *Queue[W]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}
