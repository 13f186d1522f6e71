package evening_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/sim"
	"orderup/sim/evening"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A stage is a house in which a service is played, in a bubble of time.
type stage struct {
	*testing.T
	house *testhouse.House
	clock *evening.Clock
}

// on plays a service of the first seed from a time on, ten times as fast as a
// real one, while f runs.
func on(t *testing.T, start time.Time, f func(*stage)) {
	t.Helper()
	perform(t, start, slog.New(refusals{t}), f)
}

// perform is on for a service in which the house may refuse something, because
// people work along.
func perform(t *testing.T, start time.Time, log *slog.Logger, f func(*stage)) {
	t.Helper()
	const rate = 10
	synctest.Test(t, func(t *testing.T) {
		s := &stage{T: t, clock: evening.NewClock(start, rate)}
		s.house = testhouse.Open(t, testhouse.OnSQLite(), testhouse.WithClock(s.clock.Now), testhouse.WithRate(rate))
		ctx, cancel := context.WithCancel(t.Context())
		var beside sync.WaitGroup
		beside.Go(func() { _ = s.house.RunKitchen(ctx, testhouse.Location) }) // it ends with ctx
		beside.Go(func() {
			_ = evening.Run(ctx, evening.Config{House: s.house.House, Location: testhouse.Location, Clock: s.clock, Seed: 1, Log: log}) // likewise
		})
		f(s)
		cancel()
		beside.Wait()
	})
}

// refusals fail a test when the house does not do what the script says.
type refusals struct{ t *testing.T }

func (refusals) Enabled(context.Context, slog.Level) bool { return true }
func (r refusals) Handle(_ context.Context, m slog.Record) error {
	var b strings.Builder
	m.Attrs(func(a slog.Attr) bool { fmt.Fprintf(&b, " %+v", a); return true })
	r.t.Errorf("%s:%s", m.Message, b.String())
	return nil
}
func (r refusals) WithAttrs([]slog.Attr) slog.Handler { return r }
func (r refusals) WithGroup(string) slog.Handler      { return r }

// until lets time pass until the clock of the house shows a time.
func (s *stage) until(t time.Time) {
	for s.clock.Now().Before(t) {
		time.Sleep(min(max(s.clock.Until(t), time.Millisecond), time.Second)) // the clock may jump
	}
	synctest.Wait()
}

// orders returns every order of the house as it is now.
func (s *stage) orders() map[order.ID]order.Order {
	now := map[order.ID]order.Order{}
	for _, e := range s.house.Events(s) {
		now[e.Order.ID] = e.Order
	}
	return now
}

// brownies says whether they can be had.
func (s *stage) brownies() menu.State {
	s.Helper()
	card, err := s.house.Menu(s.Context(), testhouse.Person)
	if err != nil {
		s.Fatal(err)
	}
	return card.Stock.Of("brownie", string(card.Day)).State
}

// settled returns every order as each transaction left it.
func (s *stage) settled() (orders []order.Order) {
	events := s.house.Events(s)
	for i, e := range events {
		within := i+1 < len(events) && events[i+1].Order.ID == e.Order.ID && events[i+1].At.Equal(e.At)
		if !within {
			orders = append(orders, e.Order)
		}
	}
	return orders
}

func TestASaturdayEvening(t *testing.T) {
	t.Parallel()
	on(t, saturday(t, 20, 0), func(s *stage) {
		s.until(saturday(t, 21, 0))
		soldOut := s.brownies()
		s.until(saturday(t, 22, 0))
		if back := s.brownies(); soldOut != menu.SoldOut || back != menu.InStock {
			s.Errorf("brownies are %s, and an hour later %s", soldOut, back)
		}
		s.until(saturday(t, 23, 50))
		s.wantNight(60)
		for _, o := range s.settled() {
			if want := kitchen.Status(o); o.Status != want {
				s.Errorf("version %d of order %s is %s, its tasks say %s", o.Version, o.Number, o.Status, want)
			}
		}
	})
}

