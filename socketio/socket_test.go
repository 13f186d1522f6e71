package socketio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

func TestHandlerErrors(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{OnError: func(_ *Socket, event string, err error) any {
		return map[string]string{"event": event, "message": err.Error()}
	}})
	n := s.Of("/")
	n.On("fail", func(*Socket, *Event) error { return errTest })
	n.On("panic", func(*Socket, *Event) error { panic("as the test wants it") })
	n.On("bind", func(_ *Socket, e *Event) error {
		var in struct{ OrderID string }
		if err := e.Bind(&in); err != nil {
			return err
		}
		return e.Ack(in.OrderID)
	})
	n.On("ack, then fail", func(_ *Socket, e *Event) error { return errors.Join(e.Ack(1), errTest) })
	c, _ := s.connect()
	cases := [][2]string{
		{`421["fail"]`, `431[{"event":"fail","message":"as the test wants it"}]`},
		{`42["fail"]`, `42["exception",{"event":"fail","message":"as the test wants it"}]`},
		{`422["panic"]`, `432[{"event":"panic","message":"socketio: the handler panicked"}]`},
		{`423["unknown"]`, `433[{"event":"unknown","message":"socketio: unknown event"}]`},
		{`424["bind",{"orderId":"x"}]`, `434["x"]`},
		{`425["bind"]`, `435[{"event":"bind","message":"the event \"bind\" needs an argument, send one"}]`},
		{`426["bind",null]`, `436[{"event":"bind","message":"the event \"bind\" needs an argument, send one"}]`},
	}
	for _, x := range cases {
		c.send(x[0])
		c.expect(x[1])
	}
	for i, payload := range []string{`1`, `"x"`, `[]`, `{"orderId":[]}`, `"` + strings.Repeat("x", 60_000) + `"`} {
		c.send(fmt.Sprintf(`42%d["bind",%s]`, i, payload)) // row 6: takes a plain Node server down
		if got := c.text(); !strings.HasPrefix(got, fmt.Sprintf(`43%d[{"event":"bind","message":"decode the argument`, i)) {
			t.Errorf("%.20s was answered %s", payload, got)
		}
	}
	c.send(`42["unknown"]`, `427["ack, then fail"]`)
	c.expect(`437[1]`, `42["exception",{"event":"ack, then fail","message":"as the test wants it"}]`)
}

func TestErrorsAreGenericByDefault(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	s.Of("/").On("fail", func(*Socket, *Event) error { return errTest })
	c, _ := s.connect()
	c.send(`420["fail"]`)
	c.expect(`430[{"message":"internal error","status":"error"}]`)
}

func TestEmitBeforeAck(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	n.On("join", func(s *Socket, e *Event) error {
		return errors.Join(s.Join("room"), n.To("room").Emit("joined", "room"), s.Emit("joined", "you"), e.Ack("ok"), e.Ack("again"))
	})
	c, _ := s.connect()
	c.send(`420["join"]`, `42["join"]`)
	c.expect(`42["joined","room"]`, `42["joined","you"]`, `430["ok"]`, `42["joined","room"]`, `42["joined","you"]`)
}

// Handlers of one connection run one at a time, in order of arrival, with more of them than the inbox takes.
func TestHandlersRunInTurn(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	var running atomic.Int32
	next := 0 // not guarded: the race detector is part of the test
	s.Of("/").On("n", func(_ *Socket, e *Event) error {
		var n int
		if err := e.Bind(&n); err != nil {
			return err
		}
		if running.Add(1) != 1 || n != next {
			return fmt.Errorf("number %d is running, %d was expected", n, next)
		}
		next++
		running.Add(-1)
		return e.Ack(n)
	})
	c, _ := s.connect()
	const events = 5 * maxInbox
	for i := range events {
		c.send(fmt.Sprintf(`42%d["n",%d]`, i, i))
	}
	for i := range events {
		c.expect(fmt.Sprintf(`43%d[%d]`, i, i))
	}
}

