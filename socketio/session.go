package socketio

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// session is an Engine.IO session: one connection of a client, whatever carries it.
//
// What is sent goes into one queue, in order. While the session is on long-polling, polls empty the queue; once it is
// on a WebSocket, write.go does. mu is never held while writing.
type session struct {
	server    *Server
	id        string // whoever knows it is the client: it is never logged and never shown to others
	handshake any
	client    *client
	users     atomic.Int32 // its transport and its client: the session is forgotten when both are done

	mu       sync.Mutex
	queue    []*frame
	waiting  int // frames in the queue or being written
	backlog  int // their bytes
	ended    bool
	released bool // the transport is done

	conn       *conn // nil while on long-polling
	flusher    *flusher
	first      [4]*frame // memory of a short queue, on a WebSocket
	writing    bool      // somebody is emptying the queue into conn, or soon will be
	closeSent  bool      // the close frame is written
	peerClosed bool      // the client has sent a close frame
	polling    pollState

	deadline     deadline // of the next heartbeat, or of the answer to the last
	awaitingPong bool
}

// ending says how a session ends.
type ending struct {
	code   int    // WebSocket close code
	reason string // for OnDisconnect and the close frame
	flush  bool   // send first what is waiting
	last   *frame // of a long-polling session; nil is a close packet
	gone   bool   // nobody will come for that
}

var (
	transportClose = ending{code: closeNormal, reason: "transport close", last: noopPacket}
	clientGone     = ending{code: closeNormal, reason: "transport close", gone: true}
	transportError = ending{code: closeProtocolError, reason: "transport error"}
	pingTimeout    = ending{code: closePolicy, reason: "ping timeout", gone: true}
	slowConsumer   = ending{code: closeTryLater, reason: "slow consumer"}
	shuttingDown   = ending{code: closeRestart, reason: "server shutting down", flush: true}
	expelled       = ending{code: closePolicy, reason: "server namespace disconnect", flush: true}
)

// Engine.IO protocol revision 4, section "Packet types".
const (
	packetOpen    = '0'
	packetClose   = '1'
	packetPong    = '3'
	packetUpgrade = "5"
)

var (
	closePacket = newFrame(opText, "1")
	pingPacket  = newFrame(opText, "2")
	noopPacket  = newFrame(opText, "6")
)

// open starts a session that the server has admitted. For long-polling, c is nil; else answer, which completes the
// handshake of the WebSocket, is sent in one piece with the open packet.
func (srv *Server) open(handshake any, c *conn, answer *frame) *session {
	s := &session{server: srv, id: newID(), handshake: handshake, conn: c, flusher: srv.flushers.pick()}
	s.users.Store(2)
	s.startTimers()
	if c == nil {
		s.send([]*frame{s.openPacket()})
	} else {
		s.greet(answer)
	}
	if !srv.register(s) {
		s.end(shuttingDown)
	}
	return s
}

// greet writes at once, and not by way of the queue: that is dropped when what the client sent with its handshake ends
// the session. If it fails the connection is closed, which its reader will notice.
func (s *session) greet(answer *frame) {
	open := s.openPacket()
	if s.conn.write(&frame{wire: slices.Concat(answer.wire, open.wire)}) == nil {
		s.server.wrote(1)
	}
}

// startTimers holds the lock so that none of them acts on a session half made.
func (s *session) startTimers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client = newClient(s)
	s.startHeartbeat()
}

// openPacket is JSON of values that need no escaping: encoding/json would take a twentieth of a handshake's time.
func (s *session) openPacket() *frame {
	o := &s.server.options
	upgrades := ""
	if s.conn == nil {
		upgrades = `"websocket"`
	}
	return newFrame(opText, fmt.Appendf(nil, `%c{"sid":"%s","upgrades":[%s],"pingInterval":%d,"pingTimeout":%d,"maxPayload":%d}`,
		packetOpen, s.id, upgrades, o.PingInterval.Milliseconds(), o.PingTimeout.Milliseconds(), o.MaxPayload))
}

// send queues one message, and ends the session if there is no room for it.
func (s *session) send(message []*frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	o := &s.server.options
	if s.waiting+len(message) > o.MaxQueue || s.backlog+totalBytes(message) > o.MaxBacklog {
		s.endLocked(slowConsumer)
		return
	}
	s.enqueue(message...)
}

// enqueue is send without bounds, for what the protocol itself needs.
func (s *session) enqueue(message ...*frame) {
	if s.queue == nil && s.conn != nil {
		s.queue = s.first[:0] // a poll would take it along
	}
	s.queue = append(s.queue, message...)
	s.waiting += len(message)
	s.backlog += totalBytes(message)
	switch {
	case s.conn == nil:
		s.answerPoll()
	case !s.writing:
		s.startWriting()
	}
}

// written takes frames out of the account that the client has been given, or never will be.
func (s *session) written(frames []*frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(frames)
}

func (s *session) settle(frames []*frame) {
	s.waiting -= len(frames)
	s.backlog -= totalBytes(frames)
	s.server.wrote(len(frames))
}

// receive takes an Engine.IO packet from the client.
func (s *session) receive(m message) error {
	s.server.received.Add(1)
	if m.op == opBinary {
		return s.client.receiveBinary(m.data)
	}
	if len(m.data) == 0 {
		return errEnginePacket
	}
	switch m.data[0] {
	case packetMessage:
		return s.client.receiveText(m.data[1:])
	case packetPong:
		s.pong()
		return nil
	case packetClose:
		s.end(transportClose)
		return nil
	}
	return errEnginePacket
}

var errEnginePacket = violation(closeProtocolError, "unexpected packet")

// violated ends the session because of what the client sent.
func (s *session) violated(err error) {
	if s.isEnded() {
		return
	}
	e := ending{code: closeProtocolError, reason: "parse error"}
	if v, ok := errors.AsType[*violationError](err); ok {
		e.code = v.code
	}
	s.server.violations.Add(1)
	s.server.options.Log.Debug("connection cut", "cause", err)
	s.end(e)
}

// end ends the session. Only the first ending counts.
func (s *session) end(e ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLocked(e)
}

func (s *session) endLocked(e ending) {
	if s.ended {
		return
	}
	s.ended = true
	s.stopHeartbeat()
	if e.reason == slowConsumer.reason {
		s.server.slowCuts.Add(1)
	}
	if !e.flush {
		s.dropQueue()
	}
	s.endUpgrade()
	if s.conn != nil {
		s.endConn(e)
	} else {
		s.endPolling(e)
	}
	go s.client.end(e.reason)
}

// dropQueue forgets what waits for the client.
func (s *session) dropQueue() {
	s.waiting -= len(s.queue)
	s.backlog -= totalBytes(s.queue)
	s.queue = nil
}

// expel ends the session with these frames, in place of all that waits.
func (s *session) expel(last []*frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.dropQueue()
	s.enqueue(last...)
	s.endLocked(expelled)
}

// isEnded tells whether the session has ended; packets that come now are ignored.
func (s *session) isEnded() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

// transportDone is called when the transport of an ended session needs it no longer.
func (s *session) transportDone() {
	s.mu.Lock()
	done := s.released
	s.released = true
	s.mu.Unlock()
	if !done {
		s.release()
	}
}

// release is called once by the transport and once by the client.
func (s *session) release() {
	if s.users.Add(-1) == 0 {
		s.server.forget(s)
	}
}

// kill ends the session without waiting for its client to take notice.
func (s *session) kill() {
	s.end(shuttingDown)
	s.mu.Lock()
	c := s.conn
	s.mu.Unlock()
	if c != nil {
		c.Close()
		return
	}
	s.transportDone()
}
