package sqlite

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"orderup/order"
	"orderup/store"
)

// nodes is what the nodes of a location have to agree on. The file has one
// process, so that it lives in memory.
type nodes struct {
	mu     sync.Mutex
	closed bool
	led    map[work]chan struct{} // to be closed when the lease ends
	said   map[order.Location]map[string]announcement
}

type work struct {
	location order.Location
	name     string
}

type announcement struct {
	at   time.Time
	text []byte
}

func newNodes() *nodes {
	return &nodes{led: map[work]chan struct{}{}, said: map[order.Location]map[string]announcement{}}
}

// Lead makes this caller the only one that does the named work.
func (s *Store) Lead(ctx context.Context, l order.Location, name string) (*store.Lease, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.nodes.lead(work{l, name})
}

func (n *nodes) lead(w work) (*store.Lease, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil, errUnavailable("closed", nil)
	}
	if _, led := n.led[w]; led {
		return nil, nil
	}
	lost := make(chan struct{})
	n.led[w] = lost
	return store.NewLease(lost, func() { n.end(w, lost) }), nil
}

// end ends a lease, unless it has ended already.
func (n *nodes) end(w work, lost chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.led[w] == lost {
		delete(n.led, w)
		close(lost)
	}
}

// close ends all leases.
func (n *nodes) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	for w, lost := range n.led {
		delete(n.led, w)
		close(lost)
	}
}

// Announce keeps what a node has to say.
func (s *Store) Announce(ctx context.Context, l order.Location, node string, text []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	n := s.nodes
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return errUnavailable("closed", nil)
	}
	if n.said[l] == nil {
		n.said[l] = map[string]announcement{}
	}
	n.said[l][node] = announcement{time.Now(), slices.Clone(text)}
	return nil
}

// Announced returns what each node said within the given time.
func (s *Store) Announced(ctx context.Context, l order.Location, within time.Duration) ([][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	n := s.nodes
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil, errUnavailable("closed", nil)
	}
	var texts [][]byte
	for _, node := range slices.Sorted(maps.Keys(n.said[l])) {
		if a := n.said[l][node]; time.Since(a.at) <= within {
			texts = append(texts, slices.Clone(a.text))
		}
	}
	return texts, nil
}
