package reliability

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Socket is a Socket.IO client reduced to what a rig asks: does this connection still live? It speaks Engine.IO 4
// over WebSocket as a guest, who is sent only the rooms joined. One goroutine may use it.
type Socket struct {
	conn     net.Conn
	messages chan string // Socket.IO packets, without Engine.IO's "4"; closed with the connection
	acks     int
}

// DialSocket connects to the server at url and enters the namespace "/".
func DialSocket(ctx context.Context, url string) (*Socket, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		return nil, fmt.Errorf("connect a socket: %w", err)
	}
	s := &Socket{conn: conn, messages: make(chan string, 64)}
	if err := s.enter(ctx, url); err != nil {
		return nil, errors.Join(fmt.Errorf("connect a socket: %w", err), conn.Close())
	}
	return s, nil
}

func (s *Socket) enter(ctx context.Context, url string) error {
	in, err := s.upgrade(url)
	if err != nil {
		return err
	}
	go s.listen(in)
	if err := s.send(`40{"as":"guest"}`); err != nil {
		return err
	}
	_, err = s.Await(ctx, `0{"sid"`)
	return err
}

// upgrade makes the connection a WebSocket, RFC 6455 section 4.1. The key is the RFC's own: nothing here caches.
func (s *Socket) upgrade(url string) (*bufio.Reader, error) {
	req, err := http.NewRequest(http.MethodGet, url+"/socket.io/?EIO=4&transport=websocket", nil)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket",
		"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	} {
		req.Header.Set(name, value)
	}
	if err := req.Write(s.conn); err != nil {
		return nil, err
	}
	in := bufio.NewReader(s.conn)
	resp, err := http.ReadResponse(in, req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return nil, fmt.Errorf("the server answered %s, not 101", resp.Status)
	}
	return in, nil
}

// listen answers heartbeats and passes on the rest until the connection ends.
func (s *Socket) listen(in io.Reader) {
	defer close(s.messages)
	for {
		text, err := readFrame(in)
		if err != nil {
			return
		}
		if text == "2" && s.send("3") != nil { // Engine.IO ping and pong
			return
		}
		if message, ok := strings.CutPrefix(text, "4"); ok {
			s.messages <- message
		}
	}
}

func (s *Socket) send(text string) error {
	_, err := s.conn.Write(textFrame(text))
	return err
}

// Ask emits an event and returns the acknowledgement's JSON.
func (s *Socket) Ask(ctx context.Context, event string, payload any) (string, error) {
	args, err := json.Marshal([]any{event, payload})
	if err != nil {
		return "", fmt.Errorf("encode %s: %w", event, err)
	}
	s.acks++
	if err := s.send(fmt.Sprintf("42%d%s", s.acks, args)); err != nil {
		return "", fmt.Errorf("emit %s: %w", event, err)
	}
	return s.Await(ctx, fmt.Sprintf("3%d[", s.acks))
}

// Await returns the next message that begins with prefix and forgets those before it. It fails when the connection
// ends, or after 5 seconds.
func (s *Socket) Await(ctx context.Context, prefix string) (string, error) {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	for {
		select {
		case message, open := <-s.messages:
			if !open {
				return "", fmt.Errorf("await %s: the server closed the socket", prefix)
			}
			if strings.HasPrefix(message, prefix) {
				return message, nil
			}
		case <-ctx.Done():
			return "", fmt.Errorf("await %s on the socket: %w", prefix, ctx.Err())
		}
	}
}

// Close ends the connection without a word.
func (s *Socket) Close() error { return s.conn.Close() }
