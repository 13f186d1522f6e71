package socketio

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestWebSocketEcho(t *testing.T) {
	t.Parallel()
	for name, newServer := range map[string]func(*testing.T, Options) *testServer{"TCP": newTestServer, "TLS": newTLSTestServer, "pipe": newPipeServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, Options{})
			echo(s.Of("/"))
			c := s.openWS()
			c.send(`40{"token":"123"}`)
			connectedID(t, c.text())
			c.expect(`42["auth",{"token":"123"}]`)
			c.send(`42["message",1,"2",{"3":[true]}]`, `42456["message-with-ack",1,"2"]`)
			c.expect(`42["message-back",1,"2",{"3":[true]}]`, `43456[1,"2"]`)
			c.send(`452-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`)
			c.sendBinary(1, 2, 3)
			c.sendBinary(4, 5, 6)
			c.expect(`462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`)
			c.expectBinary("\x01\x02\x03")
			c.expectBinary("\x04\x05\x06")
			c.frame(0x88, []byte("\x03\xe9"))
			c.expectClose(1001)
		})
	}
}

// Row numbers are those of the list of attacks. Each must cut its own connection, with the right code, and nobody else's.
func TestAttacks(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxPayload: 10_000})
	echo(s.Of("/"))
	bystander := s.openWS()
	bystander.send("40")
	bystander.text()
	bystander.text()
	text := func(packets ...string) (b []byte) {
		for _, p := range packets {
			b = append(b, maskedFrame(0x81, []byte(p))...)
		}
		return b
	}
	cases := []struct {
		name string
		in   []byte
		code int
	}{
		{"row 1: event name is an object", text(`42[{"toString":"foo"}]`), 1007},
		{"row 2: placeholder is a method", text(`451-["message",{"_placeholder":true,"num":"splice"}]`), 1007},
		{"row 3: 99,999 attachments", text(`4599999-["message"]`), 1007},
		{"row 4: no attachments, then text", text(`450-["message"]`, `42["message"]`), 1007},
		{"row 4: text while an attachment is awaited", text(`451-["message",{"_placeholder":true,"num":0}]`, `42["message"]`), 1007},
		{"row 4: binary without its header", maskedFrame(0x82, []byte("x")), 1007},
		{"row 5: reserved event", text(`42["connect"]`), 1007},
		{"row 7: ack id of 10^24", text(`421000000000000000000000000["message"]`), 1007},
		{"row 7: ack id below zero", text(`42-1["message"]`), 1007},
		{"row 8: deep nesting", text(`42["message",` + strings.Repeat("[", 9000)), 1007},
		{"row 9: ping from the client", text("2"), 1002},
		{"row 9: unknown Engine.IO type", text("9"), 1002},
		{"row 9: empty packet", text(""), 1002},
		{"row 9: unknown Socket.IO type", text("49"), 1007},
		{"row 9: CONNECT twice", text("40"), 1008},
		{"row 9: event for a namespace not joined", text(`42/other,["message"]`), 1008},
		{"row 9: ack for a namespace not joined", text(`43/other,1[]`), 1008},
		{"row 12: reserved bits", maskedFrame(0xf1, nil), 1002},
		{"row 12: garbage", []byte("GET / HTTP/1.1\r\n\r\n"), 1002},
		{"row 15: 2^63 bytes", []byte{0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 1002},
		{"row 15: 2^40 bytes", []byte{0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 1009},
		{"row 16: 200,000 fragments", append(maskedFrame(0x01, nil), bytes.Repeat(maskedFrame(0, nil), 2000)...), 1008},
		{"row 16: endless message", append(maskedFrame(0x01, make([]byte, 9000)), maskedFrame(0, make([]byte, 9000))...), 1009},
		{"row 20: invalid UTF-8", text("42[\"message\",\"\xc0\xaf\"]"), 1007},
		{"row 21: unmasked frame", []byte{0x81, 1, '3'}, 1002},
		{"row 21: control frame of 126 bytes", maskedFrame(0x89, make([]byte, 126)), 1002},
		{"row 21: close code 999", maskedFrame(0x88, []byte("\x03\xe7")), 1002},
		{"row 21: 10,000 pings", bytes.Repeat(maskedFrame(0x89, nil), 1000), 1008},
		{"attachments too large in sum", append(text(`452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`),
			append(maskedFrame(0x82, make([]byte, 6000)), maskedFrame(0x82, make([]byte, 6000))...)...), 1009},
	}
	before := s.Stats().Violations
	t.Run("group", func(t *testing.T) {
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				ws := s.openWS()
				ws.t = t
				ws.send("40")
				ws.text()
				ws.text()
				ws.Write(c.in) // the server may cut the connection before it has read everything
				ws.expectClose(c.code)
			})
		}
	})
	if got := s.Stats().Violations - before; got != uint64(len(cases)) {
		t.Errorf("%d violations counted, want %d", got, len(cases))
	}
	bystander.send(`42["message","alive"]`)
	bystander.expect(`42["message-back","alive"]`)
}

func TestEventBeforeConnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	c := s.openWS()
	c.send(`42["message"]`)
	c.expectClose(1008)
}

func TestManyNamespacesThatDoNotExist(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	c := s.openWS()
	for i := range 100 {
		c.send(fmt.Sprintf("40/n%d", i))
		c.expect(fmt.Sprintf(`44/n%d,{"message":"Invalid namespace"}`, i))
	}
	if got := s.Stats().Sockets; got != 0 {
		t.Errorf("%d sockets", got)
	}
}

func TestWebSocketPing(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	c := s.openWS()
	c.frame(0x89, []byte("are you there"))
	if m, err := c.next(); err != nil || m.op != opPong || string(m.data) != "are you there" {
		t.Errorf("got %d %q, %v", m.op, m.data, err)
	}
	c.frame(0x8a, nil) // a pong nobody asked for is fine: RFC 6455 section 5.5.3
	c.send("3")        // and so is one of Engine.IO, which must not count as an answer to a later heartbeat
	c.send("40")
	connectedID(t, c.text())
}

// A client may send before it has seen the 101: what net/http has read of that must not be lost.
func TestEarlyFrames(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	nc, err := s.dial()
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	request := "GET /socket.io/?" + handshakeQuery + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	early := append([]byte(request), maskedFrame(0x81, []byte("40"))...)
	early = append(early, maskedFrame(0x81, []byte(`42["message","early"]`))...)
	if _, err := nc.Write(early); err != nil {
		t.Fatal(err)
	}
	c, _ := s.readHandshake(nc)
	c.text()
	connectedID(t, c.text())
	c.expect(`42["auth",{}]`, `42["message-back","early"]`)
}

func TestCutConnection(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	gone := reasons(s.Of("/"))
	c, _ := s.connect()
	c.Close()
	if got := await(t, gone); got != "transport close" {
		t.Errorf("reason %q", got)
	}
}

func TestEngineClosePacket(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	c := s.openWS()
	c.send("1")
	c.expectClose(1000)
}
