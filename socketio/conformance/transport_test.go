package main

import (
	"slices"
	"sync"
)

// What both suites ask of the transports.

var handshake = []conformanceCase{
	{"handshake/polling opens", func(s site) {
		status, body := s.do("GET", pollingQuery, "")
		if status != 200 {
			s.t.Fatalf("answered %d", status)
		}
		s.expectLimits(s.decodeOpen(body), "websocket")
	}},
	{"handshake/polling with a wrong EIO", func(s site) { s.expectBad("GET", "transport=polling", "EIO=abc&transport=polling") }},
	{"handshake/polling with a wrong transport", func(s site) { s.expectBad("GET", "EIO=4", "EIO=4&transport=abc") }},
	{"handshake/polling with a wrong method", func(s site) {
		s.expectBad("POST", pollingQuery)
		s.expectBad("PUT", pollingQuery)
	}},
	{"handshake/WebSocket opens", func(s site) {
		c := s.dial(webSocketQuery)
		s.expectLimits(s.decodeOpen(c.text()))
	}},
	{"handshake/WebSocket with a wrong EIO", func(s site) { s.expectNoSocket("transport=websocket", "EIO=abc&transport=websocket") }},
	{"handshake/WebSocket with a wrong transport", func(s site) { s.expectNoSocket("EIO=4", "EIO=4&transport=abc") }},
}

func (s site) expectLimits(o openPacket, upgrades ...string) {
	s.t.Helper()
	if !slices.Equal(o.Upgrades, upgrades) || o.Upgrades == nil || o.PingInterval != 300 || o.PingTimeout != 200 || o.MaxPayload != 1_000_000 {
		s.t.Errorf("the open packet says %+v", o)
	}
}

func (s site) expectBad(method string, queries ...string) {
	s.t.Helper()
	for _, q := range queries {
		if status, body := s.do(method, q, ""); status != 400 {
			s.t.Errorf("%s %s answered %d %q", method, q, status, body)
		}
	}
}

func (s site) expectNoSocket(queries ...string) {
	s.t.Helper()
	for _, q := range queries {
		if _, status := s.tryDial(q); status != 400 {
			s.t.Errorf("a WebSocket with %s was answered %d", q, status)
		}
	}
}

var heartbeat = []conformanceCase{
	{"heartbeat/polling", func(s site) {
		p := s.openSession()
		for range 3 {
			p.expect("2")
			p.push("3")
		}
	}},
	{"heartbeat/WebSocket", func(s site) {
		c := s.openSocket()
		for range 3 {
			if _, packet, err := c.next(); packet != "2" {
				s.t.Fatalf("got %q and %v instead of a heartbeat", packet, err)
			}
			c.send("3")
		}
	}},
}

// silence is what the time-outs of the suites are for.
var silence = []conformanceCase{
	{"heartbeat/polling without an answer", func(s site) {
		p := s.openSession()
		for status, body := p.get(); status != 400; status, body = p.get() {
			if body != "2" && body != "1" { // a heartbeat, and the end of a poll that waited for it
				s.t.Fatalf("a poll answered %d %q", status, body)
			}
		}
	}},
	{"heartbeat/WebSocket without an answer", func(s site) {
		if before := s.openSocket().expectClosed(); !slices.Equal(before, []string{"2"}) {
			s.t.Errorf("before the end came %q, want one heartbeat", before)
		}
	}},
}

var closing = []conformanceCase{
	{"close/polling", func(s site) {
		p := s.openSession()
		var polling sync.WaitGroup
		polling.Go(func() { p.expect("6") })
		p.push("1")
		polling.Wait()
		p.expectGone()
	}},
	{"close/WebSocket", func(s site) {
		c := s.openSocket()
		c.send("1")
		c.expectClosed()
	}},
}

var upgrade = []conformanceCase{
	{"upgrade/succeeds", func(s site) {
		p := s.openSession()
		c := p.webSocket()
		c.send("2probe")
		c.expect("3probe")
		p.expect("6")
		c.send("5")
		c.expectAlive()
	}},
	{"upgrade/polls after it", func(s site) {
		p, c := s.upgraded()
		p.expectGone()
		c.expectAlive()
	}},
	{"upgrade/another WebSocket after it", func(s site) {
		p, c := s.upgraded()
		p.webSocket().expectClosed()
		c.expectAlive()
	}},
}

// upgraded is a session whose client has said the last word of the upgrade, and has not waited for more.
func (s site) upgraded() (session, *socket) {
	s.t.Helper()
	p := s.openSession()
	c := p.webSocket()
	c.send("2probe")
	c.expect("3probe")
	c.send("5")
	return p, c
}
