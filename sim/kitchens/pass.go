package kitchens

import "math"

// What happens after the last pot.
const (
	packNoise   = 0.4 // ln
	eaten       = 5.0 // minutes until the next course is fired, in the median
	eatenNoise  = 0.35
	rememberIn  = 4.0 // minutes until a forgotten tap is made, on average
	betweenTaps = 0.02
)

// serve bumps a line, a moment after it is done.
func (d *day) serve(l *line) {
	delay := d.tapping * d.r.ExpFloat64()
	if d.r.Float64() < d.Forgotten {
		delay += rememberIn * d.r.ExpFloat64()
	}
	o := l.order
	if o.left--; o.left == 0 || d.courseDone(l) {
		defer func() { d.goOn(o, l) }()
	}
	if d.OrderTaps {
		delay = 0
	} else {
		number := l.number
		d.at(d.now+delay, func() { d.hear(o, Event{Type: Bump, Line: &number}) })
	}
	l.order.bumped = max(o.bumped, d.now+delay)
	l.left = -1
}

// courseDone tells whether a line was the last of its course but itself.
func (d *day) courseDone(last *line) bool {
	for _, l := range last.order.lines {
		if l != last && l.course == last.course && l.left >= 0 {
			return false
		}
	}
	return true
}

// goOn packs an order that is complete, or waits until its next course is
// wanted.
func (d *day) goOn(o *order, last *line) {
	if o.left == 0 {
		packed := d.now + d.packing*math.Exp(packNoise*d.r.NormFloat64())
		d.at(max(packed, o.bumped+betweenTaps), func() { d.hear(o, Event{Type: Ready}) })
		return
	}
	d.at(o.bumped+eaten*math.Exp(eatenNoise*d.r.NormFloat64()), func() {
		for _, l := range o.lines {
			if number := l.number; l.course == last.course+1 {
				d.hear(o, Event{Type: Fire, Line: &number})
				d.fire(l)
			}
		}
	})
}
