package eta

import "math"

// When lines are crowded, a look goes on where the last has ended, and begins
// afresh once a second only. A kitchen of that size does not notice.
const (
	crowded   = 64       // open lines of a station
	lookPause = 1.0 / 60 // minutes between two looks
	lookLines = 5_000    // lines a look may read a second; beyond them it is made less often
)

// What is taken for clearing a screen: so many bumps of one station, one after
// the other, of lines that nobody can have cooked yet.
const (
	clearedLines = 3
	clearedIn    = 2.0 / 60 // minutes between two of them
	clearedPart  = 4        // one in so many is such a line; the others were cooked, and forgotten
	clearedKept  = 64       // bumps looked back at
)

// switchGain is by how much another variant must err less to be believed.
const switchGain = 0.995

// A station is a place that cooks, with the queue before it.
type station struct {
	name     string
	dishes   map[string]*dish
	lines    row[*line] // fired and not done
	variants [variants]variant
	best     int // the variant believed
	version  uint64
	view     view
	taps     []tap // the last bumps that taught, in quick succession
	judge    int   // the variant believed when they began
}

// A view is the last look of the variant believed.
type view struct {
	outlook
	version uint64
	upTo    uint64 // place of the last line in it
}

// A tap is a bump that taught something.
type tap struct {
	line *line
	at   float64
	idle bool // nobody can have cooked the line
}

func newStation(name string, slots int) *station {
	s := &station{name: name, dishes: map[string]*dish{}, version: 1}
	for n := range s.variants {
		s.variants[n] = newVariant(n, slots)
		if s.variants[n].error() < s.variants[s.best].error() {
			s.best = n
		}
	}
	return s
}

// dish returns what is known of an item here; one that is new begins with the
// minutes configured, or with what is usual here.
func (s *station) dish(item string, prep float64) *dish {
	if d, ok := s.dishes[item]; ok {
		return d
	}
	d := s.guess(prep)
	s.dishes[item] = d
	return d
}

func (s *station) guess(prep float64) *dish {
	d := &dish{}
	for n := range s.variants {
		v := &s.variants[n]
		switch {
		case prep > 0:
			d.set(n, math.Log(ownersHope*prep))
		case v.learned > 0:
			d.set(n, v.usual)
		default:
			d.set(n, math.Log(ownersHope*unknownPrep))
		}
	}
	return d
}

// fire puts a line at the end of the queue.
func (s *station) fire(l *line, t float64) {
	l.is, l.fired, l.fin = queued, t, t
	s.lines.put(l)
	s.version++
	for n := range s.variants {
		v := &s.variants[n]
		v.admit(s, t)
		l.pred[n] = float32(v.foresee(s, l, t) - t)
	}
}

// foresee returns when the line that was fired last will be done.
func (v *variant) foresee(s *station, l *line, t float64) (fin float64) {
	if s.stale(v.outlook.at, t) {
		v.outlook, fin = v.look(s, t, false)
		return fin
	}
	return v.outlook.join(t, l.quantity, v.each(l.dish))
}

// stale tells whether a look of some time ago must be made afresh.
func (s *station) stale(at, t float64) bool {
	n := len(s.lines.all)
	return n <= crowded || t < at || t-at > lookPause*max(1, float64(n)/lookLines)
}

// see brings the view up to date.
func (s *station) see(t float64) *view {
	v, best := &s.view, &s.variants[s.best]
	switch {
	case v.at == t && v.version == s.version:
		return v
	case s.stale(v.at, t):
		v.outlook, _ = best.look(s, t, true)
	default:
		for _, l := range s.lines.after(v.upTo) {
			l.fin = v.join(t, l.quantity, best.each(l.dish))
		}
	}
	v.version = s.version
	if n := len(s.lines.all); n > 0 {
		v.upTo = s.lines.all[n-1].place
	}
	return v
}
