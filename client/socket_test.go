package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"orderup/socketio"
)

// within bounds what a test waits for.
const within = 10 * time.Second

// dial connects or fails the test.
func dial(t *testing.T, c *Client, o SocketOptions) *Socket {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	s, err := c.Dial(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// next returns the next event or fails the test.
func next(t *testing.T, s *Socket) Event {
	t.Helper()
	select {
	case e, ok := <-s.Events():
		if !ok {
			t.Fatalf("the socket ended: %v", s.Err())
		}
		return e
	case <-time.After(within):
		t.Fatal("no event came")
		return Event{}
	}
}

// ending returns why the connection ended, or fails the test.
func ending(t *testing.T, s *Socket) error {
	t.Helper()
	late := time.After(within)
	for {
		select {
		case _, ok := <-s.Events():
			if !ok {
				return s.Err()
			}
		case <-late:
			t.Fatal("the socket did not end")
		}
	}
}

// socketServer runs a Socket.IO server for a test.
func socketServer(t *testing.T, o socketio.Options, connect func(*socketio.Socket) error) (*socketio.Server, *Client) {
	sio := socketio.New(o)
	ns := sio.Of("/")
	ns.OnConnect(connect)
	ns.On("echo", func(_ *socketio.Socket, e *socketio.Event) error { return e.Ack(e.Args[0]) })
	ns.On("mute", func(*socketio.Socket, *socketio.Event) error { return nil })
	ns.On("close", func(s *socketio.Socket, _ *socketio.Event) error { s.Close(1013, "busy"); return nil })
	ns.On("leave", func(s *socketio.Socket, _ *socketio.Event) error { s.Disconnect(); return nil })
	server := httptest.NewServer(sio)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), within)
		defer cancel()
		if err := sio.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return sio, to(t, server.URL)
}

func welcome(*socketio.Socket) error { return nil }

func TestEventsComeInOrder(t *testing.T) {
	t.Parallel()
	const n = 5000 // far more than wait in the channel
	_, c := socketServer(t, socketio.Options{MaxQueue: 2 * n}, func(s *socketio.Socket) error {
		for i := range n {
			if err := s.Emit("count", i); err != nil {
				return err
			}
		}
		return nil
	})
	s := dial(t, c, SocketOptions{})
	for i := range n {
		if e := next(t, s); e.Name != "count" || string(e.Data) != fmt.Sprint(i) || e.Received.IsZero() {
			t.Fatalf("event %d: %+v", i, e)
		}
	}
}

func TestGuestsSayThatTheyAre(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{}, func(s *socketio.Socket) error { return s.Emit("auth", s.Auth()) })
	if e := next(t, dial(t, c, SocketOptions{Guest: true})); string(e.Data) != `{"as":"guest"}` {
		t.Errorf("a guest said %s", e.Data)
	}
	if e := next(t, dial(t, c, SocketOptions{})); string(e.Data) != `{}` {
		t.Errorf("staff said %s", e.Data)
	}
}

func TestAnswersFindTheirQuestion(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{}, welcome)
	s := dial(t, c, SocketOptions{})
	errs := make(chan error)
	for i := range 50 {
		go func() {
			answer, err := s.EmitAck(t.Context(), "echo", i)
			if err == nil && string(answer) != fmt.Sprint(i) {
				err = fmt.Errorf("question %d was answered %s", i, answer)
			}
			errs <- err
		}()
	}
	for range 50 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestAQuestionWithoutAnswerEndsWithItsContextOrTheSocket(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{}, welcome)
	s := dial(t, c, SocketOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := s.EmitAck(ctx, "mute", 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without an answer: %v", err)
	}
	if err := s.Emit("close", 1); err != nil {
		t.Fatal(err)
	}
	_, err := s.EmitAck(t.Context(), "mute", 1)
	if closed, ok := errors.AsType[*CloseError](err); !ok && !errors.Is(err, ErrClosed) || ok && closed.Code != 1013 {
		t.Errorf("when the server closes: %v", err)
	}
	if len(s.answers) > 0 {
		t.Errorf("%d questions are still waiting", len(s.answers))
	}
}

