package evening

import (
	"slices"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// screens lets the screens of the stations confirm an order's tickets, and the
// cooks acknowledge what was withdrawn.
func (s *Script) screens(p *party) {
	for _, t := range p.order.Tasks {
		switch {
		case isWork(t) && t.SeenAt.IsZero() && p.order.Status.Open() && !s.misses(p, t):
			s.byStation(p, t.Station, kitchen.Seen, "screen", between(p.luck, time.Second, 4*time.Second))
		case t.State == order.Voided && !t.Acknowledged:
			s.byStation(p, t.Station, kitchen.Acknowledge, string(t.Station), between(p.luck, 15*time.Second, 40*time.Second))
		}
	}
}

// byStation plans a command about the whole ticket of a station.
func (s *Script) byStation(p *party, at menu.StationID, v order.Verb, by string, d time.Duration) {
	s.soon(p, string(v)+" "+string(at), d, func() { s.work(p, by, kitchen.Command{Verb: v, Station: at}) })
}

// misses reports whether the station's screen does not show t, until the alarm
// has called for somebody.
func (s *Script) misses(p *party, t order.Task) bool {
	if s.blind == t.Station && t.AlarmAt.IsZero() && !p.planned[string(kitchen.Seen)+" "+string(t.Station)] {
		s.blind = ""
		for _, u := range p.order.Tasks {
			p.missed[u.ID] = u.Station == t.Station
		}
	}
	return p.missed[t.ID] && t.AlarmAt.IsZero()
}

// unacknowledged reports whether a void still stands on a screen.
func (p *party) unacknowledged() bool {
	return slices.ContainsFunc(p.order.Tasks, func(t order.Task) bool { return t.State == order.Voided && !t.Acknowledged })
}
