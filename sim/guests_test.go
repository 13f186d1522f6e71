package sim_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/sim"
)

// invite lets guests come for a while.
func (b *bench) invite(s sim.Shift, d time.Duration) error {
	ctx, cancel := context.WithTimeout(b.Context(), d)
	defer cancel()
	return sim.Guests{House: b.house.House, Location: testhouse.Location, Log: quiet}.Run(ctx, s)
}

// placed returns the orders of the log as they were placed.
func (b *bench) placed() []order.Order {
	var placed []order.Order
	for _, e := range b.log() {
		if e.Type == order.Placed {
			placed = append(placed, e.Order)
		}
	}
	return placed
}

func TestGuestsStayAwayFromAFullHouse(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		if err := b.invite(sim.Shift{Speed: 100}, 10*time.Minute); !errors.Is(err, context.DeadlineExceeded) {
			b.Errorf("Run returned %v", err)
		}
		orders := b.placed()
		if len(orders) != sim.FullHouse {
			b.Fatalf("%d orders without a cook, want %d", len(orders), sim.FullHouse)
		}
		b.house.MustMove(b, orders[3].ID, order.Completed)
		_ = b.invite(sim.Shift{Speed: 100}, time.Minute) // the deadline, as above
		if n := len(b.placed()); n != sim.FullHouse+1 {
			b.Errorf("%d orders after one was handed over, want %d", n, sim.FullHouse+1)
		}
	})
}

func TestADayOfGuestsAndCooks(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.start(sim.Shift{Speed: 100})
		start := time.Now()
		_ = b.invite(sim.Shift{Speed: 100, Seed: 1}, 414*time.Second) // from eleven to half past ten in the evening
		b.pass(time.Minute)
		byHour := map[int]int{}
		for _, o := range b.placed() {
			byHour[11+int(o.PlacedAt.Sub(start)*100/time.Hour)]++
			if s := b.status(o); s != order.Completed {
				b.Errorf("order %s is %s in the evening", o.Number, s)
			}
		}
		total := len(b.placed())
		if total < 250 || total > 500 {
			b.Errorf("%d orders in a day, want 250 to 500", total)
		}
		if byHour[12] < 2*byHour[15] || byHour[19] < 2*byHour[15] {
			b.Errorf("no rush at lunch or dinner: %v", byHour)
		}
	})
}

func TestTheSameSeedBringsTheSameGuests(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) (texts []string) {
		inBubble(t, sim.Config{}, func(b *bench) {
			_ = b.invite(sim.Shift{Speed: 100, Seed: seed}, 20*time.Second)
			for _, o := range b.placed() {
				texts = append(texts, o.Customer+" "+o.Lines[0].Name+" "+o.PlacedAt.String())
			}
		})
		return texts
	}
	a, b, c := run(1), run(1), run(2)
	if len(a) < 5 || !slices.Equal(a, b) {
		t.Errorf("the same seed brought\n%v\nand\n%v", a, b)
	}
	if slices.Equal(a, c) {
		t.Errorf("another seed brought the same guests: %v", a)
	}
}

func TestGuestsComeAgainWhenTheDiskWasFull(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		b.disk.full.Store(true)
		_ = b.invite(sim.Shift{Speed: 100}, 30*time.Second)
		if n := b.disk.refused.Load(); n < 5 {
			b.Errorf("%d guests tried, want at least 5", n)
		}
		b.disk.full.Store(false)
		_ = b.invite(sim.Shift{Speed: 100}, 30*time.Second)
		if n := len(b.placed()); n < 5 {
			b.Errorf("%d orders afterwards, want at least 5", n)
		}
	})
}

func TestGuestsRefuseASpeedOutOfRange(t *testing.T) {
	in(t, sim.Config{}, func(b *bench) {
		err := b.invite(sim.Shift{Speed: 1000}, time.Second)
		if fault.Of(err).Code != "sim.speed" {
			b.Errorf("Run returned %v", err)
		}
	})
}
