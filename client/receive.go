package client

import (
	"encoding/json"
	"time"
)

// run reads until the connection ends.
func (s *Socket) run() {
	err := s.receive()
	s.note(err)
	s.lost.Stop()
	s.ws.hangUp(err)
	close(s.done)
	close(s.events)
}

func (s *Socket) receive() error {
	for {
		p, err := s.next()
		if err != nil {
			return err
		}
		if p == nil {
			continue
		}
		switch p.kind {
		case packetEvent:
			s.deliver(Event{Name: p.name, Data: p.data, Received: time.Now()})
		case packetAck:
			s.answer(p.ack, p.data)
		case packetDisconnect:
			return ErrDisconnected
		default:
			return broken("a packet that belongs to the start of a connection")
		}
	}
}

// next returns the next Socket.IO packet; nil for a message that carries none.
func (s *Socket) next() (*packet, error) {
	m, err := s.ws.read()
	if err != nil {
		return nil, err
	}
	if m.op != opText || len(m.data) == 0 {
		return nil, broken("a message is binary or empty")
	}
	switch m.data[0] {
	case engineMessage:
		p, err := parsePacket(m.data[1:])
		return &p, err
	case enginePing:
		return nil, s.pong(m.data[1:])
	case engineClose:
		return nil, &CloseError{Code: closeNormal}
	case engineNoop:
		return nil, nil
	}
	return nil, broken("a packet of an unknown type")
}

// pong answers a heartbeat: Engine.IO, section "Heartbeat".
func (s *Socket) pong(probe []byte) error {
	if s.lost != nil {
		s.lost.Reset(s.silence)
	}
	return s.ws.write(opText, append([]byte{enginePong}, probe...))
}

// deliver hands an event to the reader of the channel, unless the socket is
// being closed and nobody reads any more.
func (s *Socket) deliver(e Event) {
	select {
	case s.events <- e:
	default:
		select {
		case s.events <- e:
		case <-s.closing:
		}
	}
}

// end cuts the connection; err says why.
func (s *Socket) end(err error) {
	s.note(err)
	s.ws.conn.Close()
}

// note keeps the first reason for which the connection ends.
func (s *Socket) note(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
}

// expect announces an answer.
func (s *Socket) expect() (id int64, answer chan json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastAck++
	answer = make(chan json.RawMessage, 1)
	s.answers[s.lastAck] = answer
	return s.lastAck, answer
}

func (s *Socket) forget(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.answers, id)
}

// answer hands an answer to who waits for it, once.
func (s *Socket) answer(id int64, data json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if waiting := s.answers[id]; waiting != nil {
		waiting <- data
		delete(s.answers, id)
	}
}
