package eta

import "math"

// variants is how many numbers of slots are tried against each other.
const variants = 8

// sizes are those numbers: units that a station works on at a time.
var sizes = [variants]int{1, 2, 3, 4, 6, 8, 12, 16}

// What is believed before anything was seen.
const (
	unknownPrep = 5.0 // minutes to cook something nobody knows
	ownersHope  = 0.9 // true times by those that owners configure, in the median
)

// A dish is an item at a station, with what is known of its time there.
type dish struct {
	mu   [variants]float64 // ln of the minutes to cook one, by variant
	unit [variants]float64 // exp(mu)
	seen [variants]float64 // how often that was observed
}

func (d *dish) set(v int, mu float64) {
	d.mu[v], d.unit[v] = mu, math.Exp(mu)
}
