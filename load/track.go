package load

// A track is what one connection has seen of one room: the last update, and which of the 63 before it.
type track struct {
	last   int
	recent uint64 // bit i says that last-i was seen
}

// A fate is what became of a delivery.
type fate int

const (
	inOrder    fate = iota
	outOfOrder      // one that came after a later one
	duplicate       // one that was seen before, or so late that nobody can tell
)

// see notes that an update, numbered from 1, was delivered.
func (t *track) see(number int) fate {
	if ahead := number - t.last; ahead > 0 {
		t.last, t.recent = number, t.recent<<ahead|1
		return inOrder
	}
	bit := uint64(1) << (t.last - number) // 0 when that is more than 63
	if bit == 0 || t.recent&bit != 0 {
		return duplicate
	}
	t.recent |= bit
	return outOfOrder
}
