package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"orderup/wire"
)

// The errors with which a Socket ends, besides *CloseError, ErrProtocol and
// those of the network.
var (
	ErrClosed       = errors.New("the socket was closed")
	ErrSilent       = errors.New("the server went silent: it missed its heartbeat")
	ErrDisconnected = errors.New("the server took the socket out of its namespace")
)

// maxEvents is how many events wait for their reader; what the server holds
// ready for one connection fits in.
const maxEvents = 1024

// An Event is something that the server told.
type Event struct {
	ID       string // of an event stream: the cursor to go on from; empty on a socket
	Name     string
	Data     json.RawMessage // the first argument; nil when there is none
	Received time.Time
}

// SocketOptions say how to connect.
type SocketOptions struct {
	Guest  bool   // get only what is joined, not everything that staff gets
	Screen bool   // the same, as a screen of the kitchen
	Since  string // of staff: the cursor to go on from; what was missed comes as events
}

// A Socket is a Socket.IO connection to the namespace "/", over a WebSocket.
// Its methods may be called from any goroutine. When the connection ends it
// stays ended: see Client.Follow for what comes back by itself.
type Socket struct {
	ws      *webSocket
	events  chan Event
	silence time.Duration
	lost    *time.Timer // cuts the connection when the server is silent

	closing chan struct{} // closed by Close
	closeIt sync.Once
	done    chan struct{} // closed when the connection has ended and err is final

	mu      sync.Mutex
	err     error
	answers map[int64]chan json.RawMessage // by the id of what they answer
	lastAck int64
}

// Dial connects; ctx is for the time until then. It returns a *Problem when
// the server refuses. A socket has to be closed, even when it has ended.
func (c *Client) Dial(ctx context.Context, o SocketOptions) (*Socket, error) {
	ws, err := dialWebSocket(ctx, c.long, c.base+"/socket.io/?EIO=4&transport=websocket")
	if err != nil {
		return nil, fmt.Errorf("connect a socket: %w", err)
	}
	s := &Socket{
		ws: ws, events: make(chan Event, maxEvents), answers: map[int64]chan json.RawMessage{},
		closing: make(chan struct{}), done: make(chan struct{}),
	}
	stop := context.AfterFunc(ctx, func() { ws.conn.Close() })
	err = s.enter(o)
	if !stop() {
		err = ctx.Err()
	}
	if err != nil {
		ws.hangUp(err)
		return nil, fmt.Errorf("connect a socket: %w", err)
	}
	s.lost = time.AfterFunc(s.silence, func() { s.end(ErrSilent) })
	go s.run()
	return s, nil
}

// enter opens the Engine.IO session and enters the namespace.
func (s *Socket) enter(o SocketOptions) error {
	first, err := s.ws.read()
	if err != nil {
		return err
	}
	if s.silence, err = parseOpen(first.data); err != nil {
		return err
	}
	connect, err := encodeConnect(o.auth())
	if err != nil {
		return err
	}
	if err := s.ws.write(opText, connect); err != nil {
		return err
	}
	return s.welcome()
}

// auth is what the server is told; nil for nothing.
func (o SocketOptions) auth() any {
	switch {
	case o.Guest:
		return map[string]string{"as": "guest"}
	case o.Screen:
		return map[string]string{"as": "screen"}
	case o.Since != "":
		return map[string]string{"since": o.Since}
	}
	return nil
}

// welcome awaits the answer to CONNECT.
func (s *Socket) welcome() error {
	for {
		p, err := s.next()
		switch {
		case err != nil:
			return err
		case p == nil:
		case p.kind == packetConnect:
			return nil
		case p.kind == packetConnectError:
			problem := parseProblem(p.data)
			if problem.Detail == "" {
				problem.Detail = "the server refused the socket without saying why"
			}
			return problem
		default:
			return broken("a packet came before the socket was connected")
		}
	}
}

// Events returns the channel of what the server tells. It is closed when the
// connection has ended. Who does not read it stops the whole connection once
// 1,024 events wait, answers and heartbeats too.
func (s *Socket) Events() <-chan Event { return s.events }

// Err returns why the connection ended; nil as long as it has not.
func (s *Socket) Err() error {
	select {
	case <-s.done:
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.err
	default:
		return nil
	}
}

// Close ends the connection and returns when that is done. Events that wait
// can still be read.
func (s *Socket) Close() {
	cut := time.AfterFunc(closeWithin, func() { s.ws.conn.Close() })
	defer cut.Stop()
	s.closeIt.Do(func() {
		s.note(ErrClosed)
		close(s.closing)
		s.ws.sendClose(closeNormal)
	})
	<-s.done
}

// Emit sends an event with v as its argument.
func (s *Socket) Emit(event string, v any) error { return s.send(noAck, event, v) }

// EmitAck sends an event and returns the first value of the server's answer.
func (s *Socket) EmitAck(ctx context.Context, event string, v any) (json.RawMessage, error) {
	id, answer := s.expect()
	defer s.forget(id)
	if err := s.send(id, event, v); err != nil {
		return nil, err
	}
	select {
	case data := <-answer:
		return data, nil
	case <-s.done:
		return nil, fmt.Errorf("await the answer to %s: %w", event, s.Err())
	case <-ctx.Done():
		return nil, fmt.Errorf("await the answer to %s: %w", event, ctx.Err())
	}
}

// Join follows an order from now on. With the cursor of what was seen last as
// since, what was missed comes first, as events. It returns a *Problem when
// the server refuses.
func (s *Socket) Join(ctx context.Context, orderID, since string) (joined wire.Joined, err error) {
	if err = s.ask(ctx, wire.EventJoin, wire.Join{OrderID: orderID, Since: since}, &joined); err != nil {
		return joined, fmt.Errorf("follow order %s: %w", orderID, err)
	}
	return joined, nil
}

func (s *Socket) send(ack int64, event string, v any) error {
	text, err := encodeEvent(ack, event, v)
	if err != nil {
		return err
	}
	if err := s.ws.write(opText, text); err != nil {
		return fmt.Errorf("send %s: %w", event, err)
	}
	return nil
}
