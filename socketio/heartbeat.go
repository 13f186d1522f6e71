package socketio

import "time"

// Heartbeats go from the server to the client in Engine.IO 4: "2" at PingInterval, answered with "3" within
// PingTimeout. Only that answer counts, and only one for each: other traffic does not prove that the client's side of
// the session is alive.

func (s *session) startHeartbeat() {
	interval := s.server.options.PingInterval
	s.due = time.Now().Add(interval)
	s.beat = time.AfterFunc(interval, s.onBeat)
}

// onBeat sends a heartbeat, or ends the session that has not answered the last.
func (s *session) onBeat() {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ended:
	case s.awaitingPong:
		s.endLocked(pingTimeout)
	default:
		s.awaitingPong = true
		s.due = s.due.Add(s.server.options.PingTimeout) // from when the heartbeat was due: delays must not add up
		s.beat.Reset(time.Until(s.due))
		s.enqueue(pingPacket)
	}
}

func (s *session) pong() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.awaitingPong || s.ended {
		return
	}
	s.awaitingPong = false
	interval := s.server.options.PingInterval
	s.due = time.Now().Add(interval)
	s.beat.Reset(interval)
}

// overdue tells that the client should have answered by now, for when the timer is late.
func (s *session) overdue() bool { return s.awaitingPong && !time.Now().Before(s.due) }
