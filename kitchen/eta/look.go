package eta

import "math"

// maxSlots is the largest of sizes.
const maxSlots = 16

// An outlook is when each slot of a station is free, and so a queue to join.
type outlook struct {
	at      float64
	size    int
	free    [maxSlots]float64
	waiting bool // somebody waits: who comes now is behind
}

func newOutlook(size int, t float64) outlook {
	o := outlook{at: t, size: size}
	for i := range size {
		o.free[i] = t
	}
	return o
}

// first returns the slot that is free first.
func (o *outlook) first() int {
	best := 0
	for i := 1; i < o.size; i++ {
		if o.free[i] < o.free[best] {
			best = i
		}
	}
	return best
}

// next returns when the first slot is free.
func (o *outlook) next() float64 { return o.free[o.first()] }

// hold occupies slots that are free until a time.
func (o *outlook) hold(slots int, until float64) {
	for range min(slots, o.size) {
		o.free[o.first()] = until
	}
}

// wait lets a line wait for its turn: each unit takes the earliest free slot.
// It returns when the last is done.
func (o *outlook) wait(quantity int, each float64) (fin float64) {
	o.waiting = true
	for range quantity {
		i := o.first()
		o.free[i] += each
		fin = max(fin, o.free[i])
	}
	return fin
}

// join foresees a line that comes at t: it starts at once when a slot is free
// and nobody waits.
func (o *outlook) join(t float64, quantity int, each float64) (fin float64) {
	idle := 0
	for i := range o.size {
		if o.free[i] <= t {
			o.free[i] = t
			idle++
		}
	}
	if o.waiting || idle == 0 {
		return o.wait(quantity, each)
	}
	slots := min(quantity, idle)
	fin = t + each*waves(quantity, slots)
	o.hold(slots, fin)
	return fin
}

// look foresees each line of the station if v is right about its slots. It
// returns the queue to join, and when the line that was fired last is done;
// note says whether the lines are to remember theirs.
func (v *variant) look(s *station, t float64, note bool) (o outlook, last float64) {
	o = newOutlook(v.size, t)
	for i := range v.cooks {
		c := &v.cooks[i]
		last = t + v.remaining(c, t)
		if t < c.lost {
			o.hold(c.slots, last)
		}
		if note {
			c.line.fin = last
		}
	}
	for _, l := range s.lines.after(v.frontier) {
		last = o.wait(l.quantity, v.each(l.dish))
		if note {
			l.fin = last
		}
	}
	return o, last
}

// remaining is the conditional median of the minutes that a lognormal cooking
// time goes on, given how long it has gone on.
func (v *variant) remaining(c *cooking, t float64) float64 {
	elapsed := max(t-c.start, 0)
	whole := v.each(c.line.dish) * waves(c.line.quantity, c.slots)
	if elapsed == 0 {
		return whole
	}
	sigma := math.Sqrt(v.spread)
	z := math.Log(elapsed/whole) / sigma
	if z > 5 { // the tail, where Erfc has no digits left: -ln P(Z>z) is about z*z/2
		return elapsed * math.Expm1(sigma*math.Ln2/z)
	}
	beyond := math.Erfc(z/math.Sqrt2) / 2 // P(longer than elapsed); the median leaves half of it
	return whole*math.Exp(sigma*math.Sqrt2*math.Erfcinv(beyond)) - elapsed
}
