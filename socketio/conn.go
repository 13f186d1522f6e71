package socketio

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// conn is a WebSocket connection after its handshake. One goroutine reads it and at most one writes it.
type conn struct {
	net.Conn
	frames  frameReader
	timeout time.Duration // for a batch to be written, and for a message that has begun to arrive
}

// idleBuffer is what a connection keeps while nothing comes in. Most of what clients send fits into it, so that a
// message takes one system call.
const idleBuffer = 128

// newConn returns a connection whose first bytes may have been read already.
func newConn(nc net.Conn, early []byte, o *Options) *conn {
	var r io.Reader = nc
	if len(early) > 0 {
		r = io.MultiReader(bytes.NewReader(bytes.Clone(early)), nc)
	}
	return &conn{
		Conn:    nc,
		frames:  frameReader{r: bufio.NewReaderSize(r, idleBuffer), limit: o.MaxPayload},
		timeout: o.WriteTimeout,
	}
}

// read returns the next message or control frame. It waits for a message to begin as long as it takes.
func (c *conn) read() (message, error) {
	if !c.frames.partial() {
		if _, err := c.frames.r.Peek(1); err != nil {
			return message{}, err
		}
		c.SetReadDeadline(time.Now().Add(c.timeout))
	}
	m, err := c.frames.read()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errSlowMessage
	}
	if !c.frames.partial() {
		c.SetReadDeadline(time.Time{})
	}
	return m, err
}

// write hands frames to the kernel: in one call if it can take several buffers, else as one buffer.
func (c *conn) write(frames ...*frame) error {
	c.SetWriteDeadline(time.Now().Add(c.timeout))
	if len(frames) == 1 {
		_, err := c.Conn.Write(frames[0].wire)
		return err
	}
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		buffers := make(net.Buffers, len(frames))
		for i, f := range frames {
			buffers[i] = f.wire
		}
		_, err := buffers.WriteTo(tcp)
		return err
	}
	b := make([]byte, 0, totalBytes(frames))
	for _, f := range frames {
		b = append(b, f.wire...)
	}
	_, err := c.Conn.Write(b)
	return err
}
