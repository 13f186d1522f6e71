package sim_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/restaurant"
	"orderup/sim"
	"orderup/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// A bench is a house with a simulated kitchen.
type bench struct {
	*testing.T
	house   *testhouse.House
	disk    *disk
	kitchen *sim.Kitchen
}

// open opens a house whose kitchen is closed when the test ends.
func open(t *testing.T, c sim.Config, options ...testhouse.Option) *bench {
	t.Helper()
	b := &bench{T: t, disk: &disk{}}
	options = append(options, testhouse.OnStore(func(s store.Store) store.Store { b.disk.Store = s; return b.disk }))
	b.house = testhouse.Open(t, options...)
	c.House, c.Location, c.Log = b.house.House, testhouse.Location, quiet
	b.kitchen = b.hireKitchen(c)
	return b
}

// hireKitchen returns a kitchen that runs until the test ends.
func (b *bench) hireKitchen(c sim.Config) *sim.Kitchen {
	k := sim.New(c)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); k.Run(ctx) }()
	b.Cleanup(func() { cancel(); <-done })
	return k
}

func (b *bench) state() sim.State {
	b.Helper()
	s, err := b.kitchen.State(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func (b *bench) stop() sim.State {
	b.Helper()
	s, err := b.kitchen.Stop(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// in runs f beside other tests, in a bubble where time passes only when nobody
// has anything to do.
func in(t *testing.T, c sim.Config, f func(b *bench)) {
	t.Parallel()
	inBubble(t, c, f)
}

func inBubble(t *testing.T, c sim.Config, f func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(open(t, c, testhouse.OnSQLite())) })
}

// place places orders of the given numbers of lines.
func (b *bench) place(lines ...int) []order.Order {
	b.Helper()
	var placed []order.Order
	for _, n := range lines {
		placed = append(placed, b.house.MustPlace(b, "Ines", n))
	}
	return placed
}

func (b *bench) start(s sim.Shift) sim.State {
	b.Helper()
	state, err := b.kitchen.Start(b.Context(), s)
	if err != nil {
		b.Fatal(err)
	}
	return state
}

func (b *bench) log() []order.Event {
	b.Helper()
	return b.house.Events(b)
}

// awaitEvent returns when the log has an event after a number.
func (b *bench) awaitEvent(after int64) {
	b.Helper()
	come := errors.New("it has come")
	err := b.house.Follow(b.Context(), testhouse.Person, after, func([]order.Event) error { return come })
	if !errors.Is(err, come) {
		b.Fatal(err)
	}
}

// status returns how far an order is now.
func (b *bench) status(o order.Order) order.Status {
	b.Helper()
	now, err := b.house.Order(b.Context(), testhouse.Person, restaurant.Ref(o.ID))
	if err != nil {
		b.Fatal(err)
	}
	return now.Status
}

// pass lets time pass until everybody waits.
func (b *bench) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
