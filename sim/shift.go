package sim

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"

	"orderup/fault"
)

// The speeds of a shift.
const (
	MinSpeed     = 1
	MaxSpeed     = 100
	DefaultSpeed = 60
)

// A Shift says how a crew works.
type Shift struct {
	Speed float64 // MinSpeed to MaxSpeed times as fast as a real kitchen; DefaultSpeed when 0
	Seed  uint64  // the same seed gives the same order the same times
}

func (s Shift) withDefaults() (Shift, error) {
	if s.Speed == 0 {
		s.Speed = DefaultSpeed
	}
	if !(s.Speed >= MinSpeed && s.Speed <= MaxSpeed) { // so that NaN is refused too
		return s, fault.Invalid("sim.speed", "speed must be a number from %d to %d: how many times faster than a real kitchen",
			MinSpeed, MaxSpeed).At("speed")
	}
	return s, nil
}

// times are how long the parts of an order's life take.
type times struct {
	reaction time.Duration // from a free cook's seeing it to the start
	cooking  time.Duration
	pickup   time.Duration // from ready to handed over
}

// The medians at speed 1, and how far times scatter around them: the sigma of
// their logarithm.
const (
	reactionMedian = 5 * time.Second
	cookingBase    = 105 * time.Second // and more for each line and piece
	cookingLine    = 30 * time.Second
	cookingPiece   = 10 * time.Second // for each after the first of a line
	cookingMost    = 20 * time.Minute // however large the order: the whole crew helps
	pickupMedian   = 90 * time.Second

	reactionSigma = 0.4
	cookingSigma  = 0.3
	pickupSigma   = 0.5
)

// timesOf draws the times of a ticket. They depend on nothing but the shift
// and the ticket.
func (s Shift) timesOf(t *ticket) times {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %d", t.day, t.number)
	r := rand.New(rand.NewPCG(s.Seed, h.Sum64()))
	return times{
		reaction: s.around(r, reactionMedian, reactionSigma),
		cooking:  s.around(r, cookingMedian(t.lines, t.pieces), cookingSigma),
		pickup:   s.around(r, pickupMedian, pickupSigma),
	}
}

// cookingMedian returns how long an order usually takes.
func cookingMedian(lines, pieces int) time.Duration {
	m := cookingBase + time.Duration(lines)*cookingLine + time.Duration(pieces-lines)*cookingPiece
	return min(m, cookingMost)
}

// around draws a lognormal duration with the given median, and speeds it up.
func (s Shift) around(r *rand.Rand, median time.Duration, sigma float64) time.Duration {
	return time.Duration(float64(median) * math.Exp(sigma*r.NormFloat64()) / s.Speed)
}
