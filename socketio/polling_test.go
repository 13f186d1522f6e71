package socketio

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestPollingEcho(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	p := s.openPolling()
	p.push(`40{"token":"123"}`)
	connected := strings.Split(p.poll(), "\x1e")
	if len(connected) == 1 {
		connected = append(connected, p.poll())
	}
	connectedID(t, connected[0])
	if connected[1] != `42["auth",{"token":"123"}]` {
		t.Errorf("got %q", connected[1])
	}
	p.push(`42["message",1]` + "\x1e" + `4212["message-with-ack","a",2]`)
	p.expect(`42["message-back",1]`, `4312["a",2]`)
	p.push(`451-["message",{"_placeholder":true,"num":0}]` + "\x1ebAQID")
	p.expect(`451-["message-back",{"_placeholder":true,"num":0}]`, "bAQID")
}

// The rest of the section "HTTP long-polling" of the Engine.IO protocol: sessions that break its rules end.
func TestPollingRefuses(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	cases := []struct {
		name, body string
		headers    []string
		status     int
	}{
		{"unknown packet type", "abc", nil, 400},
		{"ping from the client", "2", nil, 400},
		{"unknown digit", "9", nil, 400},
		{"empty body", "", nil, 400},
		{"empty packet", "3\x1e\x1e3", nil, 400},
		{"binary without its header", "bAQID", nil, 400},
		{"invalid base64", "b???", nil, 400},
		{"malformed Socket.IO packet", "4abc", nil, 400},
		{"invalid UTF-8", "42[\"a\",\"\xff\"]", nil, 400},
		{"too many packets", strings.Repeat("3\x1e", 10_000) + "3", nil, 400},
		{"too large", strings.Repeat("3", 65_537), nil, 413},
		{"binary body", "\x00\x01", []string{"Content-Type", "application/octet-stream"}, 400},
		{"compressed body", "3", []string{"Content-Encoding", "gzip"}, 415},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := s.openPolling()
			if status, body := p.do("POST", c.body, c.headers...); status != c.status {
				t.Errorf("POST answered %d %q, want %d", status, body, c.status)
			}
			if status, body := p.get(); status != 400 {
				t.Errorf("the session lives: the next poll answered %d %q", status, body)
			}
		})
	}
}

func TestBodyOfUnknownLength(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	p := s.openPolling()
	body := struct{ *bytes.Reader }{bytes.NewReader(bytes.Repeat([]byte("3"), 65_537))} // hides its length from net/http
	res, err := s.http.Post(p.url, "text/plain", body)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 413 {
		t.Errorf("answered %d", res.StatusCode)
	}
}

// pollInBackground polls, and returns when the server has the poll.
func (p *pollClient) pollInBackground(s *session) <-chan string {
	answer := make(chan string, 1)
	go func() {
		status, body := p.get()
		answer <- http.StatusText(status) + " " + body
	}()
	eventually(p.s.t, &s.mu, func() bool { return s.polling.waiting != nil })
	return answer
}

func TestTwoPollsAtOnce(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	p := s.openPolling()
	first := p.pollInBackground(s.session(p.sid()))
	if status, _ := p.get(); status != 400 {
		t.Errorf("second poll answered %d", status)
	}
	if got := await(t, first); got != "OK 1" {
		t.Errorf("first poll answered %q", got)
	}
	if status, _ := p.get(); status != 400 {
		t.Errorf("the session lives: %d", status)
	}
}

func TestTwoPostsAtOnce(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	release := make(chan struct{})
	entered := make(chan struct{})
	var once sync.Once
	s.Of("/").On("wait", func(*Socket, *Event) error {
		once.Do(func() { close(entered) })
		<-release
		return nil
	})
	p := s.connectPolling()
	first := make(chan int, 1)
	go func() { // more events than the inbox takes: the request waits with them
		status, _ := p.post(strings.Repeat(`42["wait"]`+"\x1e", 2*maxInbox) + `42["wait"]`)
		first <- status
	}()
	await(t, entered)
	ses := s.session(p.sid())
	eventually(t, &ses.mu, func() bool { return ses.polling.posting })
	if status, _ := p.post("3"); status != 400 {
		t.Errorf("second POST answered %d", status)
	}
	close(release)
	if status := await(t, first); status != 200 {
		t.Errorf("first POST answered %d", status)
	}
	if status, body := p.get(); status != 200 || body != "1" {
		t.Errorf("poll answered %d %q, want the close packet", status, body)
	}
}

func TestCloseByClient(t *testing.T) {
	t.Parallel()
	t.Run("while polling", func(t *testing.T) {
		t.Parallel()
		s := newTestServer(t, Options{})
		gone := reasons(s.Of("/"))
		p := s.connectPolling()
		poll := p.pollInBackground(s.session(p.sid()))
		p.push("1")
		if got := await(t, poll); got != "OK 6" {
			t.Errorf("poll answered %q", got)
		}
		if got := await(t, gone); got != "transport close" {
			t.Errorf("reason %q", got)
		}
	})
	t.Run("before polling", func(t *testing.T) {
		t.Parallel()
		s := newTestServer(t, Options{})
		p := s.openPolling()
		p.push("1")
		if got := p.poll(); got != "6" {
			t.Errorf("poll answered %q", got)
		}
		if status, _ := p.get(); status != 400 {
			t.Errorf("the session lives: %d", status)
		}
	})
}

func TestAbandonedPollEndsTheSession(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	gone := reasons(s.Of("/"))
	p := s.connectPolling()
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", p.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	go func() {
		res, err := s.http.Do(req)
		if err == nil {
			res.Body.Close()
		}
		failed <- err
	}()
	ses := s.session(p.sid())
	eventually(t, &ses.mu, func() bool { return ses.polling.waiting != nil })
	cancel()
	if err := await(t, failed); err == nil {
		t.Error("the abandoned poll was answered")
	}
	if got := await(t, gone); got != "transport close" {
		t.Errorf("reason %q", got)
	}
}
