package sim_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/restaurant"
	"orderup/sim"
)

func TestEveryOrderIsCompletedOnceThroughEveryStatus(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.place(1, 2, 3, 4)
		b.start(sim.Shift{Speed: 60})
		for range 10 {
			b.place(2, 3)
			b.pass(2 * time.Second)
		}
		b.pass(5 * time.Minute)
		ways := map[order.Number][]order.Status{}
		for _, e := range b.log() {
			ways[e.Order.Number] = append(ways[e.Order.Number], e.Order.Status)
		}
		if len(ways) != 24 {
			b.Errorf("%d orders, want 24", len(ways))
		}
		whole := []order.Status{order.Pending, order.InProgress, order.Ready, order.Completed}
		for number, way := range ways {
			if !slices.Equal(way, whole) {
				b.Errorf("order %s went %v, want %v", number, way, whole)
			}
		}
		if done := b.state().Done; done != 24 {
			b.Errorf("the crew handed over %d orders, want 24", done)
		}
	})
}

func TestCooksTakeTheOldestFirstAndOneEach(t *testing.T) {
	in(t, sim.Config{Cooks: 2}, func(b *bench) {
		b.place(1, 5, 2, 2, 3, 1, 1)
		b.start(sim.Shift{})
		b.pass(5 * time.Minute)
		var started []order.Number
		for _, e := range b.log() {
			if e.Order.Status == order.InProgress {
				started = append(started, e.Order.Number)
			}
		}
		// Two cooks react at their own speed: each may be overtaken by the other once.
		for i, n := range started {
			if off := int(n) - i - 1; off < -1 || off > 1 {
				b.Errorf("orders were started as %v, not oldest first", started)
				break
			}
		}
		if most := mostAtOnce(b.log()); most != 2 {
			b.Errorf("%d orders on the fire at once, want 2", most)
		}
	})
}

// mostAtOnce returns how many orders were in progress at the same time at most.
func mostAtOnce(log []order.Event) int {
	cooking, most := map[order.ID]bool{}, 0
	for _, e := range log {
		delete(cooking, e.Order.ID)
		if e.Order.Status == order.InProgress {
			cooking[e.Order.ID] = true
		}
		most = max(most, len(cooking))
	}
	return most
}

func TestTheSameShiftTwiceIsOneCrew(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.place(2, 2, 2, 2, 2, 2, 2, 2)
		first := b.start(sim.Shift{Speed: 10, Seed: 7})
		b.pass(3 * time.Second)
		again := b.start(sim.Shift{Speed: 10, Seed: 7})
		if again.Since != first.Since {
			b.Error("the same shift again hired a new crew")
		}
		faster := b.start(sim.Shift{Speed: 100, Seed: 7})
		if faster.Since == first.Since || faster.Speed != 100 {
			b.Errorf("another speed did not replace the crew: %+v", faster)
		}
		b.pass(5 * time.Minute)
		if most := mostAtOnce(b.log()); most > sim.DefaultCooks {
			b.Errorf("%d orders on the fire at once: two crews were at work", most)
		}
		if n := len(b.log()); n != 8*4 {
			b.Errorf("%d events of 8 orders, want 4 each", n)
		}
	})
}

func TestStopStops(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.place(2, 3, 1, 2, 3, 4)
		b.start(sim.Shift{Speed: 100})
		b.pass(2 * time.Second)
		state := b.stop()
		events := len(b.log())
		if state.Running || len(state.Cooking) > 0 || state.Message != "the simulated kitchen is closed" {
			b.Errorf("after Stop: %+v", state)
		}
		b.pass(time.Hour)
		if now := len(b.log()); now != events || events == 6 {
			b.Errorf("%d events when Stop returned, %d an hour later; want the same, and more than 6", events, now)
		}
		b.start(sim.Shift{Speed: 100})
		b.pass(time.Minute)
		if now := len(b.log()); now != 6*4 {
			b.Errorf("the next crew left %d events, want %d", now, 6*4)
		}
	})
}

// In real time, so that Stop comes while cooks are at it: right after an event
// of theirs, when the next move may be under way.
func TestNothingHappensAfterStopReturned(t *testing.T) {
	t.Parallel()
	b := open(t, sim.Config{Cooks: 20})
	head := int64(0)
	for range 15 {
		head += int64(len(b.place(slices.Repeat([]int{1}, 10)...)))
		b.start(sim.Shift{Speed: 100})
		b.awaitEvent(head)
		b.stop()
		head = int64(len(b.log()))
		b.place(1)
		if head++; head != int64(len(b.log())) {
			t.Fatalf("%d events came after Stop", int64(len(b.log()))-head)
		}
	}
}

