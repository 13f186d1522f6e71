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
// Emits to one socket arrive in the order of the calls. Emits to rooms of one namespace are put into the queues of
// their sockets one after the other, so all members see them in one and the same order. A Join that happened before
// an Emit sees it. Emits made in OnConnect arrive after the CONNECT reply. Handlers of one connection, OnConnect and
// OnDisconnect among them, run one at a time, in order of arrival.
//
// # Bounds
//
// Nothing waits for a client. Each connection has one bounded queue; when it overflows, or when the client takes
// longer than Options.WriteTimeout to read, that connection is closed with WebSocket code 1013 ("try again later")
// and its client comes back. What clients may send is bounded by Options.MaxPayload and by the constants in limits.go.
//
// # Layers
//
// From the bottom: frame.go, reader.go, conn.go (RFC 6455), payload.go, session.go, polling.go, upgrade.go,
// heartbeat.go, engine.go (Engine.IO), packet.go, client.go (Socket.IO packets of one connection), namespace.go, socket.go,
// target.go, event.go (what applications see).
//
// Not implemented: permessage-deflate, HTTP compression, JSONP, WebTransport, dynamic namespaces, Engine.IO 3 and
// connection state recovery.
package socketio
