package api_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"orderup/internal/testhouse"
)

// A line is a network in memory: in a bubble of testing/synctest, where time
// passes only while everybody waits, a real one would hold up the clock.
type line struct {
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once // net/http closes a listener more than once
}

func newLine() *line { return &line{calls: make(chan net.Conn), closed: make(chan struct{})} }

func (l *line) Accept() (net.Conn, error) {
	select {
	case c := <-l.calls:
		return local{c}, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *line) Close() error { l.once.Do(func() { close(l.closed) }); return nil }

func (l *line) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// dial returns the client's end of a new connection, which lasts two minutes.
func (l *line) dial(t *testing.T) net.Conn {
	client, server := net.Pipe()
	if err := client.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	l.calls <- server
	t.Cleanup(func() { _ = client.Close() }) // the server may have closed it first
	return client
}

// local is a connection that comes from this computer.
type local struct{ net.Conn }

func (local) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000} }

// inBubble opens a house whose clock is the test's.
func inBubble(t *testing.T, f func(t *testing.T, h *testhouse.House, c net.Conn)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		h := testhouse.Open(t, testhouse.WithDoorsOn(l))
		f(t, h, l.dial(t))
	})
}

// ask writes a request and returns what comes back.
func ask(t *testing.T, c net.Conn, head string) *http.Response {
	t.Helper()
	if _, err := io.WriteString(c, head); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const streamHead = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"

// TestAQuietStreamBeats: every 15 seconds, so that whatever stands between
// keeps it open and the server notices who is gone.
func TestAQuietStreamBeats(t *testing.T) {
	inBubble(t, func(t *testing.T, h *testhouse.House, c net.Conn) {
		lines := bufio.NewScanner(ask(t, c, streamHead).Body)
		start := time.Now()
		for i, want := range []string{"retry: 1000", "", ":", "", ":", "", ":"} {
			if !lines.Scan() || lines.Text() != want {
				t.Fatalf("line %d is %q, want %q: %v", i, lines.Text(), want, lines.Err())
			}
		}
		if took := time.Since(start); took != 45*time.Second {
			t.Errorf("three beats took %s", took)
		}
	})
}

// TestAStreamThatWasQuietEndsWell: the limit on writing is for each write, not
// since the last one.
func TestAStreamThatWasQuietEndsWell(t *testing.T) {
	inBubble(t, func(t *testing.T, h *testhouse.House, c net.Conn) {
		stream := ask(t, c, streamHead)
		time.AfterFunc(14*time.Second, h.Drain)
		text, err := io.ReadAll(stream.Body)
		if err != nil || string(text) != "retry: 1000\n\n" {
			t.Errorf("%q, %v", text, err)
		}
	})
}

// TestAStreamThatIsNotReadIsCut: within ten seconds of the first byte that it
// does not take.
func TestAStreamThatIsNotReadIsCut(t *testing.T) {
	inBubble(t, func(t *testing.T, h *testhouse.House, c net.Conn) {
		stream := ask(t, c, streamHead)
		h.MustPlace(t, "Ines", 100)
		start := time.Now()
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if _, err := io.ReadAll(stream.Body); err != io.ErrUnexpectedEOF {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}

// TestABodyThatDoesNotComeIsNotWaitedFor: five seconds at most.
func TestABodyThatDoesNotComeIsNotWaitedFor(t *testing.T) {
	for _, request := range []string{"POST /orders", "POST /orders/1/status", "PATCH /orders/1/status", "POST /orders/1/cancel", "POST /orders/simulate/kitchen-workflow",
		"POST /orders/1/items", "POST /orders/1/kitchen/bump", "POST /orders/quote", "PUT /kitchen/setup",
		"PUT /menu", "POST /menu/import", "POST /menu/items/beer/availability", "PUT /menu/items/tea", "PUT /menu/categories/tea", "PUT /menu/groups/milk"} {
		t.Run(request, func(t *testing.T) {
			inBubble(t, func(t *testing.T, h *testhouse.House, c net.Conn) {
				start := time.Now()
				r := ask(t, c, request+" HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{")
				judge(t, h, request, r)
				if took := time.Since(start); r.StatusCode != http.StatusRequestTimeout || took != 5*time.Second {
					t.Errorf("%s after %s", r.Status, took)
				}
			})
		})
	}
}

// TestABodyThatBreaksOffIsTheClientsFault: garbage where the length of a chunk
// should stand is no failure of ours.
func TestABodyThatBreaksOffIsTheClientsFault(t *testing.T) {
	inBubble(t, func(t *testing.T, h *testhouse.House, c net.Conn) {
		const request = "POST /orders"
		r := ask(t, c, request+" HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")
		judge(t, h, request, r)
		if r.StatusCode != http.StatusBadRequest || len(h.Events(t)) != 0 {
			t.Errorf("%s, %d events", r.Status, len(h.Events(t)))
		}
	})
}

// judge holds an answer that did not come through a desk against the contract.
func judge(t *testing.T, h *testhouse.House, request string, r *http.Response) {
	t.Helper()
	document, err := parseDocument(h.API.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	method, path, _ := strings.Cut(request, " ")
	r.Request, err = http.NewRequestWithContext(context.Background(), method, "http://localhost"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{document: document}
	for _, sentence := range c.judge(c.route(r.Request), r) {
		t.Errorf("%s: %s", request, sentence)
	}
}
