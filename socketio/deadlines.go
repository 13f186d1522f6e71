package socketio

import (
	"sync"
	"time"
)

// deadlines is a queue of sessions that all have the same time left when they are put in: so the first in is the first
// due, and one timer serves them all. A timer of its own for each session would cost 200 bytes, and be moved twice with
// each heartbeat.
type deadlines struct {
	expired func(s *session, due time.Time) // called without locks

	mu          sync.Mutex // comes after session.mu
	first, last *session
	timer       *time.Timer // runs, at the latest until first is due, if there is one
	running     bool
}

// deadline is a session's place in the one queue that it is in.
type deadline struct {
	at         time.Time // guarded by session.mu too
	prev, next *session
	queued     bool
}

// add puts in a session. session.mu must be held.
func (d *deadlines) add(s *session, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s.deadline = deadline{at: at, prev: d.last, queued: true}
	if d.last != nil {
		d.last.deadline.next = s
	} else {
		d.first = s
	}
	d.last = s
	d.start()
}

// remove takes out a session, unless its time has come.
func (d *deadlines) remove(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s.deadline.queued {
		d.unlink(s)
	}
}

func (d *deadlines) unlink(s *session) {
	prev, next := s.deadline.prev, s.deadline.next
	if prev != nil {
		prev.deadline.next = next
	} else {
		d.first = next
	}
	if next != nil {
		next.deadline.prev = prev
	} else {
		d.last = prev
	}
	s.deadline.prev, s.deadline.next, s.deadline.queued = nil, nil, false
}

// start sets the timer for the first session, if it is not running: then it is early rather than late.
func (d *deadlines) start() {
	if d.running || d.first == nil {
		return
	}
	d.running = true
	wait := time.Until(d.first.deadline.at)
	if d.timer == nil {
		d.timer = time.AfterFunc(wait, d.expire)
		return
	}
	d.timer.Reset(wait)
}

func (d *deadlines) expire() {
	for s, due := d.next(time.Now()); s != nil; s, due = d.next(time.Now()) {
		d.expired(s, due)
	}
}

// next takes out the first session if it is due, and sets the timer when there is none.
func (d *deadlines) next(now time.Time) (*session, time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.first
	if s == nil || s.deadline.at.After(now) {
		d.running = false
		d.start()
		return nil, time.Time{}
	}
	d.unlink(s)
	return s, s.deadline.at
}
