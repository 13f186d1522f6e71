package store

import "sync"

// A Lease is the right of this process to do some work alone. A process that
// stood still may learn too late that it lost the right: what must not happen
// twice is decided in a transaction.
type Lease struct {
	lost    <-chan struct{}
	release func()
}

// NewLease returns a lease for a driver: lost is closed when the lease ends,
// whatever ended it, and release is called once to end it.
func NewLease(lost <-chan struct{}, release func()) *Lease {
	return &Lease{lost, sync.OnceFunc(release)}
}

// Lost returns a channel that is closed when the work is no longer ours: the
// lease was released, the database lost or the store closed.
func (l *Lease) Lost() <-chan struct{} { return l.lost }

// Release ends the lease, so that another process can have it.
func (l *Lease) Release() { l.release() }
