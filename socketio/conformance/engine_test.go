package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"slices"
)

// What the suite of Engine.IO asks of messages: the server sends each back.

var pollingMessages = []conformanceCase{
	{"message/polling, a text", func(s site) { s.expectEcho("4hello") }},
	{"message/polling, several texts", func(s site) { s.expectEcho("4test1\x1e4test2\x1e4test3") }},
	{"message/polling, text and binary", func(s site) { s.expectEcho("4hello\x1ebAQIDBA==") }},
	{"message/polling, an unknown packet", func(s site) {
		p := s.openSession()
		if status, _ := p.post("abc"); status != 400 {
			s.t.Errorf("answered %d", status)
		}
		p.expectGone()
	}},
	{"message/polling, two polls at once", func(s site) {
		p := s.openSession()
		type answer struct {
			status int
			body   string
		}
		answers := make(chan answer, 2)
		for range 2 {
			go func() {
				status, body := p.get()
				answers <- answer{status, body}
			}()
		}
		got := []answer{<-answers, <-answers}
		refused := slices.IndexFunc(got, func(a answer) bool { return a.status == 400 })
		if refused < 0 || got[1-refused] != (answer{200, "1"}) {
			s.t.Errorf("answered %v, want one refusal and one close packet", got)
		}
		p.expectGone()
	}},
	{"message/polling, a poll given up", func(s site) {
		p := s.openSession()
		p.giveUpPoll()
		status, body := p.get()
		if body == "1" { // the server read this poll before the one given up
			status, body = p.get()
		}
		if status != 400 {
			s.t.Errorf("the session lives: a poll answered %d %q", status, body)
		}
	}},
}

// expectEcho posts packets, which come back with one poll.
func (s site) expectEcho(packets string) {
	s.t.Helper()
	p := s.openSession()
	p.push(packets)
	p.expect(packets)
}

// giveUpPoll closes the connection of a poll as soon as it is sent.
func (p session) giveUpPoll() {
	p.t.Helper()
	ctx, cancel := context.WithCancel(p.t.Context())
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { cancel() }})
	req, err := http.NewRequestWithContext(ctx, "GET", "http://"+p.host+p.path+"?"+p.query, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := p.http.Do(req)
	if err == nil {
		res.Body.Close()
	}
	if !errors.Is(err, context.Canceled) {
		p.t.Errorf("the poll that was given up ended with %v", err)
	}
}

var webSocketMessages = []conformanceCase{
	{"message/WebSocket, a text", func(s site) { s.openSocket().expectAlive() }},
	{"message/WebSocket, binary", func(s site) {
		c := s.openSocket()
		c.sendBinary(1, 2, 3, 4)
		c.expectBinary("\x01\x02\x03\x04")
	}},
	{"message/WebSocket, an unknown packet", func(s site) {
		c := s.openSocket()
		c.send("abc")
		c.expectClosed()
	}},
}