// told returns the log of a house without the ids that it drew.
func (s *stage) told() []string {
	var lines []string
	for _, e := range s.house.Events(s) {
		names := strings.NewReplacer(string(e.Order.ID), "ID")
		lines = append(lines, names.Replace(fmt.Sprintf("%s %s %s %s %+v", e.At.Format(time.RFC3339Nano), e.Type, e.Actor, e.Message, e.Order)))
	}
	return lines
}

func TestTheSameSeedGivesTheSameLog(t *testing.T) {
	t.Parallel()
	run := func() (log []string) {
		on(t, saturday(t, 18, 45), func(s *stage) { // the grill closes and opens again
			s.until(saturday(t, 19, 45))
			log = s.told()
		})
		return log
	}
	a, b := run(), run()
	if len(a) != len(b) || len(a) < 500 {
		t.Errorf("%d and %d events", len(a), len(b))
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("event %d is\n%s\nand\n%s", i+1, a[i], b[i])
		}
	}
}

// People order, recall, cook again, withdraw, cancel and hand over, and the
// service goes on with what they leave.
func TestVisitorsMayDoAsTheyLike(t *testing.T) {
	t.Parallel()
	perform(t, saturday(t, 20, 30), quiet, func(s *stage) {
		s.until(saturday(t, 21, 5))
		luck := rand.New(rand.NewPCG(1, 1))
		for range 100 {
			s.meddle(luck)
			time.Sleep(time.Duration(luck.IntN(5000)) * time.Millisecond)
		}
		s.until(saturday(t, 23, 50))
		s.wantNight(25)
	})
}

// meddle does anything to any order.
func (s *stage) meddle(luck *rand.Rand) {
	orders, _, err := s.house.OpenOrders(s.Context(), testhouse.Person)
	if err != nil {
		s.Fatal(err)
	}
	if len(orders) == 0 || luck.IntN(8) == 0 {
		s.house.MustPlace(s, "Eva", 1+luck.IntN(3))
		return
	}
	o := orders[luck.IntN(len(orders))]
	c := kitchen.Command{Verb: kitchen.Verbs[luck.IntN(len(kitchen.Verbs))], Reason: "a visitor", To: "cold", Force: true}
	if luck.IntN(2) == 0 {
		c.Tasks = []order.TaskID{o.Tasks[luck.IntN(len(o.Tasks))].ID}
	}
	if luck.IntN(6) == 0 {
		_, err = s.house.Move(s.Context(), testhouse.Person, restaurant.Move{Order: restaurant.Ref(o.ID), To: order.Statuses[luck.IntN(len(order.Statuses))]}, "")
	} else {
		_, err = s.house.Work(s.Context(), testhouse.Person, restaurant.Ref(o.ID), c, "")
	}
	if err != nil && !errors.Is(err, fault.KindConflict) {
		s.Error(err)
	}
}

// The simulated kitchen of every house works beside the service as well.
func TestTheCrewOfTheHouseMayHelp(t *testing.T) {
	t.Parallel()
	perform(t, saturday(t, 21, 0), quiet, func(s *stage) {
		k := sim.New(sim.Config{House: s.house.House, Location: testhouse.Location, Log: quiet})
		defer k.Close()
		s.until(saturday(t, 21, 45))
		if _, err := k.Start(s.Context(), sim.Shift{}); err != nil {
			s.Fatal(err)
		}
		s.until(saturday(t, 23, 50))
		s.wantNight(25)
	})
}

var quiet = slog.New(slog.DiscardHandler)

// wantNight wants that at least so many orders came, and none is open.
func (s *stage) wantNight(least int) {
	s.Helper()
	orders := s.orders()
	if len(orders) < least {
		s.Errorf("only %d orders", len(orders))
	}
	for _, o := range orders {
		if o.Status.Open() {
			s.Errorf("order %s is %s at night: %+v", o.Number, o.Status, o.Tasks)
		}
	}
}
