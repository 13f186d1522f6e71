package evening

import (
	"time"

	"orderup/kitchen"
	"orderup/order"
)

// pass lets the expo see to an order: fire its next course, send it out, hand
// it over.
func (s *Script) pass(p *party) {
	switch o := &p.order; {
	case !o.Status.Open():
	case len(p.onHold()) > 0:
		s.soon(p, "fire", between(p.luck, 2*time.Minute, 4*time.Minute), func() { s.fireHeld(p) })
	case p.nextCourse() > 0:
		s.soon(p, "course", around(p.luck, 2*time.Minute, 0.4), func() { s.fireCourse(p) })
	case !o.Finished():
	case o.PassedAt.IsZero():
		s.soon(p, "pass", around(p.luck, 14*time.Second, 0.5), func() { s.orderUp(p) })
	case !p.noShow:
		passed := o.PassedAt
		s.soon(p, "leave", s.Setup.GraceTime()+2*time.Second+around(p.luck, lingers[o.Kind], 0.5), func() { s.handOver(p, passed) })
	}
}

// lingers is how long an order usually waits at the pass.
var lingers = map[order.Kind]time.Duration{
	order.TakeAway: 80 * time.Second,
	order.DineIn:   30 * time.Second,
	order.Delivery: 3 * time.Minute,
	order.Counter:  40 * time.Second,
}

// onHold lists what somebody has put on hold.
func (p *party) onHold() (tasks []order.TaskID) {
	for _, t := range p.order.Tasks {
		if t.State == order.Held && t.Hold == order.HoldCook {
			tasks = append(tasks, t.ID)
		}
	}
	return tasks
}

func (s *Script) fireHeld(p *party) {
	if tasks := p.onHold(); len(tasks) > 0 {
		s.work(p, "expo", kitchen.Command{Verb: kitchen.Fire, Tasks: tasks})
	}
}

// nextCourse returns the course that is to be fired: the one before it is done.
func (p *party) nextCourse() int {
	next := 0
	for _, t := range p.order.Tasks {
		if t.State == order.Held && t.Hold == order.HoldCourse && (next == 0 || t.Course < next) {
			next = t.Course
		}
	}
	for _, t := range p.order.Tasks {
		if t.Open() && max(t.Course, 1) < next {
			return 0
		}
	}
	return next
}

func (s *Script) fireCourse(p *party) {
	if course := p.nextCourse(); course > 0 {
		s.work(p, "expo", kitchen.Command{Verb: kitchen.Fire, Course: course})
	}
}

func (s *Script) orderUp(p *party) {
	if p.order.Finished() && p.order.PassedAt.IsZero() && p.order.Status.Open() {
		s.work(p, "expo", kitchen.Command{Verb: kitchen.Pass})
	}
}

// handOver ends the wait of a party, unless its order has come back since it
// was passed.
func (s *Script) handOver(p *party, passed time.Time) {
	if p.order.Status == order.Ready && p.order.PassedAt.Equal(passed) && !p.noShow {
		s.move(p, "expo", Move{To: order.Completed})
	}
}
