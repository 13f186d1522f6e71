package socketio

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// wsClient is a WebSocket client that can also do what no client should.
type wsClient struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
}

const handshakeQuery = "EIO=4&transport=websocket"

// dialWS does the WebSocket handshake, and leaves the Engine.IO one unread.
func (s *testServer) dialWS(query string) *wsClient {
	s.t.Helper()
	c, status := s.tryWS(query)
	if status != http.StatusSwitchingProtocols {
		s.t.Fatalf("WebSocket handshake with %s answered %d", query, status)
	}
	return c
}

func (s *testServer) tryWS(query string, headers ...string) (*wsClient, int) {
	s.t.Helper()
	nc, err := s.dial()
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { nc.Close() })
	nc.SetDeadline(time.Now().Add(10 * patience))
	fmt.Fprintf(nc, "GET /socket.io/?%s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", query, s.host, strings.Join(headers, ""))
	return s.readHandshake(nc)
}

// readHandshake reads the answer to a handshake with the key of the example in RFC 6455 section 1.3.
func (s *testServer) readHandshake(nc net.Conn) (*wsClient, int) {
	s.t.Helper()
	r := bufio.NewReader(nc)
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	res.Body.Close()
	if got := res.Header.Get("Sec-WebSocket-Accept"); res.StatusCode == 101 && got != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		s.t.Fatalf("Sec-WebSocket-Accept is %q", got)
	}
	return &wsClient{s.t, nc, r}, res.StatusCode
}

// openWS connects to Engine.IO.
func (s *testServer) openWS() *wsClient {
	s.t.Helper()
	c := s.dialWS(handshakeQuery)
	if open := c.text(); !strings.HasPrefix(open, `0{"sid":`) {
		s.t.Fatalf("got %q instead of the open packet", open)
	}
	return c
}

// connect connects to the main namespace, and returns the id of the socket too.
func (s *testServer) connect() (*wsClient, string) {
	s.t.Helper()
	c := s.openWS()
	c.send("40")
	return c, connectedID(s.t, c.text())
}

func connectedID(t *testing.T, packet string) string {
	t.Helper()
	_, payload, found := strings.Cut(packet, "{")
	var reply struct{ SID string }
	if !found || packet[:2] != "40" || json.Unmarshal([]byte("{"+payload), &reply) != nil || reply.SID == "" {
		t.Fatalf("got %q instead of a CONNECT reply", packet)
	}
	return reply.SID
}

func (c *wsClient) send(packets ...string) {
	c.t.Helper()
	for _, p := range packets {
		c.frame(0x80|opText, []byte(p))
	}
}

func (c *wsClient) sendBinary(p ...byte) { c.t.Helper(); c.frame(0x80|opBinary, p) }

// frame sends a masked frame with this first byte.
func (c *wsClient) frame(first byte, payload []byte) {
	c.t.Helper()
	c.raw(maskedFrame(first, payload))
}

func (c *wsClient) raw(b []byte) {
	c.t.Helper()
	if _, err := c.Write(b); err != nil {
		c.t.Fatal(err)
	}
}

func maskedFrame(first byte, payload []byte) []byte {
	const key = "\x12\x34\x56\x78"
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	b = append(b, key...)
	for i, x := range payload {
		b = append(b, x^key[i%4])
	}
	return b
}

// next returns the next frame of the server.
func (c *wsClient) next() (message, error) {
	var head [2]byte
	if _, err := io.ReadFull(c.r, head[:]); err != nil {
		return message{}, err
	}
	n := uint64(head[1])
	switch n {
	case 126:
		var long uint16
		binary.Read(c.r, binary.BigEndian, &long)
		n = uint64(long)
	case 127:
		binary.Read(c.r, binary.BigEndian, &n)
	}
	p := make([]byte, n)
	_, err := io.ReadFull(c.r, p)
	return message{head[0] & 15, p}, err
}

// text returns the next frame, which must be a text message.
func (c *wsClient) text() string {
	c.t.Helper()
	m, err := c.next()
	if err != nil || m.op != opText {
		c.t.Fatalf("got opcode %d, %q and error %v instead of a text message", m.op, m.data, err)
	}
	return string(m.data)
}

