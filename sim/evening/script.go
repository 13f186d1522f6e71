package evening

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// A Plan is what a script is made from: the same plan gives the same script.
type Plan struct {
	Start time.Time // in the zone of the restaurant
	Seed  uint64
	Menu  *menu.Menu
	Setup kitchen.Setup
}

// A Script says who does what when. It reads no clock: its time is that of its
// agenda. It goes on day after day; the night is a hole in it.
type Script struct {
	Plan
	now      time.Time
	agenda   agenda
	acted    time.Time // of the last act: no two are at the same time
	act      *Act      // of this step; nil if nobody does anything
	parties  []*party  // whose orders are not over, in the order in which they came
	came     int       // parties, until now
	guests   int       // of them, that the script has sent
	days     int       // that have begun
	lastCall time.Time // when the last guests order today
	crews    []*crew
	soldOut  []menu.ItemID
	blind    menu.StationID // whose screen will miss its next ticket
	deck     []incident     // what goes wrong next
	luck     *rand.Rand     // of what goes wrong
}

// A party is an order and those who wait for it.
type party struct {
	nth     int
	order   order.Order
	luck    *rand.Rand
	planned map[string]bool       // what will be seen to
	missed  map[order.TaskID]bool // no screen shows them
	onFire  map[order.TaskID]fire
	noShow  bool  // nobody will fetch it
	timed   int64 // the version whose due the house's clock has
	gone    bool
}

// fire is how much of a task is being made, and until when.
type fire struct {
	units int
	until time.Time
}

// NewScript returns the script that a plan makes.
func NewScript(p Plan) *Script {
	s := &Script{Plan: p, now: p.Start, crews: crews(), luck: dice(p.Seed, "incidents", 0)}
	s.day(p.Start)
	return s
}

// When returns the time of the next step. It is never over.
func (s *Script) When() time.Time { return s.agenda.entries[0].at }

// Step does what is next on the agenda and returns what somebody has to do in
// the house for it; false if nothing.
func (s *Script) Step() (Act, bool) {
	e := s.agenda.take()
	if !e.at.After(s.acted) {
		s.agenda.add(s.acted.Add(time.Millisecond), e.do)
		return Act{}, false
	}
	s.now, s.act = e.at, nil
	e.do()
	if s.act == nil {
		return Act{}, false
	}
	s.acted = s.now
	return *s.act, true
}

// Placed says which id the house has given to the order of the last Place.
func (s *Script) Placed(id order.ID) { s.parties[len(s.parties)-1].order.ID = id }

// Adopt takes an order over as it is in the house at a time, because somebody
// else has changed it.
func (s *Script) Adopt(o order.Order, now time.Time) {
	if now.After(s.now) && now.Before(s.When()) {
		s.now = now.In(s.Start.Location())
	}
	p := s.party(o.ID)
	if p == nil {
		p = s.welcome(o)
	}
	p.order, p.timed = o, 0
	s.settle(p)
}

// Forget drops an order that the house does not know.
func (s *Script) Forget(id order.ID) {
	if p := s.party(id); p != nil {
		s.leave(p)
	}
}

// Open returns the orders that the script follows, as it knows them.
func (s *Script) Open() []order.Order {
	list := make([]order.Order, len(s.parties))
	for i, p := range s.parties {
		list[i] = p.order
	}
	return list
}

func (s *Script) party(id order.ID) *party {
	i := slices.IndexFunc(s.parties, func(p *party) bool { return p.order.ID == id })
	if i < 0 {
		return nil
	}
	return s.parties[i]
}

// welcome takes in a party with its order.
func (s *Script) welcome(o order.Order) *party {
	s.came++
	p := &party{
		nth: s.came, order: o, luck: dice(s.Seed, "party", s.came), planned: map[string]bool{},
		missed: map[order.TaskID]bool{}, onFire: map[order.TaskID]fire{},
	}
	s.parties = append(s.parties, p)
	return p
}

func (s *Script) leave(p *party) {
	p.gone = true
	s.parties = slices.DeleteFunc(s.parties, func(q *party) bool { return q == p })
}

