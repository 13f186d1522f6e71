package socketio

import (
	"maps"
	"slices"
)

// Stats are gauges (as of now) and counters (since the start) of a server.
type Stats struct {
	Connections int // sessions, of either transport
	WebSockets  int // sessions on a WebSocket
	Polling     int // sessions on long-polling
	Sockets     int // in all namespaces
	Rooms       int // in all namespaces, without the sockets' own
	Queued      int // messages waiting for clients or being written
	QueuedBytes int

	Accepted   uint64 // connections
	Refused    uint64 // handshakes above MaxSockets or during Shutdown
	Sent       uint64 // messages
	Writes     uint64 // calls of the kernel, or answers to polls, that took them: fewer when several waited
	Received   uint64 // messages
	SlowCuts   uint64 // connections closed because the client did not keep up
	Violations uint64 // connections closed because of what the client sent
}

// wrote counts messages that one write took.
func (s *Server) wrote(messages int) {
	s.sent.Add(uint64(messages))
	s.writes.Add(1)
}

// Stats looks at every connection: ask for it a few times a minute rather than a second.
func (s *Server) Stats() Stats {
	st := Stats{
		Accepted:   s.accepted.Load(),
		Refused:    s.refused.Load(),
		Sent:       s.sent.Load(),
		Writes:     s.writes.Load(),
		Received:   s.received.Load(),
		SlowCuts:   s.slowCuts.Load(),
		Violations: s.violations.Load(),
	}
	for _, ses := range s.all() {
		ses.count(&st)
	}
	s.mu.Lock()
	namespaces := slices.Collect(maps.Values(s.namespaces))
	s.mu.Unlock()
	for _, n := range namespaces {
		n.count(&st)
	}
	return st
}

func (s *session) count(st *Stats) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st.Connections++
	if s.conn != nil {
		st.WebSockets++
	} else {
		st.Polling++
	}
	st.Queued += s.waiting
	st.QueuedBytes += s.backlog
}

func (n *Namespace) count(st *Stats) {
	for i := range n.shards {
		n.shards[i].count(st)
	}
}

func (sh *shard) count(st *Stats) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	st.Sockets += len(sh.sockets)
	st.Rooms += len(sh.rooms)
}
