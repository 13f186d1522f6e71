package socketio

import (
	"fmt"
	"hash/maphash"
	"log/slog"
	"runtime/debug"
	"sync"
)

// Namespace is one of the channels that clients open over their connection. Its handlers serve all its sockets; set
// them before the server takes requests.
type Namespace struct {
	server *Server
	name   string

	handlersMu   sync.RWMutex
	handlers     map[string]func(*Socket, *Event) error
	onConnect    func(*Socket) error
	onDisconnect func(*Socket, string)

	shards [shardCount]shard
	seed   maphash.Seed // of the hash that spreads rooms over them

	// manyMu is held by a delivery that might meet a socket twice, and guards Socket.mark.
	manyMu sync.Mutex
	mark   uint64 // of the delivery under way
}

func newNamespace(s *Server, name string) *Namespace {
	return &Namespace{
		server:       s,
		name:         name,
		handlers:     map[string]func(*Socket, *Event) error{},
		onConnect:    func(*Socket) error { return nil },
		onDisconnect: func(*Socket, string) {},
		seed:         maphash.MakeSeed(),
	}
}

// OnConnect sets the function that authorises and prepares a socket, before its client is told that it is connected.
// An error refuses the socket, and the client is told its text: see ConnectError. Emits made in it, and those of others
// to rooms it joined, are sent after the CONNECT reply, or not at all.
func (n *Namespace) OnConnect(f func(*Socket) error) {
	n.handlersMu.Lock()
	defer n.handlersMu.Unlock()
	n.onConnect = f
}

// On sets the handler of an event. If it returns an error or panics, the client is told by Options.OnError and the
// socket lives. Handlers of one connection run one at a time, in order of arrival: one that takes long delays only its
// own client. A reserved name is a mistake in the program and panics.
func (n *Namespace) On(event string, f func(*Socket, *Event) error) {
	if reservedEvents[event] {
		panic(fmt.Sprintf("socketio: the event %q is reserved by the protocol", event))
	}
	n.handlersMu.Lock()
	defer n.handlersMu.Unlock()
	n.handlers[event] = f
}

// OnDisconnect sets the function called once for each socket whose OnConnect returned nil, after its other handlers
// and after it has left its rooms. Reasons are the words of the official server ("transport close", "transport error",
// "ping timeout", "client namespace disconnect", "server namespace disconnect", "server shutting down", "parse error"),
// "slow consumer", "connect timeout", or the one given to Socket.Close.
func (n *Namespace) OnDisconnect(f func(s *Socket, reason string)) {
	n.handlersMu.Lock()
	defer n.handlersMu.Unlock()
	n.onDisconnect = f
}

// To addresses every socket in at least one of the rooms, each once. The ID of a socket names a room of its own.
func (n *Namespace) To(rooms ...string) *Target { return &Target{namespace: n, rooms: rooms} }

// All addresses every socket of the namespace.
func (n *Namespace) All() *Target { return &Target{namespace: n, all: true} }

// Sockets tells how many sockets are in the room.
func (n *Namespace) Sockets(room string) int {
	sh := n.locked(room)
	defer sh.mu.Unlock()
	if sh.sockets[room] != nil {
		return len(sh.rooms[room]) + 1
	}
	return len(sh.rooms[room])
}

// Rooms returns how many sockets are in each room, without the rooms that sockets have of their own.
func (n *Namespace) Rooms() map[string]int {
	sizes := map[string]int{}
	for i := range n.shards {
		n.shards[i].addSizes(sizes)
	}
	return sizes
}

func (sh *shard) addSizes(sizes map[string]int) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for name, members := range sh.rooms {
		sizes[name] = len(members)
	}
}

// authorise runs OnConnect.
func (n *Namespace) authorise(s *Socket) error {
	n.handlersMu.RLock()
	f := n.onConnect
	n.handlersMu.RUnlock()
	return n.protect("connect", s, func() error { return f(s) })
}

// disconnected runs OnDisconnect.
func (n *Namespace) disconnected(s *Socket, reason string) {
	n.handlersMu.RLock()
	f := n.onDisconnect
	n.handlersMu.RUnlock()
	_ = n.protect("disconnect", s, func() error { f(s, reason); return nil }) // a panic is in the log, nobody is left to be told
}

// dispatch runs the handler of an event.
func (n *Namespace) dispatch(s *Socket, e *Event) {
	n.handlersMu.RLock()
	f := n.handlers[e.Name]
	n.handlersMu.RUnlock()
	switch {
	case f != nil:
		if err := n.protect(e.Name, s, func() error { return f(s, e) }); err != nil {
			n.tell(s, e, err)
		}
	case e.WantsAck():
		n.tell(s, e, ErrUnknownEvent)
	}
}

// tell lets the client know that its event failed.
func (n *Namespace) tell(s *Socket, e *Event, failure error) {
	var answer any
	err := n.protect("OnError", s, func() error {
		answer = n.server.options.OnError(s, e.Name, failure)
		return nil
	})
	if err == nil {
		err = e.fail(answer)
	}
	if err != nil {
		n.server.options.Log.Error("cannot tell a client that its event failed", "event", e.Name, "socket", s.id, "error", err)
	}
}

// protect runs code of the application. Its panic becomes ErrPanic: one event must not take everybody down.
func (n *Namespace) protect(what string, s *Socket, f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			n.server.options.Log.Error("handler panicked", "handler", what, "namespace", n.name, "socket", s.id,
				slog.Any("panic", p), "stack", string(debug.Stack()))
			err = ErrPanic
		}
	}()
	return f()
}
