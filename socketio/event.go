package socketio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
)

// Event is an event received from a client.
type Event struct {
	Name string
	// Args are its arguments. Where an argument is or contains binary data, the JSON has
	// {"_placeholder":true,"num":n} in its place, and the data is Binary[n].
	Args []json.RawMessage
	// Binary are its attachments, at most ten.
	Binary [][]byte

	socket *Socket
	ackID  int64 // noAck if the client asked for none
	acked  atomic.Bool
}

// Bind decodes the first argument into v. It is an error if there is none or if it is null.
func (e *Event) Bind(v any) error {
	if len(e.Args) == 0 || bytes.Equal(e.Args[0], []byte("null")) {
		return fmt.Errorf("the event %q needs an argument, send one", e.Name)
	}
	if err := json.Unmarshal(e.Args[0], v); err != nil {
		return fmt.Errorf("decode the argument of the event %q: %w", e.Name, err)
	}
	return nil
}

// WantsAck tells whether the client asked for an acknowledgement.
func (e *Event) WantsAck() bool { return e.ackID != noAck }

// Ack answers the event with v, see Args for several values. Only the first call counts, and none does when the client
// asked for no answer. It may be called after the handler has returned. The error is about v.
func (e *Event) Ack(v any) error {
	a, err := arguments(v)
	if err != nil {
		return fmt.Errorf("encode the acknowledgement of %q: %w", e.Name, err)
	}
	if e.WantsAck() && e.acked.CompareAndSwap(false, true) {
		e.socket.send(ackFrames(e.socket.namespace.name, e.ackID, a))
	}
	return nil
}

// fail tells the client that the event failed: by its acknowledgement, or else by an "exception" event.
func (e *Event) fail(answer any) error {
	if e.WantsAck() && !e.acked.Load() {
		return e.Ack(answer)
	}
	return e.socket.Emit("exception", answer)
}

// Args are the arguments of an event, or the values of an acknowledgement, for the functions that take one value: with
// it they send none, several, or some with binary data.
type Args struct {
	Values []json.RawMessage
	// Binary are attachments. Values say where each belongs with {"_placeholder":true,"num":n}.
	Binary [][]byte
}

// eventArguments checks an event that is to be sent.
func eventArguments(event string, v any) (Args, error) {
	if reservedEvents[event] {
		return Args{}, fmt.Errorf("emit %q: %w", event, ErrReservedEvent)
	}
	a, err := arguments(v)
	if err != nil {
		return Args{}, fmt.Errorf("encode the argument of %q: %w", event, err)
	}
	return a, nil
}

// arguments turns what the application gave into what is sent.
func arguments(v any) (Args, error) {
	if a, ok := v.(Args); ok {
		return a, nil
	}
	b, err := json.Marshal(v)
	return Args{Values: []json.RawMessage{b}}, err
}
