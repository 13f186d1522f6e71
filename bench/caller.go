package bench

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// callTimeout bounds one call; every server here answers within milliseconds.
const callTimeout = 30 * time.Second

// Caller makes one call after the other over one kept-alive connection. It does less than http.Client, so that the load
// generator, which shares the machine with the server, is not what is measured. It is not safe for concurrent use.
type Caller struct {
	conn    net.Conn
	in      *bufio.Reader
	request []byte
}

// Dial connects to a server; the caller must Close.
func Dial(address string) (*Caller, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &Caller{conn: conn, in: bufio.NewReader(conn)}, nil
}

// Close ends the connection.
func (c *Caller) Close() error { return c.conn.Close() }

// ErrBusy says that a server has refused a call because it could not carry it out in time (503).
var ErrBusy = errors.New("the server is busy")

// Post sends JSON and returns the body of the answer, which is an error unless its status is 2xx.
func (c *Caller) Post(path string, body []byte) ([]byte, error) {
	if err := c.conn.SetDeadline(time.Now().Add(callTimeout)); err != nil {
		return nil, err
	}
	c.request = fmt.Appendf(c.request[:0], "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
		path, c.conn.RemoteAddr(), len(body))
	c.request = append(c.request, body...)
	if _, err := c.conn.Write(c.request); err != nil {
		return nil, fmt.Errorf("post %s: %w", path, err)
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, fmt.Errorf("read the answer to %s: %w", path, err)
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read the answer to %s: %w", path, err)
	}
	if response.StatusCode == http.StatusServiceUnavailable {
		return nil, fmt.Errorf("post %s: %w: %s", path, ErrBusy, answer)
	}
	if response.StatusCode/100 != 2 {
		return nil, fmt.Errorf("post %s: %s: %s", path, response.Status, answer)
	}
	return answer, nil
}
