package kitchen_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// A service is an order that cooks, the expo, the counter and the house do
// anything to, in any order.
type service struct {
	setup kitchen.Setup
	order order.Order
	now   time.Time
	seen  []order.Order // every state it was in, for stale commands
}

func newService(t *rapid.T) *service {
	s := pub()
	s.Expo = rapid.SampledFrom([]kitchen.ExpoRule{kitchen.Auto, kitchen.Expo}).Draw(t, "expo")
	s.Fire = rapid.SampledFrom([]kitchen.FirePolicy{kitchen.Immediate, kitchen.ByCourse, kitchen.ByPrep, kitchen.Manual}).Draw(t, "fire")
	return &service{setup: s, order: placedLines(s, anyLines(t)...), now: evening}
}

func anyLines(t *rapid.T) []order.Line {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) order.Line {
		return order.Line{
			Name:     rapid.SampledFrom([]string{"Burger", "Fries", "Beer", "Pizza", "Fish & Chips", "Soup"}).Draw(t, "name"),
			Price:    350,
			Quantity: rapid.IntRange(1, 3).Draw(t, "quantity"),
			Course:   rapid.IntRange(0, 2).Draw(t, "course"),
			Prep:     rapid.IntRange(0, 600).Draw(t, "prep"),
		}
	}), 1, 4).Draw(t, "lines")
}

func (s *service) command(t *rapid.T) kitchen.Command {
	c := kitchen.Command{
		Verb:    rapid.SampledFrom(kitchen.Verbs).Draw(t, "verb"),
		Station: rapid.SampledFrom([]menu.StationID{"", "grill", "fryer", "oven", "counter"}).Draw(t, "station"),
		To:      rapid.SampledFrom([]menu.StationID{"grill", "fryer"}).Draw(t, "to"),
		Reason:  "cold",
		Force:   rapid.Bool().Draw(t, "force"),
	}
	c.Quantity = rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "part")
	if rapid.Bool().Draw(t, "one task") {
		c.Tasks = []order.TaskID{rapid.SampledFrom(s.order.Tasks).Draw(t, "task").ID}
	}
	if rapid.Bool().Draw(t, "careful") {
		c.Expected = rapid.SampledFrom(s.seen).Draw(t, "seen").Version
	}
	return c
}

// TestNothingIsEverLost: whatever is done to an order, no task disappears, none
// is at no station, its status is what follows from its tasks, no stale command
// changes a task, and its versions have no gaps.
func TestNothingIsEverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newService(t)
		s.seen = []order.Order{s.order}
		t.Repeat(map[string]func(*rapid.T){
			"command": s.do,
			"force":   s.force,
			"house":   s.house,
			"add":     s.add,
			"station": s.station,
			"":        s.check,
		})
	})
}

func (s *service) do(t *rapid.T) {
	s.pass(t)
	was, c := s.order, s.command(t)
	events, err := kitchen.Do(&s.order, c, s.setup, order.Change{By: "test", At: s.now})
	s.noteEvents(t, was, events, err)
	for _, task := range was.Tasks {
		if c.Expected > 0 && task.Version > c.Expected && err == nil && c.Verb != kitchen.Pass && named(c, task) && s.order.Task(task.ID).Version != task.Version {
			t.Fatalf("%s by who has seen version %d changed task %+v", c.Verb, c.Expected, task)
		}
	}
}

func named(c kitchen.Command, task order.Task) bool { return slices.Contains(c.Tasks, task.ID) }

func (s *service) pass(t *rapid.T) {
	s.now = s.now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "seconds")) * time.Second)
}

func (s *service) force(t *rapid.T) {
	s.pass(t)
	was := s.order
	events, err := s.order.MoveTo(rapid.SampledFrom(order.Statuses).Draw(t, "status"), order.Change{By: "test", At: s.now})
	s.noteEvents(t, was, events, err)
}

func (s *service) house(t *rapid.T) {
	s.pass(t)
	d, ok := s.setup.Next(s.order)
	if !ok || d.Status != "" || d.At.After(s.now) {
		return
	}
	was := s.order
	events, err := kitchen.Do(&s.order, d.Command, s.setup, order.Change{By: "house", At: s.now})
	if err != nil || len(events) == 0 {
		t.Fatalf("what was due, %+v, did nothing: %v", d, err)
	}
	s.noteEvents(t, was, events, err)
}

func (s *service) add(t *rapid.T) {
	was := s.order
	if len(was.Lines) > 10 {
		return
	}
	lines := order.NumberLines(anyLines(t), len(was.Lines)+1)
	events, err := kitchen.AddLines(&s.order, lines, s.setup, order.Change{By: "test", At: s.now})
	s.noteEvents(t, was, events, err)
}

func (s *service) station(t *rapid.T) {
	id := rapid.SampledFrom(s.setup.Stations).Draw(t, "station").ID
	s.setup, _ = s.setup.WithStation(id, rapid.Bool().Draw(t, "open"))
}

// noteEvents checks what a change has said of itself.
func (s *service) noteEvents(t *rapid.T, was order.Order, events []order.Event, err error) {
	if err != nil && (len(events) > 0 || s.order.Version != was.Version) {
		t.Fatalf("refused (%v), and yet changed", err)
	}
	if s.order.Version != was.Version+int64(len(events)) {
		t.Fatalf("version %d after %d with %d events", s.order.Version, was.Version, len(events))
	}
	for i, e := range events {
		if e.Order.Version != was.Version+int64(i)+1 {
			t.Fatalf("event %d has version %d after %d", i, e.Order.Version, was.Version)
		}
	}
	for _, task := range was.Tasks {
		if s.order.Task(task.ID) == nil {
			t.Fatalf("task %+v is gone", task)
		}
	}
	s.seen = append(s.seen, s.order)
}

func (s *service) check(t *rapid.T) {
	if got := kitchen.Status(s.order); got != s.order.Status {
		t.Fatalf("the order is %s, and from its tasks (%s) follows %s", s.order.Status, states(s.order), got)
	}
	if s.order.Total != order.Total(s.order.Lines) || s.order.Total < 0 {
		t.Fatalf("the total is %d", s.order.Total)
	}
	for _, task := range s.order.Tasks {
		if _, ok := s.setup.Station(task.Station); !ok {
			t.Fatalf("task %+v is at no station", task)
		}
		if open := task.State == order.Queued || task.State == order.Started; open && s.order.Status.Open() && !s.shown(task) {
			t.Fatalf("task %+v is on no screen", task)
		}
		if task.State == order.Held && task.Hold == "" {
			t.Fatalf("task %+v is held by nothing", task)
		}
	}
	for _, l := range s.order.Lines {
		if !slices.ContainsFunc(s.order.Tasks, func(task order.Task) bool { return task.Line == l.ID }) {
			t.Fatalf("line %+v is made nowhere", l)
		}
	}
}

func (s *service) shown(task order.Task) bool {
	for _, ticket := range kitchen.Tickets([]order.Order{s.order}, task.Station) {
		if slices.ContainsFunc(ticket.Tasks, func(k order.Task) bool { return k.ID == task.ID }) {
			return true
		}
	}
	return false
}
