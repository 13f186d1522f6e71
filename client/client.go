// Package client speaks to an orderup server: its REST calls, its sockets and
// its event streams. It is for tests, the command line and load generators,
// and a worked example of how an app follows an order without losing an
// update.
//
// Below the calls (orders.go, kitchen.go, simulation.go, stream.go) stand, from the bottom,
// frame.go and websocket.go (RFC 6455), packet.go (Engine.IO 4 and Socket.IO
// 5), socket.go and follow.go.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxAnswer is how many bytes an answer may have.
const maxAnswer = 16 << 20

// Options adjust a Client; the zero value is right for most.
type Options struct {
	HTTP *http.Client // makes the requests; http.DefaultClient when nil
}

// A Client calls one server. It may be used by several goroutines at once.
type Client struct {
	base string
	http *http.Client
	long *http.Client // the same for what has no end: sockets and streams
}

// New returns a client of the server at baseURL, such as
// "http://localhost:3000".
func New(baseURL string, o Options) *Client {
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	long := *o.HTTP
	long.Timeout = 0
	return &Client{base: strings.TrimSuffix(baseURL, "/"), http: o.HTTP, long: &long}
}

// call sends in, if it is not nil, and reads the answer into out. A refusal is
// a *Problem.
func (c *Client) call(ctx context.Context, method, path, key string, in, out any) error {
	err := c.exchange(ctx, method, path, key, in, out)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

func (c *Client) exchange(ctx context.Context, method, path, key string, in, out any) error {
	request, err := c.request(ctx, method, path, in)
	if err != nil {
		return err
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		return readProblem(answer)
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, maxAnswer)).Decode(out); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<10)) // the rest of a line, so that the connection can be used again
	return nil
}

func (c *Client) request(ctx context.Context, method, path string, in any) (*http.Request, error) {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("encode the request: %w", err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}
