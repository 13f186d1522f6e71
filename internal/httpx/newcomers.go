package httpx

import (
	"net"
	"net/http"
	"sync"
)

// Newcomers are the connections on which no request has come yet: browsers
// open some in advance. http.Server.Shutdown waits several seconds for them;
// who is closing can send them away at once. Its zero value is ready for use.
type Newcomers struct {
	mu      sync.Mutex
	waiting map[net.Conn]bool
	closed  bool
}

// Watch is for http.Server.ConnState.
func (n *Newcomers) Watch(c net.Conn, s http.ConnState) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case s != http.StateNew:
		delete(n.waiting, c)
	case n.closed:
		_ = c.Close() // nothing was said on it
	default:
		if n.waiting == nil {
			n.waiting = map[net.Conn]bool{}
		}
		n.waiting[c] = true
	}
}

// SendAway closes them, and those that still come.
func (n *Newcomers) SendAway() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	for c := range n.waiting {
		_ = c.Close() // nothing was said on it
	}
}
