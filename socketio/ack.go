package socketio

import (
	"context"
	"encoding/json"
	"fmt"
)

// EmitAck sends an event and waits for the client's answer, of which it returns the first value, null if there is none.
// It fails when ctx ends, when the socket goes away (ErrDisconnected), in OnConnect (ErrNotConnected), and when a
// thousand answers are outstanding (ErrTooManyAcks). It may be called in a handler; the client's next events wait.
func (s *Socket) EmitAck(ctx context.Context, event string, v any) (json.RawMessage, error) {
	a, err := eventArguments(event, v)
	if err != nil {
		return nil, err
	}
	id, answer, err := s.expectAck()
	if err != nil {
		return nil, err
	}
	s.send(eventFrames(s.namespace.name, id, event, a))
	select {
	case v, ok := <-answer:
		if !ok {
			return nil, ErrDisconnected
		}
		return v, nil
	case <-ctx.Done():
		s.takeAck(id)
		return nil, fmt.Errorf("wait for the client to acknowledge %q: %w", event, context.Cause(ctx))
	}
}

func (s *Socket) expectAck() (id int64, answer chan json.RawMessage, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.state == connecting || s.state == leaving:
		return 0, nil, ErrNotConnected
	case s.state == disconnected:
		return 0, nil, ErrDisconnected
	case len(s.acks) >= maxPendingAcks:
		return 0, nil, ErrTooManyAcks
	}
	if s.acks == nil {
		s.acks = map[int64]chan json.RawMessage{}
	}
	s.lastAck++
	answer = make(chan json.RawMessage, 1)
	s.acks[s.lastAck] = answer
	return s.lastAck, answer, nil
}

// resolveAck hands the answer to whoever waits for it. One that comes late or was never asked for is ignored.
func (s *Socket) resolveAck(id int64, values []json.RawMessage) {
	answer := s.takeAck(id)
	if answer == nil {
		return
	}
	if len(values) == 0 {
		values = []json.RawMessage{json.RawMessage("null")}
	}
	answer <- values[0]
}

func (s *Socket) takeAck(id int64) chan json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.acks[id]
	delete(s.acks, id)
	return answer
}
