package compat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/socketio"
)

// app is a small Socket.IO application that does what the scenarios of scripts/socketio.mjs ask for.
type app struct {
	t       *testing.T
	server  atomic.Pointer[socketio.Server]
	network tracker
	*httptest.Server
}

func newApp(t *testing.T) *app {
	a := &app{t: t}
	a.server.Store(a.newServer())
	a.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.server.Load().ServeHTTP(w, r)
	}))
	a.network.Listener = a.Listener
	a.Listener = &a.network
	a.Start()
	t.Cleanup(func() {
		shutdown(t, a.server.Load())
		a.Close()
	})
	return a
}

func shutdown(t *testing.T, s *socketio.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}

func (a *app) newServer() *socketio.Server {
	s := socketio.New(socketio.Options{OnError: func(_ *socketio.Socket, event string, err error) any {
		return map[string]string{"event": event, "message": err.Error()}
	}})
	main := s.Of("/")
	a.handle(main)
	main.On("cut", func(*socketio.Socket, *socketio.Event) error { a.network.fail(); return nil })
	main.On("drain", func(*socketio.Socket, *socketio.Event) error {
		go func() { // Shutdown waits for this handler
			shutdown(a.t, a.server.Load())
			a.server.Store(a.newServer())
		}()
		return nil
	})
	a.handle(s.Of("/custom"))
	s.Of("/closed").OnConnect(func(*socketio.Socket) error {
		return &socketio.ConnectError{Message: "members only", Data: map[string]int{"code": 7}}
	})
	return s
}

// handle makes a namespace do what the scenarios need.
func (a *app) handle(n *socketio.Namespace) {
	n.OnConnect(func(s *socketio.Socket) error { s.EmitRaw("auth", s.Auth()); return nil })
	n.OnDisconnect(func(s *socketio.Socket, reason string) {
		if err := n.All().Emit("left", []string{s.ID(), reason}); err != nil {
			a.t.Error(err)
		}
	})
	n.On("echo", func(s *socketio.Socket, e *socketio.Event) error {
		return s.Emit("echo", socketio.Args{Values: e.Args, Binary: e.Binary})
	})
	n.On("echo ack", func(_ *socketio.Socket, e *socketio.Event) error {
		return e.Ack(socketio.Args{Values: e.Args, Binary: e.Binary})
	})
	n.On("ask me", func(s *socketio.Socket, e *socketio.Event) error {
		answer, err := s.EmitAck(a.t.Context(), "question", "how many")
		if err != nil {
			return err
		}
		return e.Ack(answer)
	})
	n.On("fail", func(*socketio.Socket, *socketio.Event) error { return errors.New("as the scenario wants it") })
	n.On("kick me", func(s *socketio.Socket, _ *socketio.Event) error { s.Disconnect(); return nil })
	n.On("join", func(s *socketio.Socket, e *socketio.Event) error {
		var room string
		if err := e.Bind(&room); err != nil {
			return err
		}
		return errors.Join(s.Join(room), e.Ack(room))
	})
	n.On("leave", func(s *socketio.Socket, e *socketio.Event) error { s.Leave(s.Rooms()...); return e.Ack("left") })
	n.On("tell room", func(s *socketio.Socket, e *socketio.Event) error {
		var in struct{ Room, Text string }
		if err := e.Bind(&in); err != nil {
			return err
		}
		return errors.Join(n.To(in.Room).Except(s.ID()).Emit("told", in.Text), e.Ack("told"))
	})
	n.On("stream", func(s *socketio.Socket, e *socketio.Event) error { go stream(s); return nil })
}

// stream emits numbers while an upgrade takes place.
func stream(s *socketio.Socket) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for i := range 500 {
		s.EmitRaw("number", json.RawMessage(fmt.Sprint(i)))
		<-tick.C
	}
}

// tracker is a listener whose network can fail: all the connections it has accepted are cut, and new ones do not last.
type tracker struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
	until time.Time // the end of the failure
}

const failure = 200 * time.Millisecond

func (t *tracker) Accept() (net.Conn, error) {
	c, err := t.Listener.Accept()
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Now().Before(t.until) {
		c.Close()
	}
	t.conns = append(t.conns, c)
	return c, nil
}

func (t *tracker) fail() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.until = time.Now().Add(failure)
	for _, c := range t.conns {
		c.Close()
	}
	t.conns = nil
}
