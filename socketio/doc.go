// Package socketio is a Socket.IO server: protocol revision 5 of Socket.IO over revision 4 of Engine.IO, by WebSocket
// and by HTTP long-polling with the upgrade between them. It speaks with the official clients of version 3 and 4 and
// needs the standard library only.
//
//	srv := socketio.New(socketio.Options{})
//	ns := srv.Of("/")
//	ns.On("join", func(s *socketio.Socket, e *socketio.Event) error {
//		var in struct{ Room string }
//		if err := e.Bind(&in); err != nil {
//			return err
//		}
//		return s.Join(in.Room)
//	})
//	ns.To("kitchen").Emit("order", order)
//	mux.Handle("/socket.io/", srv)
//
// # Order
//
// Emits to one socket arrive in the order of the calls, whether to the socket or to rooms it is in. Emits to one room are
// put into the queues of its members one after the other, so all members see them in one and the same order, also when
// they are made at the same time. A Join that happened before an Emit sees it. Emits made in OnConnect arrive after the CONNECT reply. Handlers of one connection, OnConnect and
// OnDisconnect among them, run one at a time, in order of arrival.
//
// # Bounds
//
// Nothing waits for a client. Each connection has one bounded queue; when it overflows, or when the client takes
// longer than Options.WriteTimeout to read, that connection is closed with WebSocket code 1013 ("try again later")
// and its client comes back. What clients may send is bounded by Options.MaxPayload and by the constants in limits.go.
//
// # Costs
//
// A connection at rest is one goroutine with a stack of 2 kB, waiting for its bytes, and about 2 kB of memory with one
// socket in three rooms; the process grows by some 7 kB for it (docs/performance.md). Heartbeats of all connections
// share two timers. An event is encoded once and its frame shared by all receivers; a broadcast allocates nothing for
// each of them. It starts no goroutines but the flushers, at most one for each processor; only a connection that must be
// waited for, because it is slow or not plain TCP, has a second goroutine while its queue is not empty. So has one whose
// handlers are at work.
//
// # Layers
//
// From the bottom: frame.go, reader.go, conn.go (RFC 6455), payload.go, session.go, write.go, flusher.go, direct_unix.go,
// polling.go, upgrade.go, heartbeat.go, deadlines.go, engine.go (Engine.IO), packet.go, parse.go, client.go (Socket.IO
// packets of one connection), namespace.go, rooms.go, socket.go, target.go, event.go (what applications see).
//
// Not implemented: permessage-deflate, HTTP compression, JSONP, WebTransport, dynamic namespaces, and Engine.IO 3.
// For connection state recovery there is Socket.Recover; the rest is the application's.
package socketio
