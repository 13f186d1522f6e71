package live

import (
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"time"

	"orderup/order"
	"orderup/socketio"
	"orderup/staff"
)

// Connection state recovery of Socket.IO is for clients that ask for it with
// auth.csr: they learn a secret, the pid, and get the place of each event behind
// its payload, the offset. Who comes back with both goes on where it was, in the
// rooms it was in. See docs/decisions/0009.

// lastingFor is for how long a client may be away, and mostAway how many of them
// are remembered. Who was forgotten joins again with since, and misses nothing
// either.
const (
	lastingFor = 24 * time.Hour
	mostAway   = 10_000
)

// A pidHash is what is kept of a pid.
type pidHash [sha256.Size]byte

// A lasting session is what a client has that outlives its connections.
type lasting struct {
	pid    pidHash
	who    staff.Principal
	id     string           // of its sockets, of which there is one at a time
	orders []order.ID       // that it follows
	socket *socketio.Socket // nil while it is away
	left   time.Time
}

// lastings are the lasting sessions of a hub.
type lastings struct {
	known map[pidHash]*lasting
	away  []departure // in their order; some have come back since
}

type departure struct {
	session *lasting
	at      time.Time
}

// of returns the session of a pid if it is that of who, else nil.
func (ls *lastings) of(pid string, who staff.Principal) *lasting {
	l := ls.known[sha256.Sum256([]byte(pid))]
	if pid == "" || l == nil || l.who != who {
		return nil
	}
	return l
}

// begin makes a session for a socket and returns it with its pid.
func (ls *lastings) begin(s *socketio.Socket, who staff.Principal) (l *lasting, pid string) {
	pid = rand.Text()
	l = &lasting{pid: sha256.Sum256([]byte(pid)), who: who, id: s.ID(), socket: s}
	if ls.known == nil {
		ls.known = map[pidHash]*lasting{}
	}
	ls.known[l.pid] = l
	return l, pid
}

// end forgets a session.
func (ls *lastings) end(l *lasting) { delete(ls.known, l.pid) }

// leave notes that a client is away, and forgets who is so for too long.
func (ls *lastings) leave(l *lasting, now time.Time) {
	l.socket, l.left = nil, now
	ls.away = append(ls.away, departure{l, now})
	for len(ls.away) > mostAway || now.Sub(ls.away[0].at) > lastingFor {
		if d := ls.away[0]; d.session.socket == nil && d.session.left.Equal(d.at) {
			ls.end(d.session)
		}
		ls.away = ls.away[1:]
	}
}

// endAll ends the sessions of the principals that match.
func (ls *lastings) endAll(match func(staff.Principal) bool) {
	for _, l := range ls.known {
		if match(l.who) {
			ls.end(l)
		}
	}
}

// follow notes that the client follows an order, if s is its socket; a nil session
// notes nothing.
func (l *lasting) follow(s *socketio.Socket, id order.ID) {
	if l != nil && l.socket == s && !slices.Contains(l.orders, id) {
		l.orders = append(l.orders, id)
	}
}

// unfollow takes follow back.
func (l *lasting) unfollow(s *socketio.Socket, id order.ID) {
	if l != nil && l.socket == s {
		l.orders = slices.DeleteFunc(l.orders, func(o order.ID) bool { return o == id })
	}
}
