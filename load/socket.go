package load

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// A Role is what a client says that it is when it connects.
type Role string

// The roles.
const (
	Staff Role = ""               // is told of everything, as every client of the proof of concept is
	Guest Role = `{"as":"guest"}` // is told of what it joins
)

// A Socket is a Socket.IO connection to the namespace "/", over a WebSocket, that costs next to nothing. One goroutine
// reads it and one may write at the same time.
type Socket struct {
	conn   *net.TCPConn
	frames frameReader
}

// Dial connects to a server, such as "localhost:3000"; ctx is for the time until then.
func Dial(ctx context.Context, address string, as Role) (*Socket, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Socket{conn: conn.(*net.TCPConn), frames: frameReader{in: bufio.NewReaderSize(conn, bufferSize)}}
	stop := context.AfterFunc(ctx, s.Reset)
	err = s.enter(address, as)
	if !stop() {
		err = errors.Join(ctx.Err(), err)
	}
	if err != nil {
		s.Reset()
		return nil, fmt.Errorf("connect a socket to %s: %w", address, err)
	}
	return s, nil
}

// enter opens the WebSocket, the Engine.IO session and the namespace.
func (s *Socket) enter(address string, as Role) error {
	if err := s.upgrade(address); err != nil {
		return err
	}
	_, first, err := s.frames.next()
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(first, []byte(`0{"sid"`)) {
		return fmt.Errorf("%w: it does not speak Engine.IO 4", ErrProtocol)
	}
	if err := s.write(opText, "40"+string(as)); err != nil {
		return err
	}
	welcome, err := s.Read()
	if err == nil && !bytes.HasPrefix(welcome, []byte("0")) {
		err = fmt.Errorf("the server refused the socket: %s", welcome)
	}
	return err
}

// upgrade is the opening handshake of RFC 6455 section 4.1. The key is the section's own: nothing here caches.
func (s *Socket) upgrade(address string) error {
	_, err := fmt.Fprintf(s.conn, "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\n"+
		"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", address)
	if err != nil {
		return err
	}
	answer, err := http.ReadResponse(s.frames.in, nil)
	if err != nil {
		return fmt.Errorf("read the answer to the WebSocket handshake: %w", err)
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the server refused a WebSocket: %s", answer.Status)
	}
	return nil
}

// Read returns the next Socket.IO packet, such as 2["new_order",{...}]; it is valid until the next call. Heartbeats are
// answered on the way.
func (s *Socket) Read() ([]byte, error) {
	for {
		op, data, err := s.frames.next()
		switch {
		case err != nil:
			return nil, err
		case op == opClose:
			return nil, fmt.Errorf("the server closed the connection: %q", data)
		case op == opPing:
			err = s.write(opPong, string(data))
		case op != opText || len(data) == 0:
		case data[0] == '4':
			return data[1:], nil
		case data[0] == '2':
			err = s.write(opText, "3"+string(data[1:]))
		case data[0] == '1':
			return nil, errors.New("the server closed the session")
		}
		if err != nil {
			return nil, err
		}
	}
}

// Join follows an order from now on, or from since on, a cursor. The server answers with joined_order_room.
func (s *Socket) Join(order, since string) error {
	in, err := json.Marshal(struct {
		OrderID string `json:"orderId"`
		Since   string `json:"since,omitempty"`
	}{order, since})
	if err != nil {
		return err
	}
	return s.write(opText, `42["join_order_room",`+string(in)+"]")
}

// Leave follows an order no longer. The server answers with left_order_room, after all that it sent before.
func (s *Socket) Leave(order string) error {
	id, err := json.Marshal(order)
	if err != nil {
		return err
	}
	return s.write(opText, `42["leave_order_room",{"orderId":`+string(id)+"}]")
}

// Await reads until an event of that name and returns its packet. Other events may come before it, a refusal may not.
func (s *Socket) Await(event string) ([]byte, error) {
	for {
		packet, err := s.Read()
		if err != nil {
			return nil, fmt.Errorf("wait for %s: %w", event, err)
		}
		switch {
		case Is(packet, event):
			return packet, nil
		case Is(packet, "exception"):
			return nil, fmt.Errorf("wait for %s: the server refused: %s", event, packet)
		}
	}
}

// Is reports whether a packet is an event of that name.
func Is(packet []byte, event string) bool {
	rest, ok := bytes.CutPrefix(packet, []byte(`2["`))
	return ok && bytes.HasPrefix(rest, []byte(event)) && bytes.HasPrefix(rest[len(event):], []byte(`"`))
}

// Conn is the connection below, for who wants to misuse it.
func (s *Socket) Conn() *net.TCPConn { return s.conn }

// Close ends the connection without a word: the kernel says goodbye.
func (s *Socket) Close() { _ = s.conn.Close() }

// Reset ends the connection as a crash does: the server sees "connection reset by peer".
func (s *Socket) Reset() {
	_ = s.conn.SetLinger(0)
	s.Close()
}

// writeWithin is how long the server may take to accept what a client says.
const writeWithin = 10 * time.Second

func (s *Socket) write(op byte, text string) error {
	if err := s.conn.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	_, err := s.conn.Write(appendFrame(nil, op, text))
	return err
}

// address is the host and port of a URL such as "http://localhost:3000".
func address(url string) (string, error) {
	host, ok := strings.CutPrefix(strings.TrimSuffix(url, "/"), "http://")
	if _, _, err := net.SplitHostPort(host); !ok || err != nil || strings.Contains(host, "/") {
		return "", fmt.Errorf("%s is not the address of a server: give one with a port, such as http://localhost:3000", url)
	}
	return host, nil
}
