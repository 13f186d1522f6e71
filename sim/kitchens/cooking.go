package kitchens

import (
	"math"
	"slices"
)

const (
	secondStage = 0.5 // of the time of a dish, at the station it goes on to
	takenOn     = 3   // times what they can do, by cooks who multitask
)

// An order is being cooked.
type order struct {
	id      string
	hidden  bool
	started bool
	lines   []*line
	left    int     // lines
	bumped  float64 // the last tap
}

type line struct {
	order  *order
	number int
	want
	left     int  // units
	second   bool // at the station it goes on to
	remade   bool
	earliest float64 // when it may be begun
}

// A bench is a station at work.
type bench struct {
	queue   []*line // one entry per unit that waits
	pots    []*pot
	updated float64
	version int
}

// A pot cooks one unit, or a basket of equal ones.
type pot struct {
	units []*line
	left  float64 // minutes of work
}

// welcome takes an order in.
func (d *day) welcome(id string, g guest) {
	o := &order{id: id, hidden: d.r.Float64() < d.Hidden, left: len(g.lines)}
	e := Event{Type: Create}
	for i, w := range g.lines {
		o.lines = append(o.lines, &line{order: o, number: i, want: w})
		e.Lines = append(e.Lines, Line{itemName(w.dish), w.quantity, w.course})
	}
	d.hear(o, e)
	for _, l := range o.lines {
		if l.course <= 1 {
			d.fire(l)
		}
	}
}

// fire sends a line to its station.
func (d *day) fire(l *line) {
	if d.InSync {
		l.earliest = d.now + 0.7*(d.longest(l.order, l.course)-d.dishes[l.dish].minutes)
		d.at(l.earliest, func() { d.begin(d.station(l)) })
	}
	d.enqueue(l, l.quantity)
}

// longest returns the time of the slowest dish of a course.
func (d *day) longest(o *order, course int) (minutes float64) {
	for _, l := range o.lines {
		if l.course == course {
			minutes = max(minutes, d.dishes[l.dish].minutes)
		}
	}
	return minutes
}

func (d *day) enqueue(l *line, units int) {
	l.left = units
	b := &d.benches[d.station(l)]
	for range units {
		b.queue = append(b.queue, l)
	}
	d.begin(d.station(l))
}

func (d *day) station(l *line) int {
	if l.second {
		return d.dishes[l.dish].then
	}
	return d.dishes[l.dish].station
}

// begin lets a station begin what it can.
func (d *day) begin(station int) {
	d.work(station)
	b := &d.benches[station]
	for d.hands(station) > 0 {
		i := d.choose(b)
		if i < 0 {
			break
		}
		d.cook(station, i)
	}
	d.plan(station)
}

// hands returns how many pots more a station may put on.
func (d *day) hands(station int) int {
	n := d.crew(station) - len(d.benches[station].pots)
	if d.SharedCrew && station < 2 {
		both := (3*(d.crew(0)+d.crew(1)) + 3) / 4
		n = min(n, both-len(d.benches[0].pots)-len(d.benches[1].pots))
	}
	return n
}

// crew returns how many pots a station has at most.
func (d *day) crew(station int) int {
	n := d.stations[station].slots
	if d.OffPeak && crowd(d.now) < 0.4 {
		n = max(1, n*2/3)
	}
	if d.Multitask {
		n *= takenOn
	}
	return n
}

// choose returns whose turn it is, -1 when nobody may begin.
func (d *day) choose(b *bench) int {
	var may []int
	for i, l := range b.queue {
		if l.earliest <= d.now && len(may) < 5 {
			may = append(may, i)
		}
	}
	switch {
	case len(may) == 0:
		return -1
	case d.OutOfOrder > 0 && d.r.Float64() < d.OutOfOrder:
		return may[d.r.IntN(len(may))]
	}
	return may[0]
}

// cook puts on a pot for a unit of the queue, and its equals into the basket.
func (d *day) cook(station, i int) {
	b, s := &d.benches[station], d.stations[station]
	first := b.queue[i]
	p := &pot{units: []*line{first}, left: d.minutes(station, first, len(b.queue))}
	b.queue = slices.Delete(b.queue, i, i+1)
	for j := i; j < len(b.queue) && len(p.units) < s.basket; {
		if b.queue[j].dish != first.dish {
			j++
			continue
		}
		p.units = append(p.units, b.queue[j])
		b.queue = slices.Delete(b.queue, j, j+1)
	}
	b.pots = append(b.pots, p)
	for _, l := range p.units {
		if !l.order.started {
			l.order.started = true
			d.hear(l.order, Event{Type: Start})
		}
	}
}

// minutes draws how long a unit takes.
func (d *day) minutes(station int, l *line, waiting int) float64 {
	s := d.stations[station]
	m := d.dishes[l.dish].minutes * math.Exp(s.sigma*d.r.NormFloat64()) * d.pace()
	if l.second {
		m *= secondStage
	}
	if d.SlowFrom > 0 && d.number+1 >= d.SlowFrom && station == d.bottleneck() {
		m *= 1.4
	}
	return m * max(0.75, 1-d.hurry*float64(waiting)/float64(s.slots*s.basket))
}

// work lets the time pass at a station.
func (d *day) work(station int) {
	b := &d.benches[station]
	for _, p := range b.pots {
		p.left -= (d.now - b.updated) * d.share(station)
	}
	b.updated = d.now
}

// share returns how much of a minute each pot gets.
func (d *day) share(station int) float64 {
	return min(1, float64(d.stations[station].slots)/max(1, float64(len(d.benches[station].pots))))
}

// plan plans when the next pot of a station is done.
func (d *day) plan(station int) {
	b := &d.benches[station]
	b.version++
	if len(b.pots) == 0 {
		return
	}
	next := slices.MinFunc(b.pots, func(p, q *pot) int { return compare(p.left, q.left) })
	version := b.version
	d.at(d.now+max(next.left, 0)/d.share(station), func() {
		if b.version == version {
			d.finish(station, next)
		}
	})
}

// finish takes a pot from the fire.
func (d *day) finish(station int, p *pot) {
	d.work(station)
	b := &d.benches[station]
	b.pots = slices.DeleteFunc(b.pots, func(other *pot) bool { return other == p })
	for _, l := range p.units {
		if l.left--; l.left == 0 {
			d.cooked(l)
		}
	}
	d.begin(station)
	if d.SharedCrew && station < 2 {
		d.begin(1 - station)
	}
}

// cooked sends a line on, or to the pass.
func (d *day) cooked(l *line) {
	switch {
	case !l.second && d.dishes[l.dish].then >= 0:
		l.second = true
		d.enqueue(l, l.quantity)
	case !l.remade && d.r.Float64() < d.Remakes:
		l.remade = true
		d.enqueue(l, 1)
	default:
		d.serve(l)
	}
}