func TestEmitAck(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	connected := sockets(s.Of("/"))
	type result struct {
		value json.RawMessage
		err   error
	}
	results := make(chan result, 1)
	s.Of("/").On("ask me", func(s *Socket, _ *Event) error { // a handler may wait for its own client
		v, err := s.EmitAck(t.Context(), "question", Args{Values: []json.RawMessage{[]byte("1"), []byte("2")}})
		results <- result{v, err}
		return err
	})
	c, _ := s.connect()
	socket := await(t, connected)
	ask := func() {
		v, err := socket.EmitAck(t.Context(), "question", "?")
		results <- result{v, err}
	}
	cases := []struct{ question, answer, want string }{
		{`421["question",1,2]`, `431["yes","ignored"]`, `"yes"`},
		{`422["question","?"]`, `432[{"a":1}]`, `{"a":1}`},
		{`423["question","?"]`, `433[]`, `null`},
	}
	for i, x := range cases {
		if i == 0 {
			c.send(`42["ask me"]`)
		} else {
			go ask()
		}
		c.expect(x.question)
		c.send(`4399["to nothing"]`, x.answer, x.answer)
		if got := await(t, results); got.err != nil || string(got.value) != x.want {
			t.Errorf("%s: got %s, %v", x.answer, got.value, got.err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errTest)
	if _, err := socket.EmitAck(ctx, "question", nil); !errors.Is(err, errTest) {
		t.Errorf("got %v", err)
	}
	c.text()
	go ask()
	c.text()
	c.Close()
	if got := await(t, results); !errors.Is(got.err, ErrDisconnected) {
		t.Errorf("got %v", got.err)
	}
	if _, err := socket.EmitAck(t.Context(), "question", nil); !errors.Is(err, ErrDisconnected) {
		t.Errorf("got %v", err)
	}
}

// A handler that waits for its client must not hold up the end of the connection.
func TestConnectionEndsWhileAHandlerWaits(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	gone := reasons(s.Of("/"))
	waited := make(chan error, 1)
	s.Of("/").On("ask me", func(s *Socket, _ *Event) error {
		_, err := s.EmitAck(context.WithoutCancel(t.Context()), "question", nil)
		waited <- err
		return err
	})
	c, _ := s.connect()
	c.send(`42["ask me"]`)
	c.text()
	c.Close()
	if err := await(t, waited); !errors.Is(err, ErrDisconnected) {
		t.Errorf("got %v", err)
	}
	await(t, gone)
}

func TestTooManyAcks(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	connected := sockets(s.Of("/"))
	s.connect()
	socket := await(t, connected)
	for range maxPendingAcks {
		if _, _, err := socket.expectAck(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := socket.EmitAck(t.Context(), "question", nil); !errors.Is(err, ErrTooManyAcks) {
		t.Errorf("got %v", err)
	}
}

func TestDisconnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	gone := reasons(n)
	connected := sockets(n)
	handled := make(chan string, 1)
	n.On("x", func(*Socket, *Event) error { handled <- "x"; return nil })
	c, _ := s.connect()
	socket := await(t, connected)
	must(t, socket.Emit("last", 1))
	socket.Disconnect()
	must(t, socket.Emit("too late", 1))
	socket.Disconnect()
	c.expect(`42["last",1]`, `41`)
	if got := await(t, gone); got != "server namespace disconnect" {
		t.Errorf("reason %q", got)
	}
	if err := socket.Join("room"); !errors.Is(err, ErrDisconnected) {
		t.Errorf("Join: %v", err)
	}
	c.send("40") // the connection is there still
	connectedID(t, c.text())
	c.send("1")
	c.expectClose(1000)
	await(t, gone)
	if len(gone) > 0 || len(handled) > 0 {
		t.Error("OnDisconnect was called again, or a handler")
	}
}

func TestDisconnectInOnConnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	gone := reasons(n)
	n.OnConnect(func(s *Socket) error { s.Disconnect(); return s.Emit("too late", 1) })
	c, _ := s.connect()
	c.expect("41")
	if got := await(t, gone); got != "server namespace disconnect" {
		t.Errorf("reason %q", got)
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	gone := reasons(n)
	connected := sockets(n)
	for code, want := range map[int]int{1012: 1012, 1013: 1013, 1008: 1008, 4000: 4000, 0: 1000, 1006: 1000} {
		c, _ := s.connect()
		socket := await(t, connected)
		must(t, socket.Emit("last", 1))
		socket.Close(code, "because")
		must(t, socket.Emit("too late", 1))
		c.expect(`42["last",1]`)
		c.expectClose(want)
		if got := await(t, gone); got != "because" {
			t.Errorf("reason %q", got)
		}
	}
	p := s.connectPolling()
	socket := await(t, connected)
	must(t, socket.Emit("last", 1))
	socket.Close(1013, "because")
	p.expect(`42["last",1]`, "1")
	if status, _ := p.get(); status != 400 {
		t.Errorf("the session lives: %d", status)
	}
	await(t, gone)
}

func TestReservedNames(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	connected := sockets(n)
	c, _ := s.connect()
	socket := await(t, connected)
	for _, err := range []error{n.All().Emit("connect", 1), socket.Emit("disconnect", 1)} {
		if !errors.Is(err, ErrReservedEvent) {
			t.Errorf("got %v", err)
		}
	}
	if err := socket.Emit("x", func() {}); err == nil {
		t.Error("a function was encoded")
	}
	n.All().EmitRaw("connect", []byte("1"))
	socket.EmitRaw("connect", []byte("1"))
	socket.EmitRaw("end", nil)
	c.expect(`42["end",null]`)
	defer func() {
		if recover() == nil {
			t.Error("a handler for a reserved event was accepted")
		}
	}()
	n.On("disconnect", nil)
}

func TestValue(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	values := make(chan any, 1)
	s.Of("/").OnConnect(func(s *Socket) error { s.SetValue("cook"); return nil })
	s.Of("/").OnDisconnect(func(s *Socket, _ string) { values <- s.Value() })
	c, _ := s.connect()
	c.Close()
	if got := await(t, values); got != "cook" {
		t.Errorf("got %v", got)
	}
}

// Who is expelled is sent nothing more, not even what waits for it, but that it is out; by WebSocket and by long-polling.
func TestExpel(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n, admin := s.Of("/"), s.Of("/admin")
	gone := reasons(n)
	connected := sockets(n)
	c, _ := s.connect()
	socket := await(t, connected)
	c.send("40/admin,")
	c.text()
	must(t, socket.Join("room"))
	socket.Expel()
	socket.Expel()
	must(t, n.To("room").Emit("too late", 1))
	must(t, admin.All().Emit("too late", 1))
	must(t, socket.Emit("too late", 1))
	if got := n.Sockets("room"); got != 0 {
		t.Errorf("%d sockets are in the room still", got)
	}
	c.expect("41", "41/admin,")
	c.expectClose(1008)
	if got := await(t, gone); got != "server namespace disconnect" {
		t.Errorf("reason %q", got)
	}

	p := s.connectPolling()
	socket = await(t, connected)
	must(t, socket.Emit("waits", 1))
	socket.Expel()
	if got := p.poll(); got != "41\x1e1" {
		t.Errorf("the poll got %q", got)
	}
}

// Who is expelled by OnConnect, or while it runs, is never told that it is connected.
func TestExpelInOnConnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	s.Of("/").OnConnect(func(s *Socket) error { s.Expel(); return s.Emit("too late", 1) })
	c := s.openWS()
	c.send("40")
	c.expectClose(1008)
}
