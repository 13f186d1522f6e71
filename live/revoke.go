package live

import (
	"time"

	"orderup/fault"
	"orderup/socketio"
	"orderup/staff"
)

// revokedFor is how long a revocation is remembered: for longer than a client may
// take from its request, when its credentials were looked at, until it enters.
const revokedFor = time.Minute

// revocations are what was revoked lately, numbered 1, 2, 3...
type revocations struct {
	last   int64
	recent []revocation
}

type revocation struct {
	number int64
	at     time.Time
	match  func(staff.Principal) bool
}

// An arrival is somebody whose credentials were looked at when revocation
// number asOf was the last.
type arrival struct {
	staff.Principal
	asOf   int64
	screen bool // of the kitchen
}

func (r *revocations) add(match func(staff.Principal) bool, now time.Time) {
	for len(r.recent) > 0 && now.Sub(r.recent[0].at) > revokedFor {
		r.recent = r.recent[1:]
	}
	r.last++
	r.recent = append(r.recent, revocation{r.last, now, match})
}

// hit reports whether who was revoked after its credentials were looked at.
func (r *revocations) hit(a arrival) bool {
	for _, revoked := range r.recent {
		if revoked.number > a.asOf && revoked.match(a.Principal) {
			return true
		}
	}
	return false
}

// Revoke throws out every socket of the principals that match, whose credentials
// are void: once it returns nothing more is sent to them, not even what waited,
// and none of them that was on its way gets in. They are told to stay away
// (packet 41); who comes back has to show other credentials. It returns how many
// sockets there were. match must be quick, and must not call Live.
func (l *Live) Revoke(match func(staff.Principal) bool) (sockets int) {
	h := l.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	h.revoked.add(match, time.Now())
	h.lastings.endAll(match)
	for _, s := range l.rooms.All().Sockets() {
		if match(principalOf(s)) {
			s.Expel()
			sockets++
		}
	}
	return sockets
}

// arriving returns who sent a request, and remembers what had been revoked
// before.
func (h *hub) arriving(who func() staff.Principal) arrival {
	h.mu.Lock()
	asOf := h.revoked.last
	h.mu.Unlock()
	return arrival{Principal: who(), asOf: asOf}
}

// principalOf returns who is behind a socket, as it has entered or as it came.
func principalOf(s *socketio.Socket) staff.Principal {
	if v, entered := s.Value().(visitor); entered {
		return v.Principal
	}
	return s.Handshake().(arrival).Principal
}

func errRevoked() error {
	return fault.Forbidden("live.revoked", "these credentials are no longer valid: sign in again")
}
