package socketio

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"
)

// patience bounds every wait of a test that waits for the real network.
const patience = 20 * time.Second

// testServer is a Server, and a way to it.
type testServer struct {
	*Server
	t    *testing.T
	host string
	dial func() (net.Conn, error)
	http *http.Client
}

// newTestServer serves on loopback until the test ends.
func newTestServer(t *testing.T, o Options) *testServer {
	t.Helper()
	srv := New(o)
	hs := httptest.NewServer(srv)
	host := hs.Listener.Addr().String()
	s := &testServer{Server: srv, t: t, host: host}
	s.dial = func() (net.Conn, error) { return net.Dial("tcp", host) }
	s.finishSetup(hs.Close)
	return s
}

func newTLSTestServer(t *testing.T, o Options) *testServer {
	t.Helper()
	srv := New(o)
	hs := httptest.NewTLSServer(srv)
	host := hs.Listener.Addr().String()
	s := &testServer{Server: srv, t: t, host: host}
	config := hs.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	config.ServerName = "example.com" // which the certificate of httptest is for
	s.dial = func() (net.Conn, error) { return tls.Dial("tcp", host, config) }
	s.finishSetup(hs.Close)
	return s
}

// newPipeServer serves over net.Pipe, for use within synctest: its clock is the bubble's.
func newPipeServer(t *testing.T, o Options) *testServer {
	t.Helper()
	srv := New(o)
	l := &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
	hs := &http.Server{Handler: srv, ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second} // polls must outlast them
	go hs.Serve(l)
	s := &testServer{Server: srv, t: t, host: "pipe", dial: l.dial}
	s.finishSetup(func() { hs.Close() })
	return s
}

func (s *testServer) finishSetup(stop func()) {
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return s.dial() }}
	s.http = &http.Client{Transport: transport}
	s.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			s.t.Error(err)
		}
		transport.CloseIdleConnections()
		stop()
	})
}

type pipeListener struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (l *pipeListener) dial() (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { l.once.Do(func() { close(l.done) }); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// echo answers "message" with "message-back" and "message-with-ack" by its acknowledgement, and tells the CONNECT
// payload in "auth": the application that the published protocol test suites ask for.
func echo(n *Namespace) {
	n.OnConnect(func(s *Socket) error { s.EmitRaw("auth", s.Auth()); return nil })
	n.On("message", func(s *Socket, e *Event) error {
		return s.Emit("message-back", Args{Values: e.Args, Binary: e.Binary})
	})
	n.On("message-with-ack", func(_ *Socket, e *Event) error {
		return e.Ack(Args{Values: e.Args, Binary: e.Binary})
	})
}

// await receives from c, or fails the test.
func await[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("waited in vain")
		panic("unreachable")
	}
}

// eventually waits for what happens within the server and tells nobody.
func eventually(t *testing.T, guard sync.Locker, happened func() bool) {
	t.Helper()
	for start := time.Now(); time.Since(start) < patience; runtime.Gosched() {
		guard.Lock()
		done := happened()
		guard.Unlock()
		if done {
			return
		}
	}
	t.Fatal("waited in vain")
}

// sockets makes OnConnect hand over each socket that connects.
func sockets(n *Namespace) <-chan *Socket {
	c := make(chan *Socket, 100)
	n.OnConnect(func(s *Socket) error { c <- s; return nil })
	return c
}

// reasons makes OnDisconnect hand over its reasons.
func reasons(n *Namespace) <-chan string {
	c := make(chan string, 100)
	n.OnDisconnect(func(_ *Socket, reason string) { c <- reason })
	return c
}

var errTest = errors.New("as the test wants it")
