package restaurant_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/store"
)

// must sets what is left of an item.
func must(t *testing.T, h *restaurant.House, id menu.ItemID, s menu.Supply) menu.Supply {
	t.Helper()
	kept, _, err := h.SetAvailability(t.Context(), testhouse.Person, id, s, "")
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// left is how many of an item are on the card.
func left(t *testing.T, h *restaurant.House, id menu.ItemID) (ok bool, n int) {
	t.Helper()
	c, err := h.Menu(t.Context(), testhouse.Person)
	if err != nil {
		t.Fatal(err)
	}
	return c.Stock.Available(id, string(c.Day))
}

// TestNobodyGetsWhatIsNotThere: however many ask at the same time, on two
// nodes, the count is sold exactly.
func TestNobodyGetsWhatIsNotThere(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	must(t, h.House, "brownie", menu.Supply{State: menu.Counted, Left: 7})
	var sold atomic.Int64
	var guests sync.WaitGroup
	for range 20 {
		guests.Go(func() {
			err := h.Store.Update(t.Context(), testhouse.Location, func(tx store.Tx) error {
				counted, err := restaurant.TakeStock(tx, []menu.Portion{{Item: "beer", Name: "Beer", Quantity: 1}, {Item: "brownie", Name: "Brownie", Quantity: 1}}, "2026-11-23")
				if err == nil && (counted[0] || !counted[1]) {
					t.Errorf("counted %v", counted)
				}
				return err
			})
			switch f := fault.Of(err); {
			case err == nil:
				sold.Add(1)
			case f.Code != "menu.sold_out" || f.Field != "items[1]" || f.Sentence != "Brownie is sold out":
				t.Errorf("%v at %q", err, f.Field)
			}
		})
	}
	guests.Wait()
	if ok, n := left(t, h.House, "brownie"); sold.Load() != 7 || ok || n != 0 {
		t.Errorf("%d were sold, %d are left: %v", sold.Load(), n, ok)
	}
	err := h.Store.Update(t.Context(), testhouse.Location, func(tx store.Tx) error {
		return restaurant.ReturnStock(tx, []menu.Portion{{Item: "brownie", Quantity: 2}, {Item: "beer", Quantity: 1}}, "2026-11-23")
	})
	if ok, n := left(t, h.House, "brownie"); err != nil || !ok || n != 2 {
		t.Errorf("two came back: %d are left, %v", n, err)
	}
}

// TestAnOrderThatFailsTakesNothing: the portions of an order are taken
// together, or none of them.
func TestAnOrderThatFailsTakesNothing(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	must(t, h.House, "brownie", menu.Supply{State: menu.Counted, Left: 7})
	must(t, h.House, "waffle", menu.Supply{State: menu.SoldOut})
	err := h.Store.Update(t.Context(), testhouse.Location, func(tx store.Tx) error {
		_, err := restaurant.TakeStock(tx, []menu.Portion{{Item: "brownie", Name: "Brownie", Quantity: 1}, {Item: "waffle", Name: "Waffle", Quantity: 1}}, "2026-11-23")
		return err
	})
	if _, n := left(t, h.House, "brownie"); !errors.Is(err, fault.KindConflict) || n != 7 {
		t.Errorf("%d are left: %v", n, err)
	}
}

// TestUntilTomorrowEndsWithTheBusinessDay: it begins at five in the morning in
// Brussels.
func TestUntilTomorrowEndsWithTheBusinessDay(t *testing.T) {
	t.Parallel()
	var now atomic.Pointer[time.Time]
	at := func(text string) {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		now.Store(&moment)
	}
	at("2026-11-23T22:00:00+01:00")
	h := testhouse.Open(t, testhouse.WithClock(func() time.Time { return *now.Load() }))
	if kept := must(t, h.House, "mussels", menu.Supply{State: menu.UntilTomorrow, Until: "2027-01-01"}); kept.Until != "2026-11-23" {
		t.Errorf("%+v", kept)
	}
	at("2026-11-24T04:59:59+01:00")
	if ok, _ := left(t, h.House, "mussels"); ok {
		t.Error("they are back in the night")
	}
	at("2026-11-24T05:00:00+01:00")
	if ok, n := left(t, h.House, "mussels"); !ok || n != menu.Uncounted {
		t.Error("they are not back in the morning")
	}
}

// TestARepeatedCountIsSetOnce: a count that is sent again because its answer
// was lost must not bring back what was sold meanwhile.
func TestARepeatedCountIsSetOnce(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	ten := menu.Supply{State: menu.Counted, Left: 10}
	first, replayed, err := h.SetAvailability(t.Context(), testhouse.Person, "brownie", ten, "k")
	if err != nil || replayed || first != ten {
		t.Fatalf("%+v, %v, %v", first, replayed, err)
	}
	err = h.Store.Update(t.Context(), testhouse.Location, func(tx store.Tx) error {
		_, err := restaurant.TakeStock(tx, []menu.Portion{{Item: "brownie", Quantity: 4}}, order.Day("2026-11-23"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	again, replayed, err := h.SetAvailability(t.Context(), testhouse.Person, "brownie", ten, "k")
	if _, n := left(t, h.House, "brownie"); err != nil || !replayed || again != first || n != 6 {
		t.Errorf("%d are left, replayed: %v, %+v, %v", n, replayed, again, err)
	}
	if _, _, err := h.SetAvailability(t.Context(), testhouse.Person, "waffle", ten, "k"); fault.Of(err).Code != "idempotency.mismatch" {
		t.Errorf("another item under the same key: %v", err)
	}
}

func TestSetAvailabilityRefuses(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	if _, _, err := h.SetAvailability(t.Context(), testhouse.Person, "pizza", menu.Supply{State: menu.SoldOut}, ""); !errors.Is(err, fault.KindNotFound) {
		t.Errorf("what is not on the menu: %v", err)
	}
	if _, _, err := h.SetAvailability(t.Context(), testhouse.Person, "beer", menu.Supply{State: "gone"}, ""); !errors.Is(err, fault.KindInvalid) {
		t.Errorf("a state nobody knows: %v", err)
	}
}

// TestWhatIsOffTheMenuHasNoStock: an item that comes back under the same id
// begins anew.
func TestWhatIsOffTheMenuHasNoStock(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	must(t, h.House, "beer", menu.Supply{State: menu.SoldOut})
	must(t, h.House, "brownie", menu.Supply{State: menu.SoldOut})
	beer, _ := menu.Demo().Item("beer")
	for _, edit := range []func(*menu.Menu) (*menu.Menu, error){
		func(m *menu.Menu) (*menu.Menu, error) { return m.DeleteItem("beer", 0) },
		func(m *menu.Menu) (*menu.Menu, error) { return m.PutItem(beer, 0) },
	} {
		if _, err := h.EditMenu(t.Context(), testhouse.Person, edit); err != nil {
			t.Fatal(err)
		}
	}
	if ok, _ := left(t, h.House, "beer"); !ok {
		t.Error("beer is still sold out")
	}
	if ok, _ := left(t, h.House, "brownie"); ok {
		t.Error("brownies are back")
	}
}
