package socketio

import (
	"net/http"
	"time"
)

// The upgrade from long-polling to a WebSocket, Engine.IO protocol revision 4, section "Upgrade":
//
//	client              server
//	2probe (WebSocket)
//	                    3probe (WebSocket)
//	stops polling       6 (ends the open poll, if nothing else does)
//	5 (WebSocket)
//	                    the queue, from here on over the WebSocket
//
// Nothing is lost or doubled on the way, as a message leaves the queue either with a poll or over the WebSocket; and
// nothing overtakes, as the client sends 5 after its last poll was answered.

// beginUpgrade marks the session before the handshake is answered: the client is quick. It returns false if the session
// is on a WebSocket or moving to one.
func (s *session) beginUpgrade() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.conn != nil || s.polling.upgrading {
		return false
	}
	s.polling.upgrading = true
	return true
}

// serveUpgrade accepts another WebSocket for a session. One that is of no use is accepted too and closed at once, as the
// official server does: some clients do not survive a refusal here.
func (s *session) serveUpgrade(w http.ResponseWriter, r *http.Request) {
	mine := s.beginUpgrade()
	c, answer, err := s.server.accept(w, r)
	if err == nil {
		err = c.write(answer)
	}
	switch {
	case err != nil && mine:
		s.upgradeFailed()
	case err == nil && mine:
		go s.runUpgrade(c)
	case err == nil:
		c.write(closeFrame(closeNormal, ""))
		c.Close()
	}
}

func (s *session) runUpgrade(c *conn) {
	if !s.setProbe(c) {
		c.Close()
		return
	}
	late := time.AfterFunc(s.server.options.UpgradeTimeout, func() { c.Close() })
	moved := s.probe(c) && late.Stop() && s.moveTo(c)
	late.Stop()
	if moved {
		s.serveConn(c)
		return
	}
	s.upgradeFailed() // first: a client that sees the connection close may try again at once
	c.Close()
}

// probe does the client's half of the upgrade.
func (s *session) probe(c *conn) bool {
	if m, err := c.read(); err != nil || m.op != opText || string(m.data) != "2probe" {
		return false
	}
	if c.write(newFrame(opText, "3probe")) != nil {
		return false
	}
	time.AfterFunc(probePollDelay, s.endPollForUpgrade)
	m, err := c.read()
	return err == nil && m.op == opText && string(m.data) == packetUpgrade
}

// moveTo puts the session on the WebSocket, and the queue with it.
func (s *session) moveTo(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.polling.upgrading, s.polling.probe = false, nil
	s.refusePoll() // clients have none open now
	s.conn = c
	if len(s.queue) > 0 {
		s.startWriting()
	}
	return true
}

// setProbe makes endUpgrade find the connection. It returns false if the session has ended meanwhile.
func (s *session) setProbe(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.polling.probe = c
	return !s.ended
}

// upgradeFailed leaves the session on long-polling.
func (s *session) upgradeFailed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.polling.upgrading, s.polling.probe = false, nil
}

// endUpgrade is called when the session ends.
func (s *session) endUpgrade() {
	if s.polling.probe != nil {
		go s.polling.probe.Close() // may take a moment with TLS
		s.polling.probe = nil
	}
}
