package socketio

import (
	"encoding/json"
	"iter"
	"math"
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
func (t *Target) Sockets() []*Socket { return slices.Collect(t.members()) }

// send queues a message on every connection of the target. Queueing never waits, so it is done under the locks of the
// rooms: see shard.
func (t *Target) send(message []*frame) {
	for s := range t.members() {
		s.send(message)
	}
}

// members yields each socket of the target once, under the locks of all its rooms.
func (t *Target) members() iter.Seq[*Socket] {
	if !t.all && len(t.rooms) == 1 && len(t.except) == 0 {
		return t.roomMembers
	}
	return t.distinctMembers
}

// roomMembers is for a target of one room, where nobody is twice: such deliveries wait for nothing but their room.
func (t *Target) roomMembers(yield func(*Socket) bool) {
	sh := t.namespace.locked(t.rooms[0])
	defer sh.mu.Unlock()
	sh.members(t.rooms[0], yield)
}

func (t *Target) distinctMembers(yield func(*Socket) bool) {
	n := t.namespace
	n.manyMu.Lock()
	defer n.manyMu.Unlock()
	set := t.shards()
	n.lock(set)
	defer n.unlock(set)
	n.mark++
	for s := range n.inRooms(t.except) {
		s.mark = n.mark
	}
	for s := range t.candidates() {
		if s.mark == n.mark {
			continue
		}
		s.mark = n.mark
		if !yield(s) {
			return
		}
	}
}

func (t *Target) shards() uint64 {
	if t.all {
		return math.MaxUint64
	}
	return t.namespace.shardSet(t.rooms...) | t.namespace.shardSet(t.except...)
}

// candidates yields sockets of the target, some more than once and some of the excepted.
func (t *Target) candidates() iter.Seq[*Socket] {
	if t.all {
		return t.namespace.everybody
	}
	return t.namespace.inRooms(t.rooms)
}

// everybody yields every socket. The locks of all shards must be held.
func (n *Namespace) everybody(yield func(*Socket) bool) {
	for i := range n.shards {
		for _, s := range n.shards[i].sockets {
			if !yield(s) {
				return
			}
		}
	}
}

// inRooms yields the members of the rooms, some more than once. The locks of their shards must be held.
func (n *Namespace) inRooms(rooms []string) iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for _, room := range rooms {
			if !n.shards[n.shardOf(room)].members(room, yield) {
				return
			}
		}
	}
}

// members yields the members of a room, and returns false when yield did. shard.mu must be held.
func (sh *shard) members(room string, yield func(*Socket) bool) bool {
	for _, m := range sh.rooms[room] {
		if !yield(m.socket) {
			return false
		}
	}
	s := sh.sockets[room]
	return s == nil || yield(s)
}