// place lets a party order.
func (s *Script) place(d order.Draft) {
	if err := d.Check(); err != nil {
		return // the menu has changed, and nobody can order that
	}
	said := d
	d.Lines = order.NumberLines(d.Lines, 1)
	slip := order.Slip{ID: order.ID("party " + strconv.Itoa(s.came+1)), Tasks: s.Setup.Route(d.Lines, order.Work{Kind: d.Kind}, s.time(), 1)}
	o, _ := order.Place(d, slip, s.change("guest"))
	p := s.welcome(o)
	s.say(p, "guest", Place{said})
	s.settle(p)
}

// work lets somebody do a command of the kitchen, unless it would change
// nothing or is impossible by now.
func (s *Script) work(p *party, by string, c kitchen.Command) {
	events, err := kitchen.Do(&p.order, c, s.Setup, s.change(by))
	if err != nil || len(events) == 0 {
		return
	}
	s.say(p, by, Work{c})
	s.settle(p)
}

// add lets a party order more.
func (s *Script) add(p *party, lines []order.Line) {
	numbered := order.NumberLines(lines, len(p.order.Lines)+1)
	if _, err := kitchen.AddLines(&p.order, numbered, s.Setup, s.change("guest")); err != nil {
		return
	}
	s.say(p, "guest", Add{lines})
	s.settle(p)
}

// move lets somebody change the status of an order.
func (s *Script) move(p *party, by string, m Move) {
	change := s.change(by)
	change.Reason = m.Reason
	if events, err := p.order.MoveTo(m.To, change); err != nil || len(events) == 0 {
		return
	}
	s.say(p, by, m)
	s.settle(p)
}

func (s *Script) say(p *party, by string, d Deed) { s.act = &Act{s.now, by, p.order.ID, d} }

// settle sees to everything that follows from how an order is now.
func (s *Script) settle(p *party) {
	if p.gone {
		return
	}
	s.clock(p)
	s.screens(p)
	s.pass(p)
	s.cook()
	if !p.order.Status.Open() && !p.unacknowledged() {
		s.leave(p)
	}
}

// clock does to the script's copy what the house's clock does to the order.
func (s *Script) clock(p *party) {
	d, ok := s.Setup.Next(p.order)
	if !ok || p.timed == p.order.Version {
		return
	}
	version := p.order.Version
	p.timed = version
	s.at(d.At, func() {
		if p.gone || p.order.Version != version {
			return
		}
		_, _ = d.Apply(&p.order, s.Setup, s.change(house)) // refused by the house too, if at all
		s.settle(p)
	})
}

// soon plans something about a party after a while, unless it is planned
// already.
func (s *Script) soon(p *party, what string, d time.Duration, do func()) {
	if p.planned[what] {
		return
	}
	p.planned[what] = true
	s.after(d, func() {
		delete(p.planned, what)
		if !p.gone {
			do()
			s.settle(p)
		}
	})
}

// after plans what people do: between two milliseconds, so that it never falls
// together with what the house does.
func (s *Script) after(d time.Duration, do func()) {
	s.agenda.add(s.now.Add(d).Truncate(time.Millisecond).Add(time.Millisecond/2), do)
}

// at plans what the house does at a time.
func (s *Script) at(t time.Time, do func()) {
	if t.Before(s.now) {
		t = s.now
	}
	s.agenda.add(t, do)
}

// time is the time as the house writes it.
func (s *Script) time() time.Time { return s.now.UTC().Truncate(time.Millisecond) }

func (s *Script) change(by string) order.Change { return order.Change{By: actor + by, At: s.time()} }

// dice returns the luck of something that a script has n of.
func dice(seed uint64, of string, n int) *rand.Rand {
	h := seed
	for _, b := range []byte(of) {
		h = h*1099511628211 ^ uint64(b)
	}
	return rand.New(rand.NewPCG(h, uint64(n)))
}

// around draws a lognormal duration with a median.
func around(r *rand.Rand, median time.Duration, sigma float64) time.Duration {
	return time.Duration(float64(median) * math.Exp(sigma*r.NormFloat64()))
}

// between draws an even duration.
func between(r *rand.Rand, least, most time.Duration) time.Duration {
	return least + time.Duration(r.Float64()*float64(most-least))
}

// pick draws one of a list that is not empty.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
