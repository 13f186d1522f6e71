package socketio

import (
	"hash/maphash"
	"math/bits"
	"slices"
	"sync"
)

// Rooms are spread over shards by their names, each with a lock of its own: a broadcast to one room does not keep others
// from being joined.
//
// The lock of a shard is held while an event is put into the queues of its receivers (well under a microsecond each):
// that makes every member of a room see events in the same order, and a Join seen by every later Emit. Nothing is
// written to a connection under it. Locks are taken in this order: Socket.roomsMu, Namespace.manyMu, shards by rising
// index, Socket.mu, session.mu, flusher.mu.
type shard struct {
	mu      sync.Mutex
	rooms   map[string][]*membership
	sockets map[string]*Socket // by ID, which names a room of its own
}

const shardCount = 64 // so that a set of them is a uint64

// membership says that a socket is in a room, and at which index of the room's slice, so that leaving takes no search
// among the other members.
type membership struct {
	room   string
	socket *Socket
	index  int // guarded by shard.mu
}

// shardOf returns the index of the shard that a room is in.
func (n *Namespace) shardOf(room string) int {
	return int(maphash.String(n.seed, room) % shardCount)
}

// shardSet returns the shards of the rooms as a set of bits.
func (n *Namespace) shardSet(rooms ...string) (set uint64) {
	for _, room := range rooms {
		set |= 1 << n.shardOf(room)
	}
	return set
}

func (n *Namespace) lock(set uint64) {
	for ; set != 0; set &= set - 1 {
		n.shards[bits.TrailingZeros64(set)].mu.Lock()
	}
}

func (n *Namespace) unlock(set uint64) {
	for ; set != 0; set &= set - 1 {
		n.shards[bits.TrailingZeros64(set)].mu.Unlock()
	}
}

// locked returns the shard of a room, locked.
func (n *Namespace) locked(room string) *shard {
	sh := &n.shards[n.shardOf(room)]
	sh.mu.Lock()
	return sh
}

func (n *Namespace) add(s *Socket) {
	sh := n.locked(s.id)
	defer sh.mu.Unlock()
	if sh.sockets == nil {
		sh.sockets = map[string]*Socket{}
	}
	sh.sockets[s.id] = s
}

// remove takes the socket out of the namespace and all its rooms, for good.
func (n *Namespace) remove(s *Socket) {
	s.roomsMu.Lock()
	defer s.roomsMu.Unlock()
	n.forget(s)
	for _, m := range s.rooms {
		n.takeOut(m)
	}
	s.rooms, s.removed = nil, true
}

// forget does nothing if another socket has taken over the id.
func (n *Namespace) forget(s *Socket) {
	sh := n.locked(s.id)
	defer sh.mu.Unlock()
	if sh.sockets[s.id] == s {
		delete(sh.sockets, s.id)
	}
}

// rename gives the socket another id, unless it is gone.
func (n *Namespace) rename(s *Socket, id string) {
	s.roomsMu.Lock()
	defer s.roomsMu.Unlock()
	if s.removed {
		return
	}
	n.forget(s)
	s.id = id
	n.add(s)
}

func (n *Namespace) join(s *Socket, rooms []string) error {
	s.roomsMu.Lock()
	defer s.roomsMu.Unlock()
	if s.removed {
		return ErrDisconnected
	}
	for _, room := range rooms {
		if s.membership(room) >= 0 || room == s.id {
			continue
		}
		if len(s.rooms) >= n.server.options.MaxRooms {
			return ErrTooManyRooms
		}
		m := &membership{room: room, socket: s}
		s.rooms = append(s.rooms, m)
		n.putIn(m)
	}
	return nil
}

func (n *Namespace) leave(s *Socket, rooms []string) {
	s.roomsMu.Lock()
	defer s.roomsMu.Unlock()
	for _, room := range rooms {
		if i := s.membership(room); i >= 0 {
			n.takeOut(s.rooms[i])
			s.rooms = slices.Delete(s.rooms, i, i+1)
		}
	}
}

// membership returns the index in s.rooms, -1 if s is not in the room. Socket.roomsMu must be held.
func (s *Socket) membership(room string) int {
	return slices.IndexFunc(s.rooms, func(m *membership) bool { return m.room == room })
}

func (n *Namespace) putIn(m *membership) {
	sh := n.locked(m.room)
	defer sh.mu.Unlock()
	if sh.rooms == nil {
		sh.rooms = map[string][]*membership{}
	}
	m.index = len(sh.rooms[m.room])
	sh.rooms[m.room] = append(sh.rooms[m.room], m)
}

// takeOut closes the gap a member leaves with the last member of the room.
func (n *Namespace) takeOut(m *membership) {
	sh := n.locked(m.room)
	defer sh.mu.Unlock()
	members := sh.rooms[m.room]
	last := len(members) - 1
	if last == 0 {
		delete(sh.rooms, m.room)
		return
	}
	moved := members[last]
	moved.index = m.index
	members[m.index], members[last] = moved, nil
	sh.rooms[m.room] = members[:last]
}
