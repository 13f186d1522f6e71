package socketio

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// Shutdown takes no new connections (503) and closes all there are, after sending what waits for them: WebSockets with
// code 1012 ("service restart"), long-polling sessions with a close packet. Their clients come back by themselves, to
// whatever serves them then. The connections are closed in random order over at most one second. It returns when all
// are gone and all OnDisconnect functions have returned, or with an error when ctx ends first: what is left is then cut
// off. Call it before http.Server.Shutdown, which does not know of WebSockets and waits for polls.
func (s *Server) Shutdown(ctx context.Context) error {
	s.sendAway(ctx, s.drain())
	select {
	case <-s.empty:
		return nil
	case <-ctx.Done():
	}
	left := s.all()
	for _, ses := range left {
		ses.kill()
	}
	return fmt.Errorf("shut down with %d connections left: %w", len(left), context.Cause(ctx))
}

// sendAway ends sessions one after the other. What a timer is late is made up for: steps may be shorter than it can measure.
func (s *Server) sendAway(ctx context.Context, sessions []*session) {
	step := min(shutdownMaxStep, shutdownSpread/time.Duration(len(sessions)+1))
	due := time.Now()
	for _, ses := range sessions {
		ses.end(shuttingDown)
		due = due.Add(step)
		if early := time.Until(due); early > 0 {
			select {
			case <-time.After(early):
			case <-ctx.Done():
			}
		}
	}
}

// drain stops admission and returns the sessions in random order.
func (s *Server) drain() []*session {
	s.mu.Lock()
	if !s.draining {
		s.draining = true
		s.signalEmpty()
	}
	s.mu.Unlock()
	sessions := s.all()
	rand.Shuffle(len(sessions), func(i, j int) { sessions[i], sessions[j] = sessions[j], sessions[i] })
	return sessions
}

func (s *Server) all() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.sessions))
}
