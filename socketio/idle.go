package socketio

import (
	"bufio"
	"sync"
)

// readers are lent to connections while something is arriving: one at rest has no buffer. Most of what clients send fits
// into one, so that a message takes one system call.
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, readBuffer) }}

const readBuffer = 512

// await waits for the first byte of a message.
func (c *conn) await() error {
	if c.frames.r != nil && c.frames.r.Buffered() == 0 {
		c.frames.r.Reset(nil)
		readers.Put(c.frames.r)
		c.frames.r = nil
	}
	if c.frames.r == nil && len(c.early) == 0 {
		if err := waitReadable(c.Conn); err != nil {
			return err
		}
	}
	_, err := c.reader().Peek(1)
	return err
}

// reader returns the buffer of the connection, a borrowed one if it has none.
func (c *conn) reader() *bufio.Reader {
	if c.frames.r == nil {
		c.frames.r = readers.Get().(*bufio.Reader)
		c.frames.r.Reset(c)
	}
	return c.frames.r
}

// Read reads what was read before the connection was taken over, and then from it.
func (c *conn) Read(p []byte) (int, error) {
	if len(c.early) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.early)
	if c.early = c.early[n:]; len(c.early) == 0 {
		c.early = nil
	}
	return n, nil
}
