package socketio

import "slices"

// membership says that a socket is in a room, and at which index of the room's slice, so that leaving takes no search
// among the other members.
type membership struct {
	room  string
	index int
}

func (n *Namespace) add(s *Socket) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sockets[s.id] = s
}

// remove takes the socket out of the namespace and all its rooms, for good.
func (n *Namespace) remove(s *Socket) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.sockets, s.id)
	for _, m := range s.rooms {
		n.takeOut(m)
	}
	s.rooms, s.removed = nil, true
}

func (n *Namespace) join(s *Socket, rooms []string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
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
		s.rooms = append(s.rooms, membership{room, len(n.rooms[room])})
		n.rooms[room] = append(n.rooms[room], s)
	}
	return nil
}

func (n *Namespace) leave(s *Socket, rooms []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, room := range rooms {
		if i := s.membership(room); i >= 0 {
			n.takeOut(s.rooms[i])
			s.rooms = slices.Delete(s.rooms, i, i+1)
		}
	}
}

// takeOut closes the gap a member leaves with the last member of the room.
func (n *Namespace) takeOut(m membership) {
	members := n.rooms[m.room]
	last := len(members) - 1
	if last == 0 {
		delete(n.rooms, m.room)
		return
	}
	moved := members[last]
	moved.rooms[moved.membership(m.room)].index = m.index
	members[m.index], members[last] = moved, nil
	n.rooms[m.room] = members[:last]
}

// membership returns the index in s.rooms, -1 if s is not in the room. Namespace.mu must be held.
func (s *Socket) membership(room string) int {
	return slices.IndexFunc(s.rooms, func(m membership) bool { return m.room == room })
}
