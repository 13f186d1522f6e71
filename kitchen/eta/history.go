package eta

import "slices"

// What is kept to infer stations from.
const (
	maxPast    = 2_000 // lines
	enoughPast = 150   // lines, before there is a point in it
	freshPast  = 0.5   // share of the lines that must be new since the last time
	tappedPast = 0.5   // share of the lines that must have been bumped by hand
)

// A history keeps the lines of dishes whose station nobody has named.
type history struct {
	lines []pastLine // in the order they were done
	fresh int        // done since stations were inferred
}

// A pastLine is a line that is done.
type pastLine struct {
	item        string
	quantity    int
	fired, done float64
	taps        bool // it was bumped by hand, and so taught
}

// add remembers a line that is done.
func (h *history) add(l *line) {
	if len(h.lines) == maxPast {
		h.lines = slices.Delete(h.lines, 0, maxPast/4)
	}
	h.lines = append(h.lines, pastLine{l.item, l.quantity, l.fired, l.done, l.taught != nil})
	h.fresh++
}

// ripe tells whether to infer stations, again.
func (h *history) ripe() bool {
	n := len(h.lines)
	return n >= enoughPast && float64(h.fresh) >= freshPast*float64(n) && float64(h.tapped()) >= tappedPast*float64(n)
}

func (h *history) tapped() (n int) {
	for _, l := range h.lines {
		if l.taps {
			n++
		}
	}
	return n
}
