package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// site is where a suite is served, for one test.
type site struct {
	t                 *testing.T
	host, path, suite string
	http              *http.Client
}

// do returns the status and the body of an answer.
func (s site) do(method, query, body string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, "http://"+s.host+s.path+"?"+query, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := s.http.Do(req)
	if err != nil {
		s.t.Error(err)
		return 0, ""
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Error(err)
	}
	return res.StatusCode, string(b)
}

// openPacket is what a server tells a new client.
type openPacket struct {
	SID          string
	Upgrades     []string
	PingInterval int
	PingTimeout  int
	MaxPayload   int
}

func (s site) decodeOpen(packet string) (o openPacket) {
	s.t.Helper()
	body, found := strings.CutPrefix(packet, "0")
	d := json.NewDecoder(strings.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); !found || err != nil || o.SID == "" {
		s.t.Fatalf("%q is no open packet: %v", packet, err)
	}
	return o
}

// session is one of long-polling.
type session struct {
	site
	query string
}

const pollingQuery = "EIO=4&transport=polling"

func (s site) openSession() session {
	s.t.Helper()
	_, packet := s.do("GET", pollingQuery, "")
	return session{s, pollingQuery + "&sid=" + s.decodeOpen(packet).SID}
}

func (p session) get() (int, string)             { p.t.Helper(); return p.do("GET", p.query, "") }
func (p session) post(body string) (int, string) { p.t.Helper(); return p.do("POST", p.query, body) }

// push posts what the server must take.
func (p session) push(body string) {
	p.t.Helper()
	if status, answer := p.post(body); status != 200 || answer != "ok" {
		p.t.Errorf("POST %q answered %d %q", body, status, answer)
	}
}

// expect polls for this body. A heartbeat that comes in between is answered.
func (p session) expect(want string) {
	p.t.Helper()
	status, body := p.get()
	for body == "2" && want != "2" {
		p.push("3")
		status, body = p.get()
	}
	if status != 200 || body != want {
		p.t.Errorf("the poll answered %d %q, want %q", status, body, want)
	}
}

// expectGone polls a session that must not be there any more.
func (p session) expectGone() {
	p.t.Helper()
	if status, body := p.get(); status != 400 {
		p.t.Errorf("the session lives: a poll answered %d %q", status, body)
	}
}

func (p session) webSocket() *socket {
	p.t.Helper()
	return p.dial(webSocketQuery + p.query[len(pollingQuery):])
}

// socket is a WebSocket whose client answers heartbeats.
type socket struct {
	site
	conn net.Conn
	in   *bufio.Reader
}

const webSocketQuery = "EIO=4&transport=websocket"

// tryDial returns the status of the answer too.
func (s site) tryDial(query string) (*socket, int) {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.host)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(conn, "GET %s?%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", s.path, query, s.host)
	in := bufio.NewReader(conn)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	res.Body.Close()
	return &socket{s, conn, in}, res.StatusCode
}

func (s site) dial(query string) *socket {
	s.t.Helper()
	c, status := s.tryDial(query)
	if status != http.StatusSwitchingProtocols {
		s.t.Fatalf("the WebSocket was answered %d", status)
	}
	return c
}

// openSocket has done the handshake of Engine.IO.
func (s site) openSocket() *socket {
	s.t.Helper()
	c := s.dial(webSocketQuery)
	c.decodeOpen(c.text())
	return c
}

func (c *socket) send(packets ...string) {
	for _, p := range packets {
		c.frame(0x81, []byte(p))
	}
}

func (c *socket) sendBinary(data ...byte) { c.frame(0x82, data) }

// frame sends a frame with a masking key of zeros. It may fail when the server has closed: what is read then tells.
func (c *socket) frame(first byte, payload []byte) {
	c.t.Helper()
	if len(payload) > 125 {
		c.t.Fatal("that is too long for a frame of this client")
	}
	_, _ = c.conn.Write(append([]byte{first, 0x80 | byte(len(payload)), 0, 0, 0, 0}, payload...))
}

// next returns the next frame of the server.
func (c *socket) next() (first byte, payload string, err error) {
	head := make([]byte, 2)
	if _, err := io.ReadFull(c.in, head); err != nil {
		return 0, "", err
	}
	n := int(head[1])
	if n == 126 {
		long := make([]byte, 2)
		if _, err := io.ReadFull(c.in, long); err != nil {
			return 0, "", err
		}
		n = int(long[0])<<8 | int(long[1])
	}
	body := make([]byte, n)
	_, err = io.ReadFull(c.in, body)
	return head[0], string(body), err
}

// message returns the next frame but for heartbeats.
func (c *socket) message() (first byte, payload string, err error) {
	for {
		first, payload, err = c.next()
		if payload != "2" {
			return first, payload, err
		}
		c.send("3")
	}
}

func (c *socket) text() string {
	c.t.Helper()
	first, packet, err := c.message()
	if err != nil || first != 0x81 {
		c.t.Fatalf("got a frame %#x %q and %v instead of a text message", first, packet, err)
	}
	return packet
}

func (c *socket) expect(packets ...string) {
	c.t.Helper()
	for _, want := range packets {
		if got := c.text(); got != want {
			c.t.Fatalf("got %q, want %q", got, want)
		}
	}
}

func (c *socket) expectBinary(want string) {
	c.t.Helper()
	if first, got, err := c.message(); err != nil || first != 0x82 || got != want {
		c.t.Fatalf("got a frame %#x %q and %v, want binary %q", first, got, err, want)
	}
}

// expectClosed waits until the server has closed the connection, and returns the messages that came before.
func (c *socket) expectClosed() (before []string) {
	c.t.Helper()
	for {
		first, packet, err := c.next()
		if ne, ok := err.(net.Error); ok && ne.Timeout() {
			c.t.Fatal("the connection stays open")
		}
		if err != nil {
			return before
		}
		if first == 0x88 {
			c.frame(0x88, []byte(packet[:min(2, len(packet))]))
			continue
		}
		before = append(before, packet)
	}
}

// expectAlive has the server answer something.
func (c *socket) expectAlive() {
	c.t.Helper()
	if c.suite == "engine" {
		c.send("4hello")
		c.expect("4hello")
		return
	}
	c.send("40")
	if got := c.text(); !strings.HasPrefix(got, `40{"sid":"`) {
		c.t.Errorf("CONNECT was answered %q", got)
	}
}
