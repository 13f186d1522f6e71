package socketio

import (
	"encoding/json"
	"sync"
)

// Socket is one client in one namespace.
type Socket struct {
	id        string // changes in OnConnect only
	pid       string // given to the client with the CONNECT reply; empty for none
	auth      json.RawMessage
	namespace *Namespace
	client    *client
	session   *session // client.session, which each delivery needs

	roomsMu sync.Mutex // guards the next two, see shard
	rooms   []*membership
	removed bool   // from the namespace, for good
	mark    uint64 // equal to Namespace.mark: already dealt with by the delivery under way; guarded by Namespace.manyMu

	mu        sync.Mutex
	state     socketState
	barred    bool     // Disconnect was called: events of the client are not handled any more
	held      []*frame // what waits for the CONNECT reply
	heldBytes int
	value     any
	acks      map[int64]chan json.RawMessage
	lastAck   int64
}

type socketState int

const (
	connecting   socketState = iota // OnConnect is running, messages are held
	connected                       // messages go to the connection
	leaving                         // Disconnect was called in OnConnect: nothing more is held
	disconnected                    // messages are dropped
)

// ID is the socket's id, new with each connection. Others may know it. It is not the secret that names the session.
func (s *Socket) ID() string { return s.id }

// Auth is what the client sent along with CONNECT (the option "auth" of the official clients), an object; {} if nothing.
func (s *Socket) Auth() json.RawMessage { return s.auth }

// Handshake is what Options.Keep returned for the request that opened the connection.
func (s *Socket) Handshake() any { return s.session.handshake }

// Value returns what SetValue stored, nil at first.
func (s *Socket) Value() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.value
}

// SetValue stores something of the application's with the socket.
func (s *Socket) SetValue(v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.value = v
}

// Join enters the rooms. It is ErrTooManyRooms above Options.MaxRooms, with the rooms before entered, and
// ErrDisconnected when the socket is gone.
func (s *Socket) Join(rooms ...string) error { return s.namespace.join(s, rooms) }

// Leave leaves the rooms; those it is not in do not matter.
func (s *Socket) Leave(rooms ...string) { s.namespace.leave(s, rooms) }

// Rooms returns the rooms the socket has joined, without the one named by its ID that it never leaves.
func (s *Socket) Rooms() []string {
	s.roomsMu.Lock()
	defer s.roomsMu.Unlock()
	names := make([]string, len(s.rooms))
	for i, m := range s.rooms {
		names[i] = m.room
	}
	return names
}

// Emit sends an event with v as its argument, see Args for other numbers of them. The error is about v or the name;
// there is none when the socket is gone.
func (s *Socket) Emit(event string, v any) error {
	a, err := eventArguments(event, v)
	if err != nil {
		return err
	}
	s.send(eventFrames(s.namespace.name, noAck, event, a))
	return nil
}

// EmitRaw sends an event whose one argument is JSON already. Invalid JSON would be sent as it is. An event with a
// reserved name is not sent.
func (s *Socket) EmitRaw(event string, data json.RawMessage) {
	if !reservedEvents[event] {
		s.send(eventFrames(s.namespace.name, noAck, event, Args{Values: []json.RawMessage{data}}))
	}
}

// Disconnect takes the client out of the namespace (packet DISCONNECT). The official clients then stay away for good:
// see Expel for revoked credentials, and Close for everything else.
func (s *Socket) Disconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sendLocked([]*frame{disconnectFrame(s.namespace.name)})
	switch s.state {
	case connecting:
		s.state = leaving
	case connected:
		s.state = disconnected
	default:
		return
	}
	s.barred = true
	s.client.do(func() { s.client.drop(s, "server namespace disconnect") })
}

func (s *Socket) isBarred() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.barred
}

// Close closes the connection of the socket, and so all its sockets, after what was emitted before: a WebSocket with
// the code (1012 restart, 1013 overload, 1008 policy; see RFC 6455 section 7.4) and reason (at most 123 bytes), a
// long-polling session with a close packet. The client comes back by itself. A code that may not be sent counts as 1000.
func (s *Socket) Close(code int, reason string) {
	if !validCloseCode(code) {
		code = closeNormal
	}
	s.session.end(ending{code: code, reason: reason, flush: true})
}

// Expel is for credentials that are void: from now on the client is sent nothing, not even what waits for it. It is told
// that it is out, as by Disconnect, so that the official clients stay away, and its connection is closed (1008).
func (s *Socket) Expel() {
	var last []*frame
	for _, other := range s.client.all() {
		if other.silence() {
			last = append(last, disconnectFrame(other.namespace.name))
		}
	}
	s.session.expel(last)
}

// silence stops whatever is sent to the socket, also by way of its rooms, and tells whether its client knows that it is
// connected.
func (s *Socket) silence() (known bool) {
	s.mu.Lock()
	known = s.state == connected
	s.state, s.held, s.barred = disconnected, nil, true
	s.mu.Unlock()
	s.Leave(s.Rooms()...)
	return known
}

// Recover is called in OnConnect. It has the CONNECT reply say a pid, a secret which the official clients of version 4.6
// and later send with their next CONNECT, with the offset: the last argument of the last event that ended with a string.
// A client that is answered with the pid it sent takes its socket for recovered: it must have the id and the rooms it
// had, and be sent what it missed. What is remembered for that is the application's affair. Of two sockets with one id the
// older has to be closed.
func (s *Socket) Recover(id, pid string) {
	s.namespace.rename(s, id)
	s.pid = pid
}

// send queues one message.
func (s *Socket) send(message []*frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sendLocked(message)
}

func (s *Socket) sendLocked(message []*frame) {
	switch s.state {
	case connecting:
		s.hold(message)
	case connected:
		s.session.send(message)
	}
}

// hold keeps a message until the CONNECT reply is sent, within the bounds of the connection's own queue.
func (s *Socket) hold(message []*frame) {
	o := &s.namespace.server.options
	s.held = append(s.held, message...)
	s.heldBytes += totalBytes(message)
	if len(s.held) > o.MaxQueue || s.heldBytes > o.MaxBacklog {
		s.session.end(slowConsumer)
		s.state = disconnected
		s.held = nil
	}
}

// welcome sends the CONNECT reply and what was held for it.
func (s *Socket) welcome() {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.held
	s.held, s.heldBytes = nil, 0
	switch s.state {
	case connecting:
		s.state = connected
	case leaving:
		s.state = disconnected
	default:
		return
	}
	s.session.send([]*frame{connectFrame(s.namespace.name, s.id, s.pid)})
	s.session.send(held)
}

// finish drops what is and will be sent, and ends the waiting for answers.
func (s *Socket) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.held = disconnected, nil
	for _, answer := range s.acks {
		close(answer)
	}
	s.acks = nil
}
