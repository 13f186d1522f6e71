package socketio

import (
	"encoding/json"
	"strings"
	"testing"
)

// Statements of the two specifications that no other test is about. docs/spec names the test of each.

// Engine.IO, section "Protocol": these types of packets are the server's to send, or only part of an upgrade.
func TestClientsMayNotSendTheServersPackets(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	for _, packet := range []string{"0", `0{"sid":"mine"}`, "2", "2probe", "5", "6"} {
		ws := s.openWS()
		ws.send(packet)
		ws.expectClose(closeProtocolError)
		p := s.openPolling()
		if status, body := p.post(packet); status != 400 {
			t.Errorf("%s was answered %d %q", packet, status, body)
		}
		if status, _ := p.get(); status != 400 {
			t.Errorf("after %s the session lives: %d", packet, status)
		}
	}
}

// Engine.IO, section "Packet encoding": the separator of packets must not be in their data. JSON cannot have it in a string.
func TestTheSeparatorIsEscapedInData(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	connected := sockets(s.Of("/"))
	p := s.connectPolling()
	must(t, await(t, connected).Emit("note", "a\x1eb"))
	p.expect(`42["note","a\u001eb"]`)
}

// Socket.IO, section "Difference between v5 and v4".
func TestTheIDOfASocketIsNotThatOfItsSession(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	p := s.openPolling()
	p.push("40")
	if id := connectedID(t, p.poll()); id == p.sid() {
		t.Error("whoever sees the id of a socket could take over its session")
	}
}

// Socket.IO, section "Sending and receiving data": the payload is an array that is not empty.
func TestEventsWithoutAPayloadEndTheConnection(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	for _, packet := range []string{`42`, `42[]`, `42{}`, `42"message"`, `42null`, `421`, `42/`, `451-`, `431`, `431{}`} {
		c, _ := s.connect()
		c.send(packet)
		if strings.HasPrefix(packet, "45") {
			c.sendBinary(1)
		}
		c.expectClose(closeInvalidData)
	}
}

// Socket.IO, section "Acknowledgement": an answer may have attachments. EmitAck waits for them, and returns the JSON.
func TestAClientMayAnswerWithAttachments(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	connected := sockets(s.Of("/"))
	c, _ := s.connect()
	socket := await(t, connected)
	answer := make(chan json.RawMessage, 1)
	go func() {
		v, err := socket.EmitAck(t.Context(), "question", nil)
		if err != nil {
			t.Error(err)
		}
		answer <- v
	}()
	c.expect(`421["question",null]`)
	c.send(`461-1[{"_placeholder":true,"num":0}]`)
	c.sendBinary(1, 2, 3)
	if got := string(await(t, answer)); got != `{"_placeholder":true,"num":0}` {
		t.Errorf("answered %s", got)
	}
}
