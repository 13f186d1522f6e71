package evening

import (
	"slices"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// An incident is something that goes wrong, or out of the usual way. It reports
// whether there was an order that it could happen to.
type incident func(*Script) bool

// incidents are all that can happen. Each comes as often as the others: they
// are dealt like cards, and shuffled again when all were played.
var incidents = []incident{misTap, burns, comesBack, dropped, withdrawn, oneLess, oneMore, hurry, unseen, cancelled, waits, notFetched}

// mishap lets the next incident happen that can, and plans the one after it
// until the restaurant closes.
func (s *Script) mishap() {
	if s.now.Before(s.lastCall) {
		s.after(between(s.luck, 2*time.Minute, 5*time.Minute), s.mishap)
	}
	if len(s.deck) == 0 {
		s.deck = slices.Clone(incidents)
		s.luck.Shuffle(len(s.deck), func(i, j int) { s.deck[i], s.deck[j] = s.deck[j], s.deck[i] })
	}
	for i, happens := range s.deck {
		if happens(s) {
			s.deck = slices.Delete(s.deck, i, i+1)
			return
		}
	}
}

// choose draws a task that fits; false when none does.
func (s *Script) choose(fits func(*party, order.Task) bool) (p *party, t order.Task, ok bool) {
	n := 0
	for _, q := range s.parties {
		for _, u := range q.order.Tasks {
			if !q.order.Status.Open() || u.NoPrep || !fits(q, u) {
				continue
			}
			if n++; s.luck.IntN(n) == 0 {
				p, t = q, u
			}
		}
	}
	return p, t, n > 0
}

// about is a command about one task.
func about(v order.Verb, t order.Task, reason string) kitchen.Command {
	return kitchen.Command{Verb: v, Tasks: []order.TaskID{t.ID}, Reason: reason}
}

// misTap: a cook bumps what is still on the fire, and takes it back at once.
func misTap(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool {
		on := p.onFire[t.ID]
		return t.State == order.Started && on.units == t.Quantity && on.until.Sub(s.now) > s.Setup.GraceTime()+20*time.Second
	})
	if !ok {
		return false
	}
	s.work(p, string(t.Station), about(kitchen.Bump, t, ""))
	s.soon(p, "undo", s.Setup.GraceTime()/4+between(s.luck, 0, s.Setup.GraceTime()/3), func() {
		s.work(p, string(t.Station), about(kitchen.Undo, t, ""))
	})
	return true
}

// burns: what is on the fire has to be made again.
func burns(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool {
		return t.State == order.Started && p.onFire[t.ID].units > 0 && t.RemakeOf == ""
	})
	if ok {
		s.work(p, string(t.Station), about(kitchen.Refire, t, pick(s.luck, []string{"burnt", "too dark", "fell on the floor"})))
	}
	return ok
}

// comesBack: a dish was not right and goes back to its station.
func comesBack(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool {
		return t.State == order.Done && s.now.Sub(t.DoneAt) < 10*time.Minute && t.Recalls == 0
	})
	if ok {
		s.work(p, "expo", about(kitchen.Recall, t, ""))
	}
	return ok
}

// dropped: a dish that was done is made once more.
func dropped(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool {
		return t.State == order.Done && p.order.Status == order.InProgress && !t.Waste
	})
	if ok {
		s.work(p, "expo", about(kitchen.Refire, t, pick(s.luck, []string{"dropped at the pass", "wrong sauce", "cold"})))
	}
	return ok
}

// withdrawn: a guest does not want something any more.
func withdrawn(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool { return t.Open() && p.others(t) })
	if ok {
		s.work(p, "counter", about(kitchen.Void, t, pick(s.luck, []string{"guest changed the order", "ordered twice", "takes too long"})))
	}
	return ok
}

// oneLess: a guest wants less of something.
func oneLess(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool { return t.State == order.Queued && t.Quantity > 1 })
	if ok {
		c := about(kitchen.Void, t, "one too many")
		c.Quantity = 1
		s.work(p, "counter", c)
	}
	return ok
}

// oneMore: a guest orders more while the order is being made.
func oneMore(s *Script) bool {
	p, _, ok := s.choose(func(p *party, t order.Task) bool {
		return p.order.PassedAt.IsZero() && p.order.Status == order.InProgress
	})
	if !ok {
		return false
	}
	l, ok := s.line(s.luck, pick(s.luck, []menu.CategoryID{"fries", "snacks", "sweets", "drinks"}))
	if ok {
		s.add(p, []order.Line{l})
	}
	return ok
}

// hurry: somebody puts an order first.
func hurry(s *Script) bool {
	p, _, ok := s.choose(func(p *party, t order.Task) bool { return t.State == order.Queued && p.order.RushAt.IsZero() })
	if ok {
		s.work(p, "expo", kitchen.Command{Verb: kitchen.Rush})
	}
	return ok
}

// unseen: a screen does not show its next ticket, and the alarm has to ring.
func unseen(s *Script) bool {
	s.blind = pick(s.luck, []menu.StationID{fryer, grill, cold})
	return true
}

// cancelled: a guest leaves.
func cancelled(s *Script) bool {
	p, _, ok := s.choose(func(p *party, t order.Task) bool { return t.Open() && p.order.Kind != order.DineIn })
	if ok {
		s.move(p, "counter", Move{order.Cancelled, pick(s.luck, []order.Reason{order.ByCustomer, order.NoShow, order.Mistake})})
	}
	return ok
}

// waits: a table is not ready for what was fired; the expo fires it later.
func waits(s *Script) bool {
	p, t, ok := s.choose(func(p *party, t order.Task) bool {
		return t.State == order.Queued && p.onFire[t.ID].units == 0 && p.order.Kind == order.DineIn
	})
	if ok {
		s.work(p, "expo", about(kitchen.Hold, t, ""))
	}
	return ok
}

// notFetched: nobody comes for an order, until the house clears it.
func notFetched(s *Script) bool {
	p, _, ok := s.choose(func(p *party, t order.Task) bool { return t.Open() && p.order.Kind == order.TakeAway && !p.noShow })
	if ok {
		p.noShow = true
	}
	return ok
}

// others reports whether something would be left of p's order without t.
func (p *party) others(t order.Task) bool {
	return slices.ContainsFunc(p.order.Tasks, func(o order.Task) bool { return o.State != order.Voided && o.ID != t.ID && o.Line != t.Line })
}
