package main

import (
	"fmt"
	"net/http"
	"time"

	"orderup/socketio"
)

// newServer returns what the suite of that name wants to find at its path.
func newServer(suite string, o socketio.Options) (srv *socketio.Server, path string, err error) {
	switch suite {
	case "engine":
		return engineServer(o), "/engine.io/", nil
	case "socket":
		return socketServer(o), "/socket.io/", nil
	}
	return nil, "", fmt.Errorf("there is no suite %q, choose engine or socket", suite)
}

// options are the limits that the suites count on. Pages of any origin may come: the suites can run in a browser too.
func options() socketio.Options {
	return socketio.Options{
		PingInterval:   300 * time.Millisecond,
		PingTimeout:    200 * time.Millisecond,
		ConnectTimeout: time.Second, // a test of theirs waits for it, two seconds at most
		MaxPayload:     1_000_000,
		AllowOrigin:    func(*http.Request) bool { return true },
	}
}

// breath is how long after a connection its event "auth" is sent. The suite's clients listen for a message only once
// they have seen the one before: under Node.js they lose the second of two that arrive in one segment.
const breath = 20 * time.Millisecond

// engineServer sends every message back.
func engineServer(o socketio.Options) *socketio.Server {
	o.Engine = func(m socketio.Message, reply func(socketio.Message)) { reply(m) }
	return socketio.New(o)
}

// socketServer tells the payload of CONNECT in the event "auth", in two namespaces. In the main one it also answers
// "message" with "message-back", and "message-with-ack" with its acknowledgement.
func socketServer(o socketio.Options) *socketio.Server {
	srv := socketio.New(o)
	tellAuth := func(s *socketio.Socket) error {
		time.AfterFunc(breath, func() { s.EmitRaw("auth", s.Auth()) })
		return nil
	}
	srv.Of("/custom").OnConnect(tellAuth)
	ns := srv.Of("/")
	ns.OnConnect(tellAuth)
	ns.On("message", func(s *socketio.Socket, e *socketio.Event) error {
		return s.Emit("message-back", socketio.Args{Values: e.Args, Binary: e.Binary})
	})
	ns.On("message-with-ack", func(_ *socketio.Socket, e *socketio.Event) error {
		return e.Ack(socketio.Args{Values: e.Args, Binary: e.Binary})
	})
	return srv
}
