package socketio

import "time"

// Heartbeats go from the server to the client in Engine.IO 4: "2" at PingInterval, answered with "3" within
// PingTimeout. Only that answer counts, and only one for each: other traffic does not prove that the client's side of
// the session is alive.
//
// A session waits either among pings for its next heartbeat, or among pongs for the answer to the last.
type heartbeats struct{ pings, pongs deadlines }

func newHeartbeats() *heartbeats {
	h := &heartbeats{}
	h.pings.expired = (*session).ping
	h.pongs.expired = (*session).pingTimedOut
	return h
}

func (s *session) startHeartbeat() {
	s.server.beats.pings.add(s, time.Now().Add(s.server.options.PingInterval))
}

func (s *session) stopHeartbeat() {
	if s.awaitingPong {
		s.server.beats.pongs.remove(s)
		return
	}
	s.server.beats.pings.remove(s)
}

// ping sends the heartbeat that was due.
func (s *session) ping(due time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.awaitingPong = true
	s.server.beats.pongs.add(s, due.Add(s.server.options.PingTimeout)) // from when the heartbeat was due: delays must not add up
	s.enqueue(pingPacket)
}

// pingTimedOut ends the session, unless the answer came at the last moment.
func (s *session) pingTimedOut(due time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.awaitingPong && s.deadline.at.Equal(due) {
		s.endLocked(pingTimeout)
	}
}

func (s *session) pong() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.awaitingPong || s.ended {
		return
	}
	s.stopHeartbeat()
	s.awaitingPong = false
	s.startHeartbeat()
}

// overdue tells that the client should have answered by now, for when the timer is late.
func (s *session) overdue() bool { return s.awaitingPong && !time.Now().Before(s.deadline.at) }
