package socketio

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// conn is a WebSocket connection after its handshake. One goroutine reads it and at most one writes it.
type conn struct {
	net.Conn
	raw     syscall.RawConn // for writing without waiting; nil if that cannot be done
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
		raw:     rawTCP(nc),
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

// write writes one frame, or closes the connection if that fails.
func (c *conn) write(f *frame) error {
	err := c.writeBatch(batch{frames: []*frame{f}})
	if err != nil {
		c.Close()
	}
	return err
}

// writeBatch hands what is left of a batch to the kernel, and waits until it has taken it: in one call if it can take several
// buffers, else as one buffer.
func (c *conn) writeBatch(b batch) error {
	if len(b.frames) == 0 {
		return nil
	}
	c.SetWriteDeadline(time.Now().Add(c.timeout))
	defer c.SetWriteDeadline(time.Time{}) // it would end writes without waiting too
	rest := b.rest()
	if len(rest) > 1 && c.raw == nil {
		rest = net.Buffers{bytes.Join(rest, nil)}
	}
	_, err := rest.WriteTo(c.Conn)
	return err
}

// rest returns the bytes of a batch that are to be written.
func (b batch) rest() net.Buffers {
	rest := make(net.Buffers, 0, len(b.frames))
	skip := b.skip
	for _, f := range b.frames {
		n := min(skip, len(f.wire))
		if skip -= n; n < len(f.wire) {
			rest = append(rest, f.wire[n:])
		}
	}
	return rest
}