func TestCloseCodesAreTold(t *testing.T) {
	t.Parallel()
	sio, c := socketServer(t, socketio.Options{}, welcome)
	a, b := dial(t, c, SocketOptions{}), dial(t, c, SocketOptions{})
	if err := a.Emit("close", 1); err != nil {
		t.Fatal(err)
	}
	if err, ok := errors.AsType[*CloseError](ending(t, a)); !ok || err.Code != 1013 || err.Reason != "busy" {
		t.Errorf("closed with 1013 busy: %v", a.Err())
	}
	if err := b.Err(); err != nil {
		t.Errorf("the other socket ended: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	if err := sio.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	if err, ok := errors.AsType[*CloseError](ending(t, b)); !ok || err.Code != 1012 {
		t.Errorf("shut down: %v", b.Err())
	}
}

func TestDisconnectEndsTheSocket(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{}, welcome)
	s := dial(t, c, SocketOptions{})
	if err := s.Emit("leave", 1); err != nil {
		t.Fatal(err)
	}
	if err := ending(t, s); !errors.Is(err, ErrDisconnected) {
		t.Errorf("ended with %v", err)
	}
}

func TestCloseEndsTheSocketForGood(t *testing.T) {
	t.Parallel()
	sio, c := socketServer(t, socketio.Options{}, func(s *socketio.Socket) error { return s.Emit("hello", 1) })
	s := dial(t, c, SocketOptions{})
	next(t, s)
	s.Close()
	s.Close()
	if err := s.Err(); !errors.Is(err, ErrClosed) {
		t.Errorf("Err is %v", err)
	}
	if err := s.Emit("echo", 1); !errors.Is(err, ErrClosed) {
		t.Errorf("Emit: %v", err)
	}
	if _, err := s.EmitAck(t.Context(), "echo", 1); !errors.Is(err, ErrClosed) {
		t.Errorf("EmitAck: %v", err)
	}
	if n := sio.Stats().Violations; n > 0 {
		t.Errorf("the server counts %d violations", n)
	}
}

func TestCloseDoesNotWaitForTheReaderOfEvents(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{MaxQueue: 10_000}, func(s *socketio.Socket) error {
		for i := range 5000 {
			if err := s.Emit("count", i); err != nil {
				return err
			}
		}
		return nil
	})
	s := dial(t, c, SocketOptions{})
	next(t, s)
	s.Close()
	if err := ending(t, s); !errors.Is(err, ErrClosed) {
		t.Errorf("ended with %v", err)
	}
}

func TestTheServerIsToldWhyItRefuses(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{}, func(*socketio.Socket) error { return errors.New("closed today") })
	_, err := c.Dial(t.Context(), SocketOptions{})
	if p, ok := errors.AsType[*Problem](err); !ok || p.Detail != "closed today" {
		t.Errorf("refused at CONNECT: %v", err)
	}
	_, full := socketServer(t, socketio.Options{MaxSockets: 1}, welcome)
	dial(t, full, SocketOptions{})
	_, err = full.Dial(t.Context(), SocketOptions{})
	if p, ok := errors.AsType[*Problem](err); !ok || p.Status != 503 || p.RetryAfter < time.Second {
		t.Errorf("refused at the handshake: %v", err)
	}
}

func TestHeartbeatsAreAnswered(t *testing.T) {
	t.Parallel()
	var heard []string
	c := serve(t, func(p *peer) {
		p.greet()
		for range 3 {
			p.say("2")
			_, text := p.hear()
			heard = append(heard, text)
		}
		p.raw(serverFrame(0x89, "ping of RFC 6455"))
		op, text := p.hear()
		heard = append(heard, fmt.Sprint(op, " ", text))
		p.say(`42["done"]`)
		p.hearClose()
	})
	if e := next(t, dial(t, c, SocketOptions{})); e.Name != "done" || fmt.Sprint(heard) != "[3 3 3 10 ping of RFC 6455]" {
		t.Errorf("%s; the server heard %q", e.Name, heard)
	}
}

