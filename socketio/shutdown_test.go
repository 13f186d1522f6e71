package socketio

import (
	"context"
	"errors"
	"testing"
)

func TestShutdown(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	gone := reasons(n)
	connected := sockets(n)
	c, _ := s.connect()
	await(t, connected)
	waiting := s.connectPolling()
	await(t, connected)
	poll := waiting.pollInBackground(s.session(waiting.sid()))
	between := s.connectPolling()
	ws := await(t, connected)
	n.To(ws.ID()).EmitRaw("last", []byte("1"))
	upgrading := s.openPolling()
	probe := s.dialWS(handshakeQuery + "&sid=" + upgrading.sid())
	probe.send("2probe")
	probe.expect("3probe")
	done := make(chan error, 1)
	go func() { done <- s.Shutdown(t.Context()) }()
	c.expectClose(1012)
	if got := await(t, poll); got != "OK 1" {
		t.Errorf("the open poll got %q", got)
	}
	between.expect(`42["last",1]`, "1")
	upgrading.expect("1")
	if m, err := probe.next(); err == nil {
		t.Errorf("the probe got %q", m.data)
	}
	if _, status := s.tryWS(handshakeQuery); status != 503 {
		t.Errorf("a new connection got %d", status)
	}
	if err := await(t, done); err != nil {
		t.Error(err)
	}
	for range 3 {
		if got := await(t, gone); got != "server shutting down" {
			t.Errorf("reason %q", got)
		}
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Errorf("second shutdown: %v", err)
	}
	if st := s.Stats(); st.Connections != 0 || st.Sockets != 0 {
		t.Errorf("%+v", st)
	}
}

func TestShutdownOutOfTime(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	gone := reasons(s.Of("/"))
	s.connect() // does not answer the close frame
	s.connectPolling()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errTest)
	if err := s.Shutdown(ctx); !errors.Is(err, errTest) {
		t.Errorf("got %v", err)
	}
	await(t, gone)
	await(t, gone)
}
