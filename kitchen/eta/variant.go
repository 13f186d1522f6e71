package eta

import (
	"cmp"
	"math"
	"slices"
)

// Learning rates and bounds of a variant.
const (
	spreadAtFirst = 0.12 // variance of ln(time) of a dish
	surprise      = 1.5  // no observation counts as more than e^1.5 times off
	slowest       = 0.03 // share of an observation that a well known dish takes over
	paceRate      = 0.04
	paceFades     = 0.998
	spreadRate    = 0.01
	lossFades     = 0.99
	beliefs       = 3.0  // observations that the number of slots believed at first is worth
	lossAtFirst   = 0.35 // what a good variant errs, in ln(minutes)
	lossPerFold   = 0.25 // what a variant e times off is thought to err more
	usualSlots    = 3.0
	tooLong       = 3.0 // standard deviations after which a tap was forgotten, and the slot is free
)

// A variant is a station under the hypothesis that it works on so many units
// at a time. It follows the same lines as its siblings, and learns what they
// tell if it is right; the variant that forecasts best is believed.
type variant struct {
	number   int       // in sizes
	size     int       // slots
	cooks    []cooking // by place
	frontier uint64    // place of the last line that got a slot
	pace     float64   // ln of today's times by the usual ones
	tempo    float64   // exp(pace)
	spread   float64   // variance of ln(time)
	usual    float64   // mean of ln(minutes for one), over what was cooked
	learned  float64   // observations in it
	loss     float64   // fading sum of errors in ln(minutes) of its forecasts at firing
	weight   float64   // of the errors in loss
	outlook  outlook   // of the last look
}

// A cooking is a line that has slots.
type cooking struct {
	line  *line
	start float64
	slots int
	lost  float64 // when the tap was forgotten, if it still cooks then
}

// A lesson is what one bump has changed, to take it back.
type lesson struct {
	mu, pace, spread, usual, loss float64
	seen                          bool // it was in service: more than the loss has changed
}

func newVariant(number, slots int) variant {
	v := variant{number: number, size: sizes[number], tempo: 1, spread: spreadAtFirst, weight: beliefs}
	believed := usualSlots
	if slots > 0 {
		believed = float64(slots)
	}
	v.loss = beliefs * (lossAtFirst + lossPerFold*math.Abs(math.Log(float64(v.size)/believed)))
	return v
}

// each returns the minutes that one unit of a dish takes now.
func (v *variant) each(d *dish) float64 { return d.unit[v.number] * v.tempo }

// waves is how often a line is cooked when only so many units fit at a time.
func waves(quantity, slots int) float64 { return float64((quantity + slots - 1) / slots) }

// admit gives free slots to the lines that wait, first come first served.
func (v *variant) admit(s *station, t float64) {
	free := v.size - v.busy(t)
	if free <= 0 {
		return
	}
	for _, l := range s.lines.after(v.frontier) {
		if free <= 0 {
			return
		}
		slots := min(l.quantity, free)
		v.cooks = append(v.cooks, v.begin(l, t, slots))
		v.frontier = l.place
		free -= slots
	}
}

func (v *variant) begin(l *line, t float64, slots int) cooking {
	whole := v.each(l.dish) * waves(l.quantity, slots)
	return cooking{l, t, slots, t + whole*math.Exp(tooLong*math.Sqrt(v.spread))}
}

// busy counts the slots in use.
func (v *variant) busy(t float64) (n int) {
	for i := range v.cooks {
		if c := &v.cooks[i]; t < c.lost {
			n += c.slots
		}
	}
	return n
}

// drop takes a line off its slots; false if it had none.
func (v *variant) drop(l *line) (cooking, bool) {
	if l.place > v.frontier {
		return cooking{}, false
	}
	i := slices.IndexFunc(v.cooks, func(c cooking) bool { return c.line == l })
	if i < 0 {
		return cooking{}, false
	}
	c := v.cooks[i]
	v.cooks = slices.Delete(v.cooks, i, i+1)
	return c, true
}

// resume puts a recalled line back to where it was before its bump.
func (v *variant) resume(l *line, c cooking, t float64) {
	if l.place > v.frontier { // it waited, and does so again
		return
	}
	if c.line == nil { // it waited, and those behind it have their slots by now
		c = v.begin(l, l.done, 1)
	}
	i, _ := slices.BinarySearchFunc(v.cooks, l.place, func(c cooking, p uint64) int { return cmp.Compare(c.line.place, p) })
	v.cooks = slices.Insert(v.cooks, i, c)
	for v.busy(t) > v.size && v.yield(l) {
	}
}

// yield sends the last line that has slots back to the queue, if it has got
// them because another was bumped.
func (v *variant) yield(to *line) bool {
	last := v.cooks[len(v.cooks)-1]
	if last.line.place <= to.place || last.start < to.done {
		return false
	}
	v.cooks = v.cooks[:len(v.cooks)-1]
	v.frontier = last.line.place - 1
	return true
}

// judge learns how well the forecast made at firing has met the truth.
func (v *variant) judge(l *line, t float64) lesson {
	foreseen, took := max(float64(l.pred[v.number]), 0.1), max(t-l.fired, 0.05)
	e := min(math.Abs(math.Log(took/foreseen)), surprise)
	v.loss, v.weight = lossFades*v.loss+e, lossFades*v.weight+1
	return lesson{loss: e}
}

// learn learns from the time that a line took on its slots.
func (v *variant) learn(l *line, c cooking, t float64, taught *lesson) {
	d, n := l.dish, v.number
	observed := math.Log(max(t-c.start, 0.05) / waves(l.quantity, c.slots))
	r := min(max(observed-d.mu[n]-v.pace, -surprise), surprise)
	d.seen[n]++
	step := max(1/(1+d.seen[n]), slowest) * r
	v.learned++
	usual := max(1/(1+v.learned), slowest) * (d.mu[n] + r - v.usual)
	pace := (v.pace+paceRate*r)*paceFades - v.pace
	spread := spreadRate * (r*r - v.spread)
	*taught = lesson{step, pace, spread, usual, taught.loss, true}
	v.apply(d, *taught, 1)
}

// absurd tells whether nobody can have cooked a line that was bumped at t: it
// had no slot, or hardly.
func (v *variant) absurd(l *line, t float64) bool {
	c := l.begun[v.number]
	return c.line == nil || t-c.start < v.each(l.dish)*waves(l.quantity, c.slots)*math.Exp(-surprise)
}

// unlearn takes a lesson back. What was learned since has built on it, so
// that a trace remains: it fades like any old observation.
func (v *variant) unlearn(d *dish, l lesson) {
	v.loss, v.weight = max(v.loss-l.loss, 0), max(v.weight-1, 1)
	if l.seen {
		v.learned--
		d.seen[v.number]--
		v.apply(d, l, -1)
	}
}

func (v *variant) apply(d *dish, l lesson, sign float64) {
	d.set(v.number, d.mu[v.number]+sign*l.mu)
	v.usual += sign * l.usual
	v.spread = max(v.spread+sign*l.spread, 0.01)
	v.setPace(v.pace + sign*l.pace)
}

func (v *variant) setPace(pace float64) { v.pace, v.tempo = pace, math.Exp(pace) }

// error is what the variant errs by, in ln(minutes).
func (v *variant) error() float64 { return v.loss / v.weight }
