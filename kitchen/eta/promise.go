package eta

import (
	"math"
	"time"
)

// What moves a promise. People forgive a late time sooner than one that
// creeps: it moves seldom, and then far enough.
const (
	late     = 0.5  // minutes that the median may be behind it
	early    = 4.0  // minutes by which it must be too late to be brought forward
	earlyPer = 0.30 // the same, as a share of what is left
	maxMoves = 12   // of one order: who was told a dozen times does not believe the next
	hopeless = 60.0 // minutes overdue, after which it is left alone: nobody cooks that order
)

// A promise is what a guest was told.
type promise struct {
	shown float64
	first float64
	moves int
	given bool
}

// give notes what a guest is told.
func (p *promise) give(t float64) {
	switch {
	case !p.given:
		p.first, p.given = t, true
	case t != p.shown:
		p.moves++
	}
	p.shown = t
}

// revise returns what a guest should be told at t, when half of such orders
// are ready by one time and most by another.
func (p *promise) revise(t, half, most float64) float64 {
	switch {
	case !p.given:
		return math.Ceil(most)
	case p.moves >= maxMoves || t-p.shown > hopeless:
		return p.shown
	case half > p.shown+late:
		return math.Ceil(max((half+most)/2, p.shown+1))
	case most < p.shown-max(early, earlyPer*(p.shown-t)):
		return math.Ceil(most + 1)
	}
	return p.shown
}

// time returns what the guest was told, the zero time when nothing was.
func (p *promise) time() time.Time {
	if !p.given {
		return time.Time{}
	}
	return clock(p.shown)
}
