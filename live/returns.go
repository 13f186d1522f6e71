package live

// Returns count the clients that came back and said where they had been, by a
// cursor or as a session of before: each time they connect, and for each order
// or kitchen that they join.
type Returns struct {
	Resumed uint64 // were sent what they had missed and nothing else
	Afresh  uint64 // had to begin anew: the log no longer tells, or it was too much
}

// note counts a client; since is empty if it never was here.
func (r *Returns) note(since string, resumed bool) {
	switch {
	case since == "":
	case resumed:
		r.Resumed++
	default:
		r.Afresh++
	}
}

// Returns returns the counts since the start.
func (l *Live) Returns() Returns {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	return l.hub.returns
}
