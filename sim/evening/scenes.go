package evening

import (
	"math/rand/v2"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// A scene is something that happens on every day at about the same hour.
type scene struct {
	hour    float64
	happens func(*Script)
}

// scenes are what makes a day a day, and its evening a Saturday's.
var scenes = []scene{
	{12.2, func(s *Script) { s.group(5) }},
	{12.8, func(s *Script) { s.closes(cold) }},
	{17.4, func(s *Script) { s.group(3) }},
	{17.7, func(s *Script) { s.group(4) }},
	{17.9, func(s *Script) { s.sellsOut("mussels", 25*time.Minute) }},
	{18.2, func(s *Script) { s.banquet(10) }},
	{18.7, func(s *Script) { s.group(7) }},
	{19.1, func(s *Script) { s.sellsOut("cheese-croquette", 40*time.Minute) }},
	{19.3, func(s *Script) { s.closes(grill) }},
	{19.9, func(s *Script) { s.group(8) }},
	{20.3, func(s *Script) { s.banquet(14) }},
	{20.8, func(s *Script) { s.sellsOut("brownie", time.Hour) }},
	{21.2, func(s *Script) { s.group(4) }},
}

// luckOf returns the luck of a scene.
func (s *Script) luckOf(what string) *rand.Rand { return dice(s.Seed, what, int(s.now.Sub(s.Start))) }

// group lets so many parties come in at once.
func (s *Script) group(n int) {
	luck := s.luckOf("group")
	for i := range n {
		s.after(time.Duration(i)*10*time.Second+between(luck, 0, 8*time.Second), func() { s.enter(s.draft(luck, order.TakeAway)) })
	}
}

// banquet seats so many people at one table.
func (s *Script) banquet(covers int) {
	s.enter(s.table(s.luckOf("banquet"), "Long table", covers))
}

// sellsOut takes a dish off the menu for a while.
func (s *Script) sellsOut(dish menu.ItemID, d time.Duration) {
	s.soldOut = append(s.soldOut, dish)
	s.tell("counter", Supply{dish, menu.SoldOut})
	s.after(d, func() {
		s.soldOut = without(s.soldOut, dish)
		s.tell("counter", Supply{dish, menu.InStock})
	})
}

// closes closes a station for ten minutes: what comes goes to its backup, and
// what nobody has begun is moved there.
func (s *Script) closes(id menu.StationID) {
	s.opens(id, false)
	s.after(10*time.Minute, func() { s.opens(id, true) })
	st, _ := s.Setup.Station(id)
	for i, p := range s.parties {
		s.after(time.Duration(i+1)*2*time.Second, func() { s.clear(p, id, st.Backup) })
	}
}

func (s *Script) opens(id menu.StationID, open bool) {
	setup, err := s.Setup.WithStation(id, open)
	if err != nil {
		return // the kitchen is set up without it
	}
	s.Setup = setup
	s.tell("expo", Open{id, open})
}

// clear moves what nobody has begun of an order to another station.
func (s *Script) clear(p *party, from, to menu.StationID) {
	var tasks []order.TaskID
	for _, t := range p.order.Tasks {
		if t.Station == from && t.State == order.Queued && p.onFire[t.ID].units == 0 {
			tasks = append(tasks, t.ID)
		}
	}
	if len(tasks) > 0 && to != "" && !p.gone {
		s.work(p, "expo", kitchen.Command{Verb: kitchen.Reroute, Tasks: tasks, To: to})
	}
}

// tell is something that is not about an order.
func (s *Script) tell(by string, d Deed) { s.act = &Act{At: s.now, By: by, Deed: d} }

func without[T comparable](list []T, x T) (rest []T) {
	for _, y := range list {
		if y != x {
			rest = append(rest, y)
		}
	}
	return rest
}
