package socketio

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// isWebSocket tells whether the request is a correct opening handshake: RFC 6455 section 4.2.1.
func isWebSocket(r *http.Request) bool {
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	return err == nil && len(key) == 16 && r.Method == http.MethodGet && wantsUpgrade(r) &&
		hasToken(r.Header, "Connection", "upgrade") && r.Header.Get("Sec-WebSocket-Version") == "13"
}

func wantsUpgrade(r *http.Request) bool { return hasToken(r.Header, "Upgrade", "websocket") }

func hasToken(h http.Header, name, token string) bool {
	for _, line := range h.Values(name) {
		for t := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(t), token) {
				return true
			}
		}
	}
	return false
}

// kernelBuffer is how many bytes the kernel may hold for a client, about twice as many with its own needs. Left to
// itself it holds up to 4 MiB, and tells us only then that the client does not read.
const kernelBuffer = 128 << 10

// accept takes the connection over from the HTTP server. It returns the answer to the handshake for the caller to write:
// the open packet of a new session goes along with it.
func (srv *Server) accept(w http.ResponseWriter, r *http.Request) (c *conn, answer *frame, err error) {
	nc, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("take over the connection: %w", err)
	}
	if tcp, ok := nc.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(kernelBuffer) // it fails only when the connection has ended, which the next write tells
	}
	early, _ := buffered.Reader.Peek(buffered.Reader.Buffered()) // a client may not wait for the answer
	nc.SetDeadline(time.Time{})                                  // the HTTP server's own do not hold any more
	return newConn(nc, early, &srv.options), switchingProtocols(r.Header.Get("Sec-WebSocket-Key")), nil
}

// switchingProtocols answers a correct handshake: RFC 6455 section 4.2.2.
func switchingProtocols(key string) *frame {
	const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
	sum := sha1.Sum([]byte(key + guid))
	b := append(make([]byte, 0, 256), "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "...)
	return &frame{wire: append(base64.StdEncoding.AppendEncode(b, sum[:]), "\r\n\r\n"...)}
}

// serveConn reads the WebSocket of the session to its end.
func (s *session) serveConn(c *conn) {
	defer s.transportDone()
	defer c.Close()
	for !s.isEnded() {
		m, err := c.read()
		if err == nil {
			err = s.receiveMessage(m)
		}
		if err != nil {
			s.readFailed(err)
		}
	}
	s.awaitClose(c)
}

// receiveMessage takes what came over the WebSocket.
func (s *session) receiveMessage(m message) error {
	switch m.op {
	case opPong:
		return nil
	case opPing:
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.ended {
			s.enqueue(newFrame(opPong, m.data)) // maxPings bounds them
		}
		return nil
	case opClose:
		return s.receiveClose(m.data)
	}
	return s.receive(m)
}

// receiveClose answers a close frame with its own code: RFC 6455 section 5.5.1.
func (s *session) receiveClose(payload []byte) error {
	code, err := closeCode(payload)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peerClosed = true
	s.endLocked(ending{code: code, reason: transportClose.reason})
	return nil
}

func (s *session) readFailed(err error) {
	if _, ok := errors.AsType[*violationError](err); ok {
		s.violated(err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peerClosed = true // nobody is there to be told
	s.endLocked(transportClose)
}

// endConn sends the close frame behind what is in the queue.
func (s *session) endConn(e ending) {
	s.conn.SetReadDeadline(time.Now().Add(s.server.options.WriteTimeout + closeGrace))
	s.enqueue(closeFrame(e.code, e.reason))
}

// awaitClose returns when both sides have sent a close frame, or when the time for that is over.
func (s *session) awaitClose(c *conn) {
	s.mu.Lock()
	grace := closeGrace
	if !s.closeSent {
		grace += s.server.options.WriteTimeout
	}
	c.SetReadDeadline(time.Now().Add(grace))
	done := s.peerClosed
	s.mu.Unlock()
	in := c.reader()
	for !done && c.frames.err == nil {
		m, err := c.frames.read()
		done = err == nil && m.op == opClose
	}
	if !done || s.stillWriting() {
		io.Copy(io.Discard, in) // ends when the writer closes the connection, or by the deadline
	}
}

// stillWriting notes that the client has closed, and tells whether the writer has yet to: it then closes the connection.
func (s *session) stillWriting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peerClosed = true
	return !s.closeSent
}
