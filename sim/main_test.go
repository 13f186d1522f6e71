package sim_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"orderup/feed/local"
	"orderup/order"
	"orderup/restaurant"
	"orderup/sim"
	"orderup/staff"
	"orderup/store"
	"orderup/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const location order.Location = "main"

var (
	person = staff.Principal{Role: staff.Local, Name: "local", Location: location}
	quiet  = slog.New(slog.DiscardHandler)
)

// bench is a house with a simulated kitchen, on a real store, in a bubble
// where time passes only when nobody has anything to do.
type bench struct {
	*testing.T
	ctx     context.Context
	store   *faultyStore
	house   *restaurant.House
	kitchen *sim.Kitchen
}

// in runs f in a bubble, beside other tests.
func in(t *testing.T, c sim.Config, f func(b *bench)) {
	t.Parallel()
	inBubble(t, c, f)
}

func inBubble(t *testing.T, c sim.Config, f func(b *bench)) {
	synctest.Test(t, func(t *testing.T) {
		b := open(t)
		c.House, c.Location, c.Log = b.house, location, quiet
		b.kitchen = sim.New(c)
		f(b)
		b.kitchen.Close()
	})
}

func open(t *testing.T) *bench {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sim.db"), sqlite.Options{Log: quiet, UnsafeSynchronousOff: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	b := &bench{T: t, ctx: t.Context(), store: &faultyStore{Store: db}}
	b.house, err = restaurant.Open(b.ctx, restaurant.Config{
		Store: b.store, Bell: &local.Bell{}, Now: time.Now, Log: quiet,
		Location: store.Location{ID: location, Name: "Main", Zone: "Europe/Brussels", DayStart: 240, Currency: "EUR"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// place places orders of the given numbers of lines.
func (b *bench) place(lines ...int) []order.Order {
	b.Helper()
	var placed []order.Order
	for _, n := range lines {
		d := order.Draft{Customer: "Ines"}
		for range n {
			d.Lines = append(d.Lines, order.Line{Name: "Large Fries", Price: 350, Quantity: 1})
		}
		result, err := b.house.Place(b.ctx, person, d, "")
		if err != nil {
			b.Fatal(err)
		}
		placed = append(placed, result.Order())
	}
	return placed
}

// move is a person's move.
func (b *bench) move(o order.Order, to order.Status) error {
	_, err := b.house.Move(b.ctx, person, restaurant.Move{Order: restaurant.Ref(o.ID), To: to}, "")
	return err
}

func (b *bench) mustMove(o order.Order, to order.Status) {
	b.Helper()
	if err := b.move(o, to); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) start(s sim.Shift) sim.State {
	b.Helper()
	state, err := b.kitchen.Start(s)
	if err != nil {
		b.Fatal(err)
	}
	return state
}

// log reads the whole log.
func (b *bench) log() []order.Event {
	b.Helper()
	var all []order.Event
	err := b.store.Store.View(b.ctx, location, func(r store.Reader) (err error) {
		all, err = r.Events(0, 100_000)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

// awaitEvent returns when the log has an event after a number.
func (b *bench) awaitEvent(after int64) {
	b.Helper()
	come := errors.New("it has come")
	err := b.house.Follow(b.ctx, person, after, func([]order.Event) error { return come })
	if !errors.Is(err, come) {
		b.Fatal(err)
	}
}

// status returns how far an order is now.
func (b *bench) status(o order.Order) order.Status {
	b.Helper()
	now, err := b.house.Order(b.ctx, person, restaurant.Ref(o.ID))
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
