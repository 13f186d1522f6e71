package eta

import (
	"math"
	"slices"
	"time"
)

// What bounds an estimator, whatever it is fed.
const (
	maxHeld     = 300_000 // open orders and their lines; beyond it the oldest are forgotten: nobody cooks them
	maxAge      = 24 * 60 // minutes an order may be open; no kitchen that works takes a day
	maxItems    = 2_000   // dishes told apart; names typed at a till can be anything
	maxQuantity = 100     // units of a line that are thought through; more beers do not take longer
	maxFinished = 1_000   // orders kept after they were ready, to be recalled
)

// What is believed, and how fast that is learned.
const (
	packingAtFirst = 0.7 // minutes from the last bump until an order is ready
	packingRate    = 0.03
	packingLongest = 5.0
	packingLeft    = 0.15 // minutes that packing goes on at least, however long it has
	pauseAtFirst   = 5.0  // minutes from the end of a course until the next is fired
	pauseRate      = 0.05
	pauseLongest   = 45.0
)

// Config is what is known of a kitchen beforehand. All of it may be missing,
// and wrong: it is where learning begins.
type Config struct {
	Stations        map[string]StationConfig // by name
	Items           map[string]ItemConfig    // by the item of a Line
	PromiseQuantile float64                  // share of orders that are to keep their first promise, 0.5 to 0.98; 0 stands for 0.8
}

// A StationConfig is what is known of a station.
type StationConfig struct {
	Slots int // units it works on at a time; 0 when nobody knows
}

// An ItemConfig is what is known of an item of the menu.
type ItemConfig struct {
	Station string        // where it is cooked; empty when nobody knows
	Prep    time.Duration // to cook one; 0 when nobody knows
}

// A Line is so many of one item.
type Line struct {
	ID       string // names it within its order
	Item     string
	Quantity int // less than 1 counts as 1
	Course   int // the lowest course of an order is fired with it, later ones by Fire
}

// A Lesson says whether something is to be learned from a tap.
type Lesson bool

// The two kinds of tap.
const (
	Teaches   Lesson = true  // by somebody who cooks
	Simulated Lesson = false // by a simulation: it moves the queue and teaches nothing
)

// An Estimator knows one kitchen. Make one with New.
type Estimator struct {
	config   Config
	stations map[string]*station
	inferred map[string]string // stations of items that have none, by item
	items    map[string]bool   // those told apart
	tickets  map[string]*ticket
	open     row[*ticket]
	sampling []*ticket // in the order of their next sample
	finished []*ticket // in the order of their end
	held     int       // open orders and their lines
	place    uint64    // the last given to an order or a line
	packing  float64   // minutes from the last bump until an order is ready
	pause    float64   // minutes from the end of a course until the next is fired
	quotes   calibration
	waits    calibration
	past     history
	ledger   ledger
}

// New returns an estimator for a kitchen of which nothing is known but c.
func New(c Config) *Estimator {
	e := &Estimator{
		stations: map[string]*station{}, inferred: map[string]string{}, items: map[string]bool{}, tickets: map[string]*ticket{},
		packing: packingAtFirst, pause: pauseAtFirst,
	}
	quantile := c.PromiseQuantile
	if !(quantile >= 0.5 && quantile <= 0.98) {
		quantile = 0.8
	}
	e.quotes, e.waits = newCalibration(quoteRate, quantile), newCalibration(waitRate, quantile)
	e.Configure(c)
	return e
}

// Configure tells of another menu or other stations. What was learned stays;
// dishes that move to another station are learned there afresh. The quantile
// is that of New.
func (e *Estimator) Configure(c Config) { e.config = c }

// minutes turns a time into minutes since 1970.
func minutes(t time.Time) float64 { return float64(t.UnixMilli()) / 60_000 }

// clock turns minutes since 1970 into a time, to the millisecond.
func clock(m float64) time.Time { return time.UnixMilli(int64(math.Round(m * 60_000))).UTC() }

func (e *Estimator) next() uint64 {
	e.place++
	return e.place
}

// station returns the one of that name; it appears with its first line.
func (e *Estimator) station(name string) *station {
	s, ok := e.stations[name]
	if !ok {
		s = newStation(name, e.config.Stations[name].Slots)
		e.stations[name] = s
	}
	return s
}

// route returns the name of the station that cooks an item.
func (e *Estimator) route(item string) string {
	if name := e.config.Items[item].Station; name != "" {
		return name
	}
	return e.inferred[item]
}

// known returns the name under which an item is learned.
func (e *Estimator) known(item string) string {
	if len(e.items) < maxItems {
		e.items[item] = true
	}
	if !e.items[item] {
		return ""
	}
	return item
}

// line makes a line of an order, which waits for being fired.
func (e *Estimator) line(o *ticket, asked Line) *line {
	item := e.known(asked.Item)
	s := e.station(e.route(item))
	return &line{
		ticket: o, id: asked.ID, item: item, station: s, dish: s.dish(item, e.config.Items[item].Prep.Minutes()),
		quantity: quantity(asked), course: asked.Course,
	}
}

func quantity(l Line) int { return min(max(l.Quantity, 1), maxQuantity) }

// fire sends a line to its station.
func (e *Estimator) fire(l *line, t float64) {
	l.place = e.next()
	l.station.fire(l, t)
}

// forget leaves an order out of everything, as if it had never been: nothing
// is learned from it.
func (e *Estimator) forget(o *ticket, t float64) {
	for _, l := range o.lines {
		if l.is == queued {
			l.station.remove(l, t)
		}
		l.is = gone
	}
	if o.closed {
		e.unkeep(o)
	}
	e.close(o)
	delete(e.tickets, o.id)
}

// close takes an order off the open ones.
func (e *Estimator) close(o *ticket) {
	if !o.closed {
		o.closed = true
		e.open.take(o)
		e.held -= 1 + len(o.lines)
	}
}

// advance does what the time asks for before something happens at t.
func (e *Estimator) advance(t float64) {
	for len(e.open.all) > 0 {
		oldest := e.open.all[0]
		if e.held <= maxHeld && math.Abs(t-oldest.created) <= maxAge { // one from the future came by a clock that was wrong
			break
		}
		e.forget(oldest, t)
	}
	e.sample(t)
}

// keep keeps a finished order for a while.
func (e *Estimator) keep(o *ticket) {
	e.finished = append(e.finished, o)
	if len(e.finished) <= maxFinished {
		return
	}
	delete(e.tickets, e.finished[0].id)
	e.finished = slices.Delete(e.finished, 0, 1)
}

// unkeep gives up a finished order that is open again, or cancelled.
func (e *Estimator) unkeep(o *ticket) {
	e.finished = slices.DeleteFunc(e.finished, func(f *ticket) bool { return f == o })
}
