package evening

import (
	"cmp"
	"slices"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// A crew is who works at a station: so many hands, each with room for some
// units of one dish, such as a basket of the fryer.
type crew struct {
	station menu.StationID
	hands   int
	room    int
	starts  bool // they press START; others only bump
	busy    int
}

func crews() []*crew {
	return []*crew{
		{station: fryer, hands: 7, room: 4, starts: true},
		{station: grill, hands: 8, room: 2, starts: true},
		{station: cold, hands: 3, room: 2},
		{station: counter, hands: 2, room: 1},
	}
}

// A load is what one hand makes at once: the same dish, for one order or more.
type load []part

// A part of a load is so much of a task.
type part struct {
	party *party
	task  order.TaskID
	units int
}

// cook lets every free hand take what is first, and as much of the same as
// there is room for.
func (s *Script) cook() {
	for _, c := range s.crews {
		for c.busy < c.hands {
			l := s.take(c)
			if len(l) == 0 {
				break
			}
			c.busy++
			s.make(c, l)
		}
	}
}

// take returns the next load of a station; none when nothing waits.
func (s *Script) take(c *crew) (l load) {
	dish, room := "", c.room
	for _, w := range s.waiting(c.station) {
		line := w.party.order.Line(w.party.order.Task(w.task).Line)
		name := cmp.Or(string(line.Item), line.Name)
		if room == 0 || dish != "" && name != dish {
			continue
		}
		dish, w.units = name, min(w.units, room)
		room -= w.units
		l = append(l, w)
	}
	return l
}

// waiting lists what a station's screen shows that nobody makes yet, first
// things first.
func (s *Script) waiting(station menu.StationID) (list []part) {
	for _, p := range s.parties {
		for _, t := range p.order.Tasks {
			units := t.Quantity - t.Made - p.onFire[t.ID].units
			if t.Station == station && !t.SeenAt.IsZero() && isWork(t) && units > 0 && p.order.Status.Open() {
				list = append(list, part{p, t.ID, units})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b part) int {
		return cmp.Or(-cmp.Compare(rushed(a.party), rushed(b.party)), a.firedAt().Compare(b.firedAt()), a.party.nth-b.party.nth)
	})
	return list
}

func (p part) firedAt() time.Time { return p.party.order.Task(p.task).FiredAt }

func isWork(t order.Task) bool { return t.State == order.Queued || t.State == order.Started }

func rushed(p *party) int {
	if p.order.RushAt.IsZero() {
		return 0
	}
	return 1
}

// make plans what becomes of a load.
func (s *Script) make(c *crew, l load) {
	luck := l[0].party.luck
	takes := around(luck, 4*time.Second, 0.4)
	for i, w := range l {
		if c.starts {
			s.after(takes+time.Duration(i)*time.Second, func() { s.tap(w, kitchen.Start, c) })
		}
	}
	takes += around(luck, s.prep(l), 0.25)
	for i, w := range l {
		done := takes + time.Duration(i)*1300*time.Millisecond
		w.party.onFire[w.task] = fire{w.party.onFire[w.task].units + w.units, s.now.Add(done)}
		s.after(done, func() { s.finish(c, w) })
	}
	s.after(takes, func() { c.busy--; s.cook() })
}

// prep is how long a load usually takes: a little longer when it is full, less
// for what was made once already.
func (s *Script) prep(l load) time.Duration {
	o, units := &l[0].party.order, 0
	t := o.Task(l[0].task)
	for _, w := range l {
		units += w.units
	}
	median := time.Duration(cmp.Or(o.Line(t.Line).Prep, 150)) * time.Second
	if t.Recalls > 0 {
		median /= 3
	}
	return median * time.Duration(9+units) / 10
}

// finish takes a part of a load off the fire and bumps it.
func (s *Script) finish(c *crew, w part) {
	on := w.party.onFire[w.task]
	if on.units -= w.units; on.units > 0 {
		w.party.onFire[w.task] = on
	} else {
		delete(w.party.onFire, w.task)
	}
	s.tap(w, kitchen.Bump, c)
	s.cook()
}

// tap lets a cook start or bump what is still to be made.
func (s *Script) tap(w part, v order.Verb, c *crew) {
	t := w.party.order.Task(w.task)
	if w.party.gone || !isWork(*t) {
		return
	}
	command := kitchen.Command{Verb: v, Tasks: []order.TaskID{w.task}}
	if v == kitchen.Bump && w.units < t.Quantity-t.Made {
		command.Quantity = w.units
	}
	s.work(w.party, string(c.station), command)
}