func (c *wsClient) expect(packets ...string) {
	c.t.Helper()
	for _, want := range packets {
		if got := c.text(); got != want {
			c.t.Fatalf("got %q, want %q", got, want)
		}
	}
}

func (c *wsClient) expectBinary(want string) {
	c.t.Helper()
	if m, err := c.next(); err != nil || m.op != opBinary || string(m.data) != want {
		c.t.Fatalf("got opcode %d, %q and error %v, want binary %q", m.op, m.data, err, want)
	}
}

// expectClose skips messages until the close frame, answers it, and expects the server to close the connection.
func (c *wsClient) expectClose(code int) {
	c.t.Helper()
	for {
		m, err := c.next()
		if err != nil {
			c.t.Fatalf("connection ended without a close frame: %v", err)
		}
		if m.op != opClose {
			continue
		}
		if got := int(binary.BigEndian.Uint16(m.data)); got != code {
			c.t.Fatalf("closed with %d (%s), want %d", got, m.data[2:], code)
		}
		c.Write(maskedFrame(0x80|opClose, m.data[:2])) // the server may be gone already
		if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
			half.CloseWrite() // a server that lost count of the frames does not see the answer
		}
		if _, err := c.next(); err == nil {
			c.t.Fatal("the server sent something after its close frame")
		}
		return
	}
}

// pollClient is a long-polling client.
type pollClient struct {
	s   *testServer
	url string
}

const pollQuery = "EIO=4&transport=polling"

func (s *testServer) openPolling() *pollClient {
	s.t.Helper()
	p := &pollClient{s, "http://" + s.host + "/socket.io/?" + pollQuery}
	var open struct{ SID string }
	if body := p.poll(); json.Unmarshal([]byte(body[1:]), &open) != nil || body[0] != '0' {
		s.t.Fatalf("got %q instead of the open packet", body)
	}
	p.url += "&sid=" + open.SID
	s.t.Cleanup(func() { p.post("1"); p.get() })
	return p
}

// connectPolling connects to the main namespace.
func (s *testServer) connectPolling() *pollClient {
	s.t.Helper()
	p := s.openPolling()
	p.push("40")
	connectedID(s.t, p.poll())
	return p
}

func (p *pollClient) sid() string { return p.url[strings.LastIndex(p.url, "=")+1:] }

func (p *pollClient) get() (status int, body string) { return p.do(http.MethodGet, "") }

func (p *pollClient) post(body string) (status int, answer string) {
	return p.do(http.MethodPost, body)
}

func (p *pollClient) do(method, body string, headers ...string) (int, string) {
	p.s.t.Helper()
	res, err := p.request(method, body, headers...)
	if err != nil {
		p.s.t.Error(err)
		return 0, ""
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.s.t.Error(err)
	}
	return res.StatusCode, string(b)
}

func (p *pollClient) request(method, body string, headers ...string) (*http.Response, error) {
	req, err := http.NewRequest(method, p.url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return p.s.http.Do(req)
}

// poll returns the body of a poll that succeeds.
func (p *pollClient) poll() string {
	p.s.t.Helper()
	status, body := p.get()
	if status != http.StatusOK || body == "" {
		p.s.t.Fatalf("poll answered %d %q", status, body)
	}
	return body
}

func (p *pollClient) push(body string) {
	p.s.t.Helper()
	if status, answer := p.post(body); status != http.StatusOK || answer != "ok" {
		p.s.t.Fatalf("POST answered %d %q", status, answer)
	}
}

// expect polls until it has as many packets as wanted.
func (p *pollClient) expect(packets ...string) {
	p.s.t.Helper()
	var got []string
	for len(got) < len(packets) {
		got = append(got, strings.Split(p.poll(), "\x1e")...)
	}
	if strings.Join(got, " ") != strings.Join(packets, " ") {
		p.s.t.Fatalf("got %q, want %q", got, packets)
	}
}