func TestACancelledOrderIsLeftAlone(t *testing.T) {
	in(t, sim.Config{Cooks: 1}, func(b *bench) {
		orders := b.place(2, 2, 2)
		b.start(sim.Shift{Speed: 1})
		b.pass(30 * time.Second) // the first is on the fire, the others wait
		b.house.MustMove(b, orders[0].ID, order.Cancelled)
		b.house.MustMove(b, orders[1].ID, order.Cancelled)
		b.pass(time.Hour)
		for i, want := range []order.Status{order.Cancelled, order.Cancelled, order.Completed} {
			if got := b.status(orders[i]); got != want {
				b.Errorf("order %s is %s, want %s", orders[i].Number, got, want)
			}
		}
	})
}

func TestTheCrewGoesOnWithWhatItFinds(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		orders := b.place(slices.Repeat([]int{2}, 350)...) // more open ones than a page has
		for i, o := range orders {
			b.house.MustMove(b, o.ID, []order.Status{order.Pending, order.InProgress, order.Ready, order.Completed, order.Cancelled}[i%5])
		}
		b.start(sim.Shift{Speed: 100})
		b.pass(30 * time.Minute)
		for i, o := range orders {
			want := order.Completed
			if i%5 == 4 {
				want = order.Cancelled
			}
			if got := b.status(o); got != want {
				b.Errorf("order %s is %s, want %s", o.Number, got, want)
			}
		}
	})
}

// In the instant in which a cook would start an order, somebody else finishes
// it, recalls it or cancels it: the cook's move must not happen any more.
func TestTheCrewGivesWayToWhoIsFaster(t *testing.T) {
	t.Parallel()
	pending, cooking, ready, completed := order.Pending, order.InProgress, order.Ready, order.Completed
	for _, c := range []struct {
		person, want []order.Status
	}{
		{[]order.Status{cooking}, []order.Status{pending, cooking, ready, completed}},
		{[]order.Status{ready}, []order.Status{pending, cooking, ready, completed}},
		{[]order.Status{ready, cooking}, []order.Status{pending, cooking, ready, cooking, ready, completed}},
		{[]order.Status{order.Cancelled}, []order.Status{pending, order.Cancelled}},
	} {
		inBubble(t, sim.Config{}, func(b *bench) {
			o := b.place(1)[0]
			faster := func() {
				for _, to := range c.person {
					b.house.MustMove(b, o.ID, to)
				}
			}
			b.start(sim.Shift{})
			b.disk.faster.Store(&faster) // the first cook has not reacted yet
			b.pass(time.Minute)
			var way []order.Status
			for _, e := range b.log() {
				way = append(way, e.Order.Status)
			}
			if !slices.Equal(way, c.want) {
				b.Errorf("when a person made it %v it went %v, want %v", c.person, way, c.want)
			}
		})
	}
}

// People work along: whatever they do, the simulation never takes an order
// back, and in the end every order is done.
func TestTheCrewNeverUndoesWhatPeopleDo(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		r := rand.New(rand.NewPCG(1, 2))
		orders := b.place(slices.Repeat([]int{2}, 30)...)
		b.start(sim.Shift{Speed: 100})
		for range 400 {
			time.Sleep(time.Duration(r.IntN(100)) * time.Millisecond)
			o, to := orders[r.IntN(len(orders))], order.Statuses[r.IntN(len(order.Statuses))]
			_, err := b.house.Move(b.Context(), testhouse.Person, restaurant.Move{Order: restaurant.Ref(o.ID), To: to}, "")
			if err != nil && !errors.Is(err, fault.KindConflict) {
				b.Fatal(err)
			}
		}
		b.pass(10 * time.Minute)
		for _, e := range b.log() {
			a, ok := e.From.Arrow(e.Order.Status)
			if e.Actor == "simulation" && (!ok || a.Move != order.Start && a.Move != order.Finish && a.Move != order.HandOver) {
				b.Errorf("the simulation took order %s from %s to %s", e.Order.Number, e.From, e.Order.Status)
			}
		}
		for _, o := range orders {
			if s := b.status(o); s.Open() {
				b.Errorf("order %s is still %s", o.Number, s)
			}
		}
	})
}

func TestTheCrewTriesAgainWhenTheDiskIsFull(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		orders := b.place(2, 2, 2, 2)
		b.start(sim.Shift{Speed: 100})
		b.disk.full.Store(true)
		b.pass(time.Minute)
		if n := b.disk.refused.Load(); n < 10 || n > 400 {
			b.Errorf("%d attempts in a minute of full disk, want about one a second for each cook", n)
		}
		b.disk.full.Store(false)
		b.pass(time.Minute)
		for _, o := range orders {
			if s := b.status(o); s != order.Completed {
				b.Errorf("order %s is %s, want completed", o.Number, s)
			}
		}
	})
}

