package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// What the suite of Socket.IO asks of namespaces, events and acknowledgements.

var connecting = []conformanceCase{
	{"connect/main namespace", func(s site) { s.openSocket().enter("40", "40", `42["auth",{}]`) }},
	{"connect/main namespace with a payload", func(s site) {
		s.openSocket().enter(`40{"token":"123"}`, "40", `42["auth",{"token":"123"}]`)
	}},
	{"connect/custom namespace", func(s site) { s.openSocket().enter("40/custom,", "40/custom,", `42/custom,["auth",{}]`) }},
	{"connect/custom namespace with a payload", func(s site) {
		s.openSocket().enter(`40/custom,{"token":"abc"}`, "40/custom,", `42/custom,["auth",{"token":"abc"}]`)
	}},
	{"connect/unknown namespace", func(s site) {
		c := s.openSocket()
		c.send("40/random")
		c.expect(`44/random,{"message":"Invalid namespace"}`)
	}},
	{"connect/an unknown packet first", func(s site) { s.openSocket().expectCut("4abc") }},
}

var silentConnecting = []conformanceCase{
	{"connect/nothing at all", func(s site) { // only heartbeats are answered
		if first, packet, err := s.openSocket().message(); err != nil || first != 0x88 {
			s.t.Errorf("got a frame %#x %q and %v instead of a close frame", first, packet, err)
		}
	}},
}

// enter connects to a namespace: the reply has a session id and nothing else, and then comes what the server emits.
func (c *socket) enter(connect, reply, event string) {
	c.t.Helper()
	c.send(connect)
	packet := c.text()
	if more, _ := c.in.Peek(c.in.Buffered()); bytes.Contains(more, []byte("auth")) { // what is there can be peeked at
		c.t.Errorf("%q comes with its event, which the published suite would lose", packet)
	}
	body, found := strings.CutPrefix(packet, reply)
	var payload map[string]string
	if !found || json.Unmarshal([]byte(body), &payload) != nil || len(payload) != 1 || payload["sid"] == "" {
		c.t.Fatalf("%s was answered %q", connect, packet)
	}
	c.expect(event)
}

// expectCut sends what must end the connection, unanswered.
func (c *socket) expectCut(packet string) {
	c.t.Helper()
	c.send(packet)
	before := c.expectClosed()
	if slices.ContainsFunc(before, func(p string) bool { return p != "2" }) {
		c.t.Errorf("%s was answered %q", packet, before)
	}
}

// inMain is connected to the main namespace.
func (s site) inMain() *socket {
	s.t.Helper()
	c := s.openSocket()
	c.enter("40", "40", `42["auth",{}]`)
	return c
}

var disconnecting = []conformanceCase{
	{"disconnect/main namespace", func(s site) { // the connection stays: a heartbeat comes
		c := s.inMain()
		c.send("41")
		if _, packet, err := c.next(); packet != "2" {
			s.t.Errorf("got %q and %v instead of a heartbeat", packet, err)
		}
	}},
	{"disconnect/custom namespace", func(s site) { // the main one stays
		c := s.inMain()
		c.enter("40/custom", "40/custom,", `42/custom,["auth",{}]`)
		c.send("41/custom", `42["message","message to main namespace"]`)
		c.expect(`42["message-back","message to main namespace"]`)
	}},
}

var events = []conformanceCase{
	{"event/texts", func(s site) {
		c := s.inMain()
		c.send(`42["message",1,"2",{"3":[true]}]`)
		c.expect(`42["message-back",1,"2",{"3":[true]}]`)
	}},
	{"event/attachments", func(s site) {
		s.inMain().expectAttachments(`452-["message",`, `452-["message-back",`)
	}},
	{"event/acknowledged", func(s site) {
		c := s.inMain()
		c.send(`42456["message-with-ack",1,"2",{"3":[false]}]`)
		c.expect(`43456[1,"2",{"3":[false]}]`)
	}},
	{"event/attachments acknowledged", func(s site) {
		s.inMain().expectAttachments(`452-789["message-with-ack",`, `462-789[`)
	}},
	{"event/unknown packet type", func(s site) { s.inMain().expectCut("4abc") }},
	{"event/payload is no array", func(s site) { s.inMain().expectCut("42{}") }},
	{"event/acknowledgement id is no number", func(s site) {
		s.inMain().expectCut(`42abc["message-with-ack",1,"2",{"3":[false]}]`)
	}},
}

// expectAttachments sends two attachments, which come back.
func (c *socket) expectAttachments(event, answer string) {
	c.t.Helper()
	const placeholders = `{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]`
	c.send(event + placeholders)
	c.sendBinary(1, 2, 3)
	c.sendBinary(4, 5, 6)
	c.expect(answer + placeholders)
	c.expectBinary("\x01\x02\x03")
	c.expectBinary("\x04\x05\x06")
}
