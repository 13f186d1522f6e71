package eta

import (
	"math"
	"slices"
	"time"
)

// How forecasts are remembered until their truth is known.
const (
	sampleEvery = 1.5   // minutes between two of an order
	maxSamples  = 32    // of an order: it has waited 48 minutes then
	maxSampled  = 2_000 // open orders, beyond which none are: a flood teaches nothing
	quoteFor    = 0.05  // minutes for which an order is new, and its forecast the quote
	shortestRaw = 0.05  // minutes that a forecast leaves at least
)

// A Forecast says when an order will be ready.
type Forecast struct {
	P50       time.Time // half of such orders are ready by then
	P80       time.Time // four of five
	Published time.Time // what the guest was told; zero when nothing was
	Station   string    // the one it waits for longest; empty when only packing is left, or nobody knows
}

// raw is a forecast in minutes before it is calibrated.
type raw struct {
	fin     float64
	station *station
}

// Forecast says when an open order will be ready; false for an order that is
// not open.
func (e *Estimator) Forecast(order string, at time.Time) (Forecast, bool) {
	o := e.tickets[order]
	if o == nil || o.closed {
		return Forecast{}, false
	}
	t := minutes(at)
	x, s := e.estimate(o, t)
	f := x.forecast(s)
	f.Published = o.promise.time()
	return f, true
}

// Quote says when an order would be ready that was placed now. Nothing is
// stored, and nothing changes.
func (e *Estimator) Quote(lines []Line, at time.Time) Forecast {
	t := minutes(at)
	r := e.preview(lines, t)
	return e.quotes.times(t, r.fin).forecast(r.station)
}

// foresee looks when an order will be ready: when its last line is done, and
// it is packed.
func (e *Estimator) foresee(o *ticket, t float64) raw {
	r := raw{fin: min(o.lastBump, t)} // a clock that is right again is behind one that was ahead
	for _, l := range o.lines {
		if l.is == queued {
			l.station.see(t)
			r.cover(max(l.fin, t), l.station)
		}
	}
	for course, ok := o.nextCourse(math.MinInt); ok; course, ok = o.nextCourse(course) {
		start := max(r.fin+e.pause, t)
		for _, l := range o.lines {
			if l.is == held && l.course == course {
				r.cover(l.station.later(l, start, t), l.station)
			}
		}
	}
	if r.station == nil {
		r.fin = max(r.fin, t-e.packing+packingLeft)
	}
	r.fin += e.packing
	return r
}

// cover makes r last until a station has finished.
func (r *raw) cover(fin float64, s *station) {
	if r.station == nil || fin > r.fin {
		r.fin, r.station = max(r.fin, fin), s
	}
}

// later returns when a line is done that is fired at start.
func (s *station) later(l *line, start, t float64) float64 {
	queue := s.see(t)
	return s.after(l.dish, l.quantity, max(start, queue.next()))
}

// after returns when so many of a dish are done that begin at start.
func (s *station) after(d *dish, quantity int, start float64) float64 {
	best := &s.variants[s.best]
	return start + best.each(d)*waves(quantity, min(quantity, best.size))
}

// quote remembers what is forecast for an order that has just come.
func (e *Estimator) quote(o *ticket, t float64) {
	r := e.foresee(o, t)
	o.quote = sample{t, r.fin - t}
	o.quoted = e.quotes.times(t, r.fin)
}

// await lets an order wait for its next sample.
func (e *Estimator) await(o *ticket, t float64) {
	if o.awaits || len(o.samples) >= maxSamples {
		return
	}
	if len(e.sampling) > 2*len(e.open.all)+maxFinished { // many have come and gone since the first was due
		e.sampling = slices.DeleteFunc(e.sampling, (*ticket).unawait)
	}
	o.awaits, o.due = true, t+sampleEvery
	e.sampling = append(e.sampling, o)
}

// unawait tells whether an order that is closed waits for its next sample, as
// it does no more.
func (o *ticket) unawait() bool {
	o.awaits = !o.closed
	return o.closed
}

// sample remembers what is forecast for those who have waited another while,
// as if somebody had asked at that moment.
func (e *Estimator) sample(t float64) {
	for len(e.sampling) > 0 {
		o := e.sampling[0]
		if !o.closed && o.due > t && o.due <= t+sampleEvery {
			return
		}
		e.sampling[0], e.sampling = nil, e.sampling[1:]
		o.awaits = false
		if o.closed {
			continue
		}
		if o.due <= t && len(e.open.all) <= maxSampled {
			o.samples = append(o.samples, sample{o.due, e.foresee(o, o.due).fin - o.due})
		}
		e.await(o, min(max(o.due, t-sampleEvery), t)) // the clock may have been ahead
	}
}

// conclude learns how good the forecasts of an order were.
func (e *Estimator) conclude(o *ticket, t float64) {
	for _, s := range o.samples {
		e.waits.observe(s.raw, t-s.at)
	}
	if !o.amended {
		e.quotes.observe(o.quote.raw, t-o.quote.at)
		e.ledger.enter(o, t)
	}
}

// estimate is a calibrated forecast: the times of the quantiles.
type estimate [quantiles]float64

// times calibrates a raw forecast made at t.
func (c *calibration) times(t, fin float64) estimate {
	left := c.at(max(fin-t, shortestRaw))
	for i := range left {
		left[i] += t
	}
	return left
}

func (x estimate) forecast(s *station) Forecast {
	f := Forecast{P50: clock(x[median]), P80: clock(x[p80])}
	if s != nil {
		f.Station = s.name
	}
	return f
}

// estimate calibrates the forecast of an order.
func (e *Estimator) estimate(o *ticket, t float64) (estimate, *station) {
	r := e.foresee(o, t)
	if t-o.created < quoteFor && !o.amended {
		return e.quotes.times(t, r.fin), r.station
	}
	return e.waits.times(t, r.fin), r.station
}

// Publish returns what the guest should be told now, to the full minute, and
// whether that is new. The first is the quantile of the configuration; it
// moves when it would be late, or much too late, and not for ever. An order
// that is not open keeps what was told; the zero time when nothing was.
func (e *Estimator) Publish(order string, at time.Time) (time.Time, bool) {
	o := e.tickets[order]
	if o == nil {
		return time.Time{}, false
	}
	if o.closed {
		return o.promise.time(), false
	}
	t := minutes(at)
	x, _ := e.estimate(o, t)
	next := o.promise.revise(t, x[median], x[promised])
	changed := !o.promise.given || next != o.promise.shown
	o.promise.give(next)
	return clock(next), changed
}

// Promised tells what the guest of an order was told already: by this house
// before it was started again, or by another node. The zero time is nothing.
func (e *Estimator) Promised(order string, at time.Time) {
	if o := e.tickets[order]; o != nil && !at.IsZero() {
		o.promise.give(minutes(at))
	}
}

// Open lists the orders that are open, in the order of their creation.
func (e *Estimator) Open() []string {
	ids := make([]string, len(e.open.all))
	for i, o := range e.open.all {
		ids[i] = o.id
	}
	return ids
}
