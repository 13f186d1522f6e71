package client

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// The close codes of RFC 6455 section 7.4.1 that this client sends or makes up.
const (
	closeNormal        = 1000
	closeProtocolError = 1002
	closeNoStatus      = 1005 // never on the wire: the close frame had no code
)

// The bounds of a WebSocket.
const (
	writeWithin = 10 * time.Second // for the server to take a message
	closeWithin = time.Second      // for the server to answer a close frame
)

// A CloseError says with which code the server closed a WebSocket. 1012 and
// 1013 mean that the client should come back; 1008 that it broke a rule.
type CloseError struct {
	Code   int // RFC 6455 section 7.4; 1005 when the server gave none
	Reason string
}

// Error returns the code and the reason.
func (e *CloseError) Error() string {
	return fmt.Sprintf("the server closed the connection: %d %s", e.Code, e.Reason)
}

// A webSocket is the client's side of a WebSocket. One goroutine reads it, any
// may write.
type webSocket struct {
	conn   io.ReadWriteCloser
	frames frameReader

	writing sync.Mutex
	closed  bool // a close frame was sent: nothing may follow it
}

// dialWebSocket opens a WebSocket; ctx is for the handshake only: RFC 6455
// section 4.1.
func dialWebSocket(ctx context.Context, hc *http.Client, url string) (*webSocket, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	var nonce [16]byte
	rand.Read(nonce[:])
	key := base64.StdEncoding.EncodeToString(nonce[:])
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
	} {
		request.Header.Set(name, value)
	}
	answer, err := hc.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		defer answer.Body.Close()
		return nil, readProblem(answer)
	}
	return newWebSocket(answer, key)
}

// newWebSocket takes the connection over from the HTTP client.
func newWebSocket(answer *http.Response, key string) (*webSocket, error) {
	conn, ok := answer.Body.(io.ReadWriteCloser)
	if !ok || answer.Header.Get("Sec-WebSocket-Accept") != acceptance(key) {
		answer.Body.Close()
		return nil, broken("its answer to the WebSocket handshake is not one")
	}
	return &webSocket{conn: conn, frames: frameReader{r: bufio.NewReader(conn)}}, nil
}

// acceptance is what a server must answer to a key.
func acceptance(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// read returns the next text or binary message. When the server closes the
// WebSocket it answers and returns a *CloseError.
func (ws *webSocket) read() (message, error) {
	for {
		m, err := ws.frames.read()
		switch {
		case err != nil:
			return m, err
		case m.op == opText, m.op == opBinary:
			return m, nil
		case m.op == opClose:
			closed := closeError(m.data)
			ws.sendClose(closed.Code)
			return m, closed
		case m.op == opPing:
			if err := ws.write(opPong, m.data); err != nil {
				return m, err
			}
		}
	}
}

// closeError reads the payload of a close frame: section 5.5.1.
func closeError(payload []byte) *CloseError {
	if len(payload) < 2 {
		return &CloseError{Code: closeNoStatus}
	}
	return &CloseError{Code: int(binary.BigEndian.Uint16(payload)), Reason: string(payload[2:])}
}

// write sends a message or a control frame. When the server does not take it
// in time the connection is cut.
func (ws *webSocket) write(op byte, payload []byte) error {
	ws.writing.Lock()
	defer ws.writing.Unlock()
	if ws.closed {
		return ErrClosed
	}
	ws.closed = op == opClose
	var key [4]byte
	rand.Read(key[:])
	late := time.AfterFunc(writeWithin, func() { ws.conn.Close() })
	defer late.Stop()
	_, err := ws.conn.Write(appendFrame(nil, op, payload, key))
	return err
}

// hangUp ends the connection because of err, of which the server is told if
// it has not been told anything yet.
func (ws *webSocket) hangUp(err error) {
	code := closeNormal
	if errors.Is(err, ErrProtocol) {
		code = closeProtocolError
	}
	ws.sendClose(code)
	ws.conn.Close()
}

// sendClose sends a close frame, if none was sent. An error does not matter:
// the connection is at its end.
func (ws *webSocket) sendClose(code int) {
	var payload []byte
	if code != closeNoStatus {
		payload = binary.BigEndian.AppendUint16(nil, uint16(code))
	}
	_ = ws.write(opClose, payload)
}
