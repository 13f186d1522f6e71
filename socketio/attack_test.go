package socketio

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// Attacks of the list in docs/security.md that TestAttacks has no room for; row numbers are those of the list.

// What is strange and harmless must not cost anybody the connection.
func TestAttacksThatAreIgnored(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	for name, packets := range map[string][]string{
		"row 5: an event named error":       {`42["error","x"]`},
		"row 5: an event named __proto__":   {`42["__proto__","x"]`},
		"row 6: null, a number, an array":   {`42["nobody",null]`, `42["nobody",1]`, `42["nobody",[[]]]`},
		"row 7: an answer nobody asked for": {`431["x"]`, `439007199254740992[]`},
		"row 10: 1,000 pongs":               strings.Fields(strings.Repeat("3 ", 1000)),
		"row 20: half a surrogate pair":     {`42["\ud800","\udfff"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := s.openWS()
			c.t = t
			c.send("40")
			connectedID(t, c.text())
			c.expect(`42["auth",{}]`)
			c.send(packets...)
			c.send(`42["message","alive"]`)
			c.expect(`42["message-back","alive"]`)
		})
	}
}

// Rows 11, 17 and 18: a handshake that is not exactly one is refused before there is a WebSocket, and no compression is
// agreed to, so that there are no bombs.
func TestStrangeHandshakes(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
	const upgrade, connection, version = "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"as it should be":       {[]string{upgrade, connection, version, key}, 101},
		"compression offered":   {[]string{upgrade, connection, version, key, "Sec-WebSocket-Extensions: permessage-deflate"}, 101},
		"10 kB of subprotocols": {[]string{upgrade, connection, version, key, "Sec-WebSocket-Protocol: " + strings.Repeat("a,", 5000)}, 101},
		"no key":                {[]string{upgrade, connection, version}, 400},
		"a key of 15 bytes":     {[]string{upgrade, connection, version, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA"}, 400},
		"a key that is no code": {[]string{upgrade, connection, version, "Sec-WebSocket-Key: ????????????????????????"}, 400},
		"version 8":             {[]string{upgrade, connection, "Sec-WebSocket-Version: 8", key}, 400},
		"no version":            {[]string{upgrade, connection, key}, 400},
		"no Connection":         {[]string{upgrade, version, key}, 400},
		"another protocol":      {[]string{"Upgrade: h2c", connection, version, key}, 400},
	} {
		nc, err := s.dial()
		must(t, err)
		fmt.Fprintf(nc, "GET /socket.io/?%s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n", handshakeQuery, s.host, strings.Join(c.headers, "\r\n"))
		res, err := http.ReadResponse(bufio.NewReader(nc), nil)
		must(t, err)
		res.Body.Close()
		nc.Close()
		if res.StatusCode != c.status || res.Header.Get("Sec-WebSocket-Extensions") != "" || res.Header.Get("Sec-WebSocket-Protocol") != "" {
			t.Errorf("%s: answered %d %v", name, res.StatusCode, res.Header)
		}
	}
}

// Row 12: a body behind the handshake is taken for frames, and is none (CVE-2022-21676).
func TestBodyAfterTheHandshake(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	c, status := s.tryWS(handshakeQuery, "Content-Length: 5\r\n\r\nhello")
	if status != http.StatusSwitchingProtocols {
		t.Fatalf("answered %d", status)
	}
	c.expectClose(closeProtocolError)
}

// Row 12: a connection reset amid the upgrade leaves the session on long-polling (CVE-2022-41940).
func TestResetAmidTheUpgrade(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	p := s.openPolling()
	for _, words := range [][]string{nil, {"2probe"}} {
		c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
		c.send(words...)
		if len(words) > 0 {
			c.expect("3probe")
		}
		must(t, c.Conn.(*net.TCPConn).SetLinger(0), c.Close()) // sends a reset
		ses := s.session(p.sid())
		eventually(t, &ses.mu, func() bool { return !ses.polling.upgrading })
	}
	p.push("40")
	connectedID(t, strings.Split(p.poll(), "\x1e")[0])
}
