package socketio

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestHandshakeOpens(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	want := `"upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}`
	status, body := (&pollClient{s, "http://" + s.host + "/socket.io/?" + pollQuery}).get()
	if status != 200 || !strings.HasPrefix(body, `0{"sid":"`) || !strings.HasSuffix(body, want) {
		t.Errorf("polling: %d %s", status, body)
	}
	open := s.dialWS(handshakeQuery).text()
	if want := strings.Replace(want, `"websocket"`, "", 1); !strings.HasPrefix(open, `0{"sid":"`) || !strings.HasSuffix(open, want) {
		t.Errorf("WebSocket: %s", open)
	}
}

// A refusal comes before the 101: engine.io accepts some of these and then writes HTTP into the WebSocket (CVE-2023-31125).
func TestHandshakeRefuses(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	requests := []struct {
		method, query string
		code          int
	}{
		{"GET", "transport=polling", errCodeProtocol},
		{"GET", "EIO=3&transport=polling", errCodeProtocol},
		{"GET", "EIO=abc&transport=polling", errCodeProtocol},
		{"GET", "EIO=4", errCodeTransport},
		{"GET", "EIO=4&transport=abc", errCodeTransport},
		{"GET", "EIO=4&transport=__proto__", errCodeTransport},
		{"GET", "EIO=4&transport=polling&x=%zz", errCodeTransport},
		{"GET", "EIO=4&transport=websocket", errCodeBadRequest}, // without the headers for it
		{"POST", "EIO=4&transport=polling", errCodeMethod},
		{"PUT", "EIO=4&transport=polling", errCodeMethod},
		{"GET", "EIO=4&transport=polling&sid=unknown", errCodeSession},
		{"GET", "EIO=4&transport=polling&sid=", errCodeSession},
		{"POST", "EIO=4&transport=polling&sid=__proto__", errCodeSession},
	}
	for _, r := range requests {
		status, body := (&pollClient{s, "http://" + s.host + "/socket.io/?" + r.query}).do(r.method, "")
		var refusal struct {
			Code    int
			Message string
		}
		if json.Unmarshal([]byte(body), &refusal) != nil || status != 400 || refusal.Code != r.code || refusal.Message != errMessages[r.code] {
			t.Errorf("%s %s: %d %s", r.method, r.query, status, body)
		}
	}
	for _, query := range []string{
		"transport=websocket", "EIO=3&transport=websocket", "EIO=4", "EIO=4&transport=polling", "EIO=4&transport=abc",
		"EIO=4&transport=websocket&sid=unknown", "EIO=4&transport=websocket&sid=__proto__",
	} {
		if _, status := s.tryWS(query); status != 400 {
			t.Errorf("WebSocket with %s: %d", query, status)
		}
	}
	if got := s.Stats().Connections; got != 0 {
		t.Errorf("%d connections are left", got)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	same := newTestServer(t, Options{})
	listed := newTestServer(t, Options{AllowOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "https://orders.example" }})
	cases := []struct {
		s      *testServer
		origin string
		ok     bool
	}{
		{same, "http://" + same.host, true},
		{same, "https://" + same.host, true}, // a proxy may end TLS
		{same, "https://orders.example", false},
		{same, "null", false},
		{listed, "https://orders.example", true},
		{listed, "http://" + listed.host, false},
	}
	for _, c := range cases {
		p := &pollClient{c.s, "http://" + c.s.host + "/socket.io/?" + pollQuery}
		res, err := p.request("GET", "", "Origin", c.origin)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		allowed := res.Header.Get("Access-Control-Allow-Origin") == c.origin && res.Header.Get("Access-Control-Allow-Credentials") == "true"
		if (res.StatusCode == 200) != c.ok || allowed != c.ok || res.Header.Get("Vary") != "Origin" {
			t.Errorf("polling from %s: %d %v", c.origin, res.StatusCode, res.Header)
		}
		if _, status := c.s.tryWS(handshakeQuery, "Origin: "+c.origin+"\r\n"); (status == 101) != c.ok {
			t.Errorf("WebSocket from %s: %d", c.origin, status)
		}
		res, err = p.request("OPTIONS", "", "Origin", c.origin, "Access-Control-Request-Headers", "x-token")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if (res.Header.Get("Access-Control-Allow-Headers") == "x-token") != c.ok || (res.StatusCode == 204) != c.ok {
			t.Errorf("preflight from %s: %d %v", c.origin, res.StatusCode, res.Header)
		}
	}
}

func TestMaxSockets(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxSockets: 2})
	gone := reasons(s.Of("/"))
	s.connectPolling()
	c, _ := s.connect()
	p := &pollClient{s, "http://" + s.host + "/socket.io/?" + pollQuery}
	res, err := p.request("GET", "")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Errorf("above the limit: %d %v", res.StatusCode, res.Header)
	}
	if _, status := s.tryWS(handshakeQuery); status != 503 {
		t.Errorf("WebSocket above the limit: %d", status)
	}
	if got := s.Stats().Refused; got != 2 {
		t.Errorf("%d refused", got)
	}
	c.frame(0x88, nil)
	c.expectClose(1000)
	await(t, gone)
}

func TestKeep(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{Keep: func(r *http.Request) any { return r.URL.Query().Get("table") }})
	connected := sockets(s.Of("/"))
	c := s.dialWS(handshakeQuery + "&table=7")
	c.text()
	c.send("40")
	if got := await(t, connected).Handshake(); got != "7" {
		t.Errorf("kept %v", got)
	}
}
