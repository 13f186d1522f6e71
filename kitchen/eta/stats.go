package eta

import (
	"maps"
	"math"
	"slices"
	"time"
)

// What Stats keeps, and what it calls broken.
const (
	maxDays  = 28
	brokenBy = 3.0 // minutes after the first promise
)

// Stats is how honest the estimator was: what it said when orders came, and
// when they were ready.
type Stats struct {
	Score
	Days []DayStats // the last four weeks, oldest first
}

// DayStats is one business day.
type DayStats struct {
	From time.Time // its first order
	Score
	Stations []StationStats // by name
}

// StationStats is the orders that waited for a station longest.
type StationStats struct {
	Station string
	Score
}

// A Score sums up orders that are ready.
type Score struct {
	Orders  int
	Covered int     // ready by their P80
	Broken  int     // ready more than three minutes after their first promise
	Error   float64 // minutes between P50 and truth, all orders together
}

// MAE returns the mean distance of P50 from the truth in minutes.
func (s Score) MAE() float64 { return s.Error / math.Max(float64(s.Orders), 1) }

// Coverage returns the share of orders that were ready by their P80.
func (s Score) Coverage() float64 { return float64(s.Covered) / math.Max(float64(s.Orders), 1) }

// BrokenShare returns the share of orders whose first promise was broken.
func (s Score) BrokenShare() float64 { return float64(s.Broken) / math.Max(float64(s.Orders), 1) }

func (s *Score) add(other Score) {
	s.Orders += other.Orders
	s.Covered += other.Covered
	s.Broken += other.Broken
	s.Error += other.Error
}

// Stats returns the scores of the last days. Orders that were recalled count
// as ready when they were so first; those changed after they came do not count,
// nor those that were cleared with a whole screen.
func (e *Estimator) Stats() Stats {
	var s Stats
	for _, d := range e.ledger.days {
		day := DayStats{From: clock(d.from)}
		for _, name := range slices.Sorted(maps.Keys(d.stations)) {
			day.Stations = append(day.Stations, StationStats{name, *d.stations[name]})
			day.add(*d.stations[name])
		}
		s.Days = append(s.Days, day)
		s.add(day.Score)
	}
	return s
}

// A ledger keeps the scores of the last days.
type ledger struct {
	days   []ledgerDay
	closed bool // the last day has ended
}

type ledgerDay struct {
	from     float64
	stations map[string]*Score
}

// turn ends a day.
func (l *ledger) turn() { l.closed = true }

// enter counts an order that is ready at t.
func (l *ledger) enter(o *ticket, t float64) {
	if len(l.days) == 0 || l.closed {
		l.days = append(l.days, ledgerDay{o.created, map[string]*Score{}})
		l.closed = false
	}
	if len(l.days) > maxDays {
		l.days = slices.Delete(l.days, 0, 1)
	}
	l.days[len(l.days)-1].score(o).add(score(o, t))
}

// score returns the score of the station that an order waited for.
func (d *ledgerDay) score(o *ticket) *Score {
	name := ""
	if o.waits != nil {
		name = o.waits.name
	}
	if d.stations[name] == nil {
		d.stations[name] = &Score{}
	}
	return d.stations[name]
}

func score(o *ticket, t float64) Score {
	s := Score{Orders: 1, Error: math.Abs(o.quoted[median] - t)}
	if t <= o.quoted[p80] {
		s.Covered = 1
	}
	told := math.Ceil(o.quoted[promised])
	if o.promise.given {
		told = o.promise.first
	}
	if t > told+brokenBy {
		s.Broken = 1
	}
	return s
}