func TestTheCrewGoesHomeWhenThereIsNothingToDo(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.start(sim.Shift{Speed: 100})
		b.pass(50 * time.Second)
		b.place(1)
		b.pass(50 * time.Second)
		if s := b.state(); !s.Running || s.Done != 1 {
			b.Fatalf("with work to do meanwhile: %+v", s)
		}
		b.pass(20 * time.Second)
		if s := b.state(); s.Running || s.Done != 1 {
			b.Fatalf("after a minute without work: %+v", s)
		}
		b.place(1)
		b.start(sim.Shift{Speed: 100})
		b.pass(20 * time.Second)
		if s := b.state(); !s.Running || s.Done != 1 {
			b.Errorf("the next crew: %+v", s)
		}
	})
}

func TestTheCrewStaysWhenToldTo(t *testing.T) {
	in(t, sim.Config{Idle: sim.Never}, func(b *bench) {
		b.start(sim.Shift{})
		b.pass(10 * time.Minute)
		if s := b.state(); !s.Running {
			b.Errorf("after ten minutes without work: %+v", s)
		}
	})
}

// cooked returns how long each order was in each status.
func cooked(log []order.Event) map[order.Number][]time.Duration {
	took, since := map[order.Number][]time.Duration{}, map[order.Number]time.Time{}
	for _, e := range log {
		n := e.Order.Number
		if e.From == order.InProgress || e.From == order.Ready {
			took[n] = append(took[n], e.At.Sub(since[n]))
		}
		since[n] = e.At
	}
	return took
}

func TestTheSameSeedGivesTheSameTimes(t *testing.T) {
	t.Parallel()
	run := func(cooks int, s sim.Shift) (took map[order.Number][]time.Duration) {
		inBubble(t, sim.Config{Cooks: cooks}, func(b *bench) {
			b.start(s)
			for range 3 {
				b.place(1, 2, 3, 4)
				b.pass(time.Duration(cooks) * time.Second)
			}
			b.pass(time.Hour)
			took = cooked(b.log())
		})
		return took
	}
	a := run(1, sim.Shift{Speed: 10, Seed: 5})
	b := run(4, sim.Shift{Speed: 10, Seed: 5})
	c := run(4, sim.Shift{Speed: 10, Seed: 6})
	if len(a) != 12 || len(b) != 12 || len(c) != 12 {
		t.Fatalf("%d, %d and %d orders, want 12", len(a), len(b), len(c))
	}
	for n := range a {
		for i := range 2 {
			if d := a[n][i] - b[n][i]; d.Abs() > 2*time.Millisecond { // the house truncates moments to milliseconds
				t.Errorf("order %s took %v with one cook and %v with four", n, a[n], b[n])
			}
			if d := a[n][i] - c[n][i]; d.Abs() <= 2*time.Millisecond {
				t.Errorf("order %s took %v with either seed", n, a[n])
			}
		}
	}
}

func TestSpeedsOutOfRangeAreRefused(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		for _, speed := range []float64{-1, 0.5, 100.1, math.NaN(), math.Inf(1)} {
			_, err := b.kitchen.Start(b.Context(), sim.Shift{Speed: speed})
			if f := fault.Of(err); f.Kind != fault.KindInvalid || f.Code != "sim.speed" || f.Field != "speed" {
				b.Errorf("speed %v: %v", speed, err)
			}
		}
		if s := b.state(); s.Running {
			b.Errorf("a refused shift runs: %+v", s)
		}
	})
}

func TestAClosedKitchenStaysClosed(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.start(sim.Shift{})
		b.kitchen.Close()
		if _, err := b.kitchen.Start(b.Context(), sim.Shift{}); fault.Of(err).Code != "sim.closed" {
			b.Errorf("start after Close: %v", err)
		}
	})
}

func TestStateSaysWhatTheCrewDoes(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		if s := b.state(); s.Running || s.Message != "the simulated kitchen is closed" {
			b.Errorf("before: %+v", s)
		}
		if s := b.start(sim.Shift{}); s.Message != "3 cooks at 60x: nothing to cook" {
			b.Errorf("without orders: %q", s.Message)
		}
		b.stop()
		b.place(1, 2, 3, 4, 5)
		s := b.start(sim.Shift{})
		if !slices.Equal(s.Cooking, []order.Number{1, 2, 3}) || s.Waiting != 2 || s.Done != 0 {
			b.Errorf("with five orders: %+v", s)
		}
		if want := "3 cooks at 60x: cooking #001, #002, #003; 2 waiting"; s.Message != want {
			b.Errorf("message %q, want %q", s.Message, want)
		}
	})
}
