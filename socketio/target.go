package socketio

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
)

// Target is a set of sockets to send to, chosen anew at each call.
type Target struct {
	namespace *Namespace
	all       bool
	rooms     []string
	except    []string
}

// Except returns the target without the sockets in these rooms; the ID of a socket names a room of its own.
func (t *Target) Except(rooms ...string) *Target {
	narrowed := *t
	narrowed.except = slices.Concat(t.except, rooms)
	return &narrowed
}

// Emit sends an event with v as its argument, see Args for other numbers of them. It is encoded once for all receivers.
// The error is about v or the name; there is none when nobody is there to receive it.
func (t *Target) Emit(event string, v any) error {
	a, err := eventArguments(event, v)
	if err != nil {
		return err
	}
	t.send(eventFrames(t.namespace.name, noAck, event, a))
	return nil
}

// EmitRaw sends an event whose one argument is JSON already. Invalid JSON would be sent as it is. An event with a
// reserved name is not sent.
func (t *Target) EmitRaw(event string, data json.RawMessage) {
	if !reservedEvents[event] {
		t.send(eventFrames(t.namespace.name, noAck, event, Args{Values: []json.RawMessage{data}}))
	}
}

// Sockets returns the sockets that an Emit would reach now.
func (t *Target) Sockets() []*Socket {
	n := t.namespace
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Collect(t.members())
}

// send queues a message on every connection of the target. Queueing never waits, so it is done under the lock of the
// namespace: see Namespace.mu.
func (t *Target) send(message []*frame) {
	n := t.namespace
	n.mu.Lock()
	defer n.mu.Unlock()
	for s := range t.members() {
		s.send(message)
	}
}

// members yields each socket of the target once. Namespace.mu must be held.
func (t *Target) members() iter.Seq[*Socket] {
	n := t.namespace
	return func(yield func(*Socket) bool) {
		n.mark++
		for s := range n.inRooms(t.except) {
			s.mark = n.mark
		}
		candidates := n.inRooms(t.rooms)
		if t.all {
			candidates = maps.Values(n.sockets)
		}
		for s := range candidates {
			if s.mark == n.mark {
				continue
			}
			s.mark = n.mark
			if !yield(s) {
				return
			}
		}
	}
}

// inRooms yields the members of the rooms, some more than once. Namespace.mu must be held.
func (n *Namespace) inRooms(rooms []string) iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for _, room := range rooms {
			for _, s := range n.rooms[room] {
				if !yield(s) {
					return
				}
			}
			if s := n.sockets[room]; s != nil && !yield(s) {
				return
			}
		}
	}
}
