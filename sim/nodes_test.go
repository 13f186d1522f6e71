package sim_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"orderup/internal/pgtest"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/restaurant"
	"orderup/sim"
)

// openNodes opens two kitchens on one database, in real time.
func openNodes(t *testing.T) (one, two *bench) {
	t.Helper()
	url := pgtest.Start(t)
	one = open(t, sim.Config{Idle: sim.Never}, testhouse.OnPostgres(url, "one"))
	return one, open(t, sim.Config{Idle: sim.Never}, testhouse.OnPostgres(url, "two"))
}

// await returns when a kitchen's state is as wanted.
func (b *bench) await(what string, want func(sim.State) bool) {
	b.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-tick.C {
		if want(b.state()) {
			return
		}
	}
	b.Fatalf("%s: %+v", what, b.state())
}

func TestOneNodeHasTheCrewAndTheOtherTellsOfIt(t *testing.T) {
	t.Parallel()
	one, two := openNodes(t)
	one.start(sim.Shift{Speed: 100, Seed: 3})
	two.await("the other node's crew", func(s sim.State) bool {
		return s.Running && s.Speed == 100 && s.Seed == 3 && strings.HasPrefix(s.Message, "run by server one: ")
	})
	two.start(sim.Shift{Speed: 50, Seed: 3}) // any node may be asked
	one.await("the new speed", func(s sim.State) bool { return s.Running && s.Speed == 50 })
	orders := two.place(2, 2, 2)
	for _, o := range orders {
		one.awaitStatus(o, order.Ready)
	}
	if s := two.stop(); s.Running {
		t.Errorf("after Stop: %+v", s)
	}
	head := len(two.log())
	two.place(1)
	one.await("the end", func(s sim.State) bool { return !s.Running })
	if n := len(two.log()); n != head+1 {
		t.Errorf("%d events after Stop returned", n-head)
	}
}

// TestTheCrewIsTakenOver: the node that has it goes away without a word about
// the simulation.
func TestTheCrewIsTakenOver(t *testing.T) {
	t.Parallel()
	one, two := openNodes(t)
	first := one.start(sim.Shift{Speed: 100})
	orders := one.place(3, 3, 3)
	one.kitchen.Close()
	two.await("the takeover", func(s sim.State) bool { return s.Running && !strings.HasPrefix(s.Message, "run by") })
	for _, o := range orders {
		two.awaitStatus(o, order.Completed)
	}
	if s := two.state(); !s.Since.Equal(first.Since) {
		t.Errorf("the shift began at %v, now %v", first.Since, s.Since)
	}
	if n := len(two.log()); n != 3*4 {
		t.Errorf("%d events of three orders, want 4 each", n)
	}
}

// awaitStatus returns when an order has reached a status, or gone past it.
func (b *bench) awaitStatus(o order.Order, want order.Status) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 20*time.Second)
	defer cancel()
	err := b.house.FollowOrder(ctx, testhouse.Person, restaurant.Ref(o.ID), 0, func(events []order.Event) error {
		for _, e := range events {
			if e.Order.Status == want {
				return errCome
			}
		}
		return nil
	})
	if !errors.Is(err, errCome) {
		b.Fatalf("order %s did not become %s: %v", o.Number, want, err)
	}
}

var errCome = errors.New("it has come")

// TestTheCrewComesBackToWorkAfterARestart: if it was wanted, and had not gone
// home.
func TestTheCrewComesBackToWorkAfterARestart(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		first := b.start(sim.Shift{Speed: 100, Seed: 9})
		b.kitchen.Close()
		b.kitchen = b.hireKitchen(sim.Config{House: b.house.House, Location: testhouse.Location, Log: quiet})
		b.pass(2 * time.Second)
		if s := b.state(); !s.Running || s.Seed != 9 || s.Since != first.Since {
			b.Errorf("after a restart: %+v", s)
		}
		b.pass(2 * time.Minute) // it goes home
		b.kitchen.Close()
		b.kitchen = b.hireKitchen(sim.Config{House: b.house.House, Location: testhouse.Location, Log: quiet})
		b.pass(2 * time.Second)
		if s := b.state(); s.Running {
			b.Errorf("it went home, and after a restart: %+v", s)
		}
	})
}
