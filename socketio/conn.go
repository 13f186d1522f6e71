package socketio

import (
	"bytes"
	"errors"
	"net"
	"os"
	"time"
)

// conn is a WebSocket connection after its handshake. One goroutine reads it and at most one writes it.
type conn struct {
	net.Conn
	early   []byte // read already, and not yet by Read
	direct  directFD
	frames  frameReader
	timeout time.Duration // for a batch to be written, and for a message that has begun to arrive
}

// newConn returns a connection whose first bytes may have been read already.
func newConn(nc net.Conn, early []byte, o *Options) *conn {
	c := &conn{Conn: nc, early: bytes.Clone(early), frames: frameReader{limit: o.MaxPayload}, timeout: o.WriteTimeout}
	c.direct.open(nc)
	return c
}

// Close closes the connection, once nobody is writing to it directly. It may be called more than once.
func (c *conn) Close() error {
	c.direct.close()
	return c.Conn.Close()
}

// read returns the next message or control frame. It waits for a message to begin as long as it takes.
func (c *conn) read() (message, error) {
	if !c.frames.partial() {
		if err := c.await(); err != nil {
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

// writeBatch hands what is left of a batch to the kernel, and waits until it has taken it: in one call if it can take
// several buffers, else as one buffer.
func (c *conn) writeBatch(b batch) error {
	c.SetWriteDeadline(time.Now().Add(c.timeout))
	defer c.SetWriteDeadline(time.Time{}) // it would end writes without waiting too
	rest := b.rest()
	if _, tcp := c.Conn.(*net.TCPConn); !tcp && len(rest) > 1 {
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