func TestASilentServerIsGivenUp(t *testing.T) {
	t.Parallel()
	c := serve(t, func(p *peer) {
		p.say(`0{"sid":"x","pingInterval":20,"pingTimeout":20}`)
		p.hear()
		p.say(`40{"sid":"y"}`)
		p.hearClose()
	})
	if err := ending(t, dial(t, c, SocketOptions{})); !errors.Is(err, ErrSilent) {
		t.Errorf("ended with %v", err)
	}
}

func TestWhatBreaksTheProtocolEndsTheSocket(t *testing.T) {
	t.Parallel()
	for name, say := range map[string]func(*peer){
		"no Engine.IO packet":  func(p *peer) { p.say("hello") },
		"no Socket.IO packet":  func(p *peer) { p.say("4hello") },
		"CONNECT twice":        func(p *peer) { p.say(`40{"sid":"z"}`) },
		"a binary message":     func(p *peer) { p.raw(serverFrame(0x82, "x")) },
		"an empty message":     func(p *peer) { p.say("") },
		"a masked frame":       func(p *peer) { p.raw(appendFrame(nil, opText, []byte("x"), [4]byte{1})) },
		"another namespace":    func(p *peer) { p.say(`42/x,["a"]`) },
		"a binary event":       func(p *peer) { p.say(`451-["a",{"_placeholder":true,"num":0}]`) },
		"half a UTF-8 letter":  func(p *peer) { p.say("42[\"\xc3\"]") },
		"a frame out of order": func(p *peer) { p.raw(serverFrame(0x80, "x")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code := make(chan int, 1)
			c := serve(t, func(p *peer) {
				p.greet()
				say(p)
				code <- p.hearClose()
			})
			if err := ending(t, dial(t, c, SocketOptions{})); !errors.Is(err, ErrProtocol) {
				t.Errorf("ended with %v", err)
			}
			if got := <-code; got != closeProtocolError {
				t.Errorf("closed with %d, want 1002", got)
			}
		})
	}
}

func TestALostConnectionIsNoCleanEnd(t *testing.T) {
	t.Parallel()
	for name, last := range map[string][]byte{"between messages": nil, "in a message": serverFrame(0x81, `42["a"]`)[:4]} {
		c := serve(t, func(p *peer) {
			p.greet()
			p.raw(last)
		})
		err := ending(t, dial(t, c, SocketOptions{}))
		if _, closed := errors.AsType[*CloseError](err); closed || !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, net.ErrClosed) {
			t.Errorf("%s: ended with %v", name, err)
		}
	}
}

func TestDialGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]func(*peer){
		"no open packet": func(p *peer) { p.hearClose() },
		"no CONNECT":     func(p *peer) { p.say(openPacket); p.hearClose() },
	} {
		c := serve(t, script)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		if _, err := c.Dial(ctx, SocketOptions{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDialRefusesWhatIsNoSocketIO(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no JSON": "0hello", "no heartbeat": `0{"sid":"x"}`, "a message": `42["a"]`, "an event before CONNECT": openPacket + "\n",
	} {
		c := serve(t, func(p *peer) {
			if first, ok := strings.CutSuffix(text, "\n"); ok {
				p.say(first)
				p.say(`42["early"]`)
			} else {
				p.say(text)
			}
			p.hearClose()
		})
		if _, err := c.Dial(t.Context(), SocketOptions{}); !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCloseErrorReadsCodeAndReason(t *testing.T) {
	t.Parallel()
	for payload, want := range map[string]CloseError{
		"": {Code: 1005}, "x": {Code: 1005}, "\x03\xf4": {Code: 1012}, "\x03\xf5later": {1013, "later"},
	} {
		if got := *closeError([]byte(payload)); got != want {
			t.Errorf("%q: %+v, want %+v", payload, got, want)
		}
	}
}

func TestEmitRefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	_, c := socketServer(t, socketio.Options{}, welcome)
	s := dial(t, c, SocketOptions{})
	if _, err := s.EmitAck(t.Context(), "echo", func() {}); err == nil {
		t.Error("a function was sent")
	}
	answer, err := s.EmitAck(t.Context(), "echo", json.RawMessage(`"still there"`))
	if err != nil || string(answer) != `"still there"` {
		t.Errorf("afterwards: %s, %v", answer, err)
	}
}
