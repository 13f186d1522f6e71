package client

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// The waiting time before coming back: it doubles from the first to the
// longest, and is spread by half to both sides, so that a crowd that lost its
// server does not come back as one.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 8 * time.Second
)

// A pause grows with each failure. Its zero value is ready for use.
type pause struct{ failures int }

// reset forgets the failures.
func (p *pause) reset() { p.failures = 0 }

// next returns how long to wait after err: at least as long as the server
// asked for.
func (p *pause) next(err error) time.Duration {
	d := longestPause
	if p.failures < 5 {
		d = firstPause << p.failures
	}
	p.failures++
	d = d/2 + rand.N(d)
	if problem, ok := errors.AsType[*Problem](err); ok {
		d += problem.RetryAfter
	}
	return d
}

// wait waits, or until ctx ends.
func (p *pause) wait(ctx context.Context, err error) {
	select {
	case <-time.After(p.next(err)):
	case <-ctx.Done():
	}
}
