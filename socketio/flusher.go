package socketio

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// flushers write to the connections that can be written to without waiting: one flusher for each processor.
//
// An Emit only puts references to its frames into the queues of its receivers. A flusher is woken at once and gives each
// queue to the kernel when its turn comes. Nothing waits for a clock, so a lone message is not delayed; but what was
// emitted while the flusher was busy elsewhere goes out in one call. A broadcast starts at most one goroutine per
// processor, however many receivers it has; when all queues are empty none is left.
type flushers struct {
	each []flusher
	next atomic.Uint32
}

// flusher has a list of sessions with something in their queues. A session is always on the list of the same flusher,
// and only while session.writing is set, so that a connection has one writer.
type flusher struct {
	mu      sync.Mutex
	waiting []*session
	spare   []*session // an empty list, to be used again
	running bool
}

func newFlushers() *flushers { return &flushers{each: make([]flusher, runtime.GOMAXPROCS(0))} }

// pick spreads the sessions.
func (f *flushers) pick() *flusher { return &f.each[int(f.next.Add(1))%len(f.each)] }

// add has the queue of the session written soon.
func (f *flusher) add(s *session) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, s)
	if !f.running {
		f.running = true
		go f.run()
	}
}

func (f *flusher) run() {
	w := writers.Get().(*directWriter)
	for list := f.take(nil); len(list) > 0; list = f.take(list) {
		for _, s := range list {
			s.flush(w)
		}
	}
	clear(w.frames[:])
	writers.Put(w)
}

// writers keeps the buffers of flushers that are not running, until the garbage collector wants them.
var writers = sync.Pool{New: func() any { return &directWriter{} }}

// take returns the sessions that wait, and ends the run when there are none. done is the list worked off.
func (f *flusher) take(done []*session) []*session {
	clear(done) // it must not keep sessions alive that are over
	f.mu.Lock()
	defer f.mu.Unlock()
	if cap(done) > 0 {
		f.spare = done[:0]
	}
	if len(f.waiting) == 0 {
		f.running = false
		return nil
	}
	list := f.waiting
	f.waiting, f.spare = f.spare, nil
	return list
}
