package kitchens

import (
	"math"
	"math/rand/v2"
	"slices"
)

// What guests have on average.
const (
	meanLines = 1.65
	meanUnits = 1.31
	busyness  = 0.20 // of days, ln
)

// lineCounts and unitCounts are cumulated shares of 1, 2, 3...
var (
	lineCounts = []float64{0.58, 0.84, 0.94, 0.99, 1}
	unitCounts = []float64{0.76, 0.95, 0.98, 1}
)

// A guest is an order on its way.
type guest struct {
	at    float64 // minutes after midnight
	lines []want
}

type want struct{ dish, quantity, course int }

// crowd returns how full the house is by the time of day, of 1 at dinner.
func crowd(minute float64) float64 {
	peak := func(hour, width float64) float64 {
		d := (minute/60 - hour) / width
		return math.Exp(-d * d / 2)
	}
	return 0.12 + 0.80*peak(12.7, 0.9) + 0.88*peak(19.2, 1.5)
}

// guests returns those of a day, in the order they come.
func (h *House) guests(r *rand.Rand) (all []guest) {
	rate := h.rate * math.Exp(busyness*r.NormFloat64())
	for at := opens; ; {
		at += r.ExpFloat64() / rate
		if at > closes {
			break
		}
		if r.Float64() < crowd(at) {
			all = append(all, h.guest(r, at))
		}
	}
	if h.Bursts {
		all = append(all, h.parties(r)...)
		slices.SortStableFunc(all, func(a, b guest) int { return compare(a.at, b.at) })
	}
	return all
}

// parties are buses, and films that end.
func (h *House) parties(r *rand.Rand) (all []guest) {
	for range 3 + r.IntN(3) {
		at := opens + (opened-30)*r.Float64()
		for range 4 + r.IntN(5) {
			all = append(all, h.guest(r, at+2*r.Float64()))
		}
	}
	return all
}

func (h *House) guest(r *rand.Rand, at float64) guest {
	g := guest{at: at}
	for range 1 + pick(r, lineCounts) {
		g.lines = append(g.lines, want{dish: pick(r, h.popular), quantity: 1 + pick(r, unitCounts)})
	}
	if n := len(g.lines); n > 1 && r.Float64() < h.Courses*1.8 { // a line alone is no course
		for i := range g.lines {
			g.lines[i].course = 1 + i*2/n
		}
	}
	return g
}

// pick returns a number by cumulated shares.
func pick(r *rand.Rand, shares []float64) int {
	x := r.Float64()
	for i, s := range shares {
		if x < s {
			return i
		}
	}
	return len(shares) - 1
}
