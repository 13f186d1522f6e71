package menu_test

import (
	"errors"
	"testing"

	"orderup/fault"
	"orderup/menu"
)

const (
	today    = "2026-11-23"
	tomorrow = "2026-11-24"
)

// set is Stock.Set for what is acceptable.
func set(t *testing.T, s *menu.Stock, id menu.ItemID, supply menu.Supply) {
	t.Helper()
	if err := s.Set(id, supply, today); err != nil {
		t.Fatal(err)
	}
}

func available(t *testing.T, s *menu.Stock, id menu.ItemID, day string, want bool, wantLeft int) {
	t.Helper()
	if ok, left := s.Available(id, day); ok != want || left != wantLeft {
		t.Errorf("%s on %s: %v, %d left, want %v, %d", id, day, ok, left, want, wantLeft)
	}
}

func TestAvailability(t *testing.T) {
	s := &menu.Stock{}
	available(t, s, "beer", today, true, menu.Uncounted)
	set(t, s, "out", menu.Supply{State: menu.SoldOut, Left: 7, Until: tomorrow})
	set(t, s, "today", menu.Supply{State: menu.UntilTomorrow})
	set(t, s, "three", menu.Supply{State: menu.Counted, Left: 3})
	set(t, s, "none", menu.Supply{State: menu.Counted})
	set(t, s, "daily", menu.Supply{State: menu.Counted, Left: 2, Until: today})
	for _, day := range []string{today, tomorrow, "2027-01-01"} {
		available(t, s, "beer", day, true, menu.Uncounted)
		available(t, s, "out", day, false, 0)
		available(t, s, "three", day, true, 3)
		available(t, s, "none", day, false, 0)
		if day == today {
			available(t, s, "today", day, false, 0)
			available(t, s, "daily", day, true, 2)
		} else {
			available(t, s, "today", day, true, menu.Uncounted)
			available(t, s, "daily", day, true, menu.Uncounted)
		}
	}
	set(t, s, "out", menu.Supply{State: menu.InStock})
	available(t, s, "out", today, true, menu.Uncounted)
}

func TestTheLastOneIsSoldOnce(t *testing.T) {
	s := &menu.Stock{}
	set(t, s, "stew", menu.Supply{State: menu.Counted, Left: 3})
	take := func(n int, counted bool, sentence string) {
		t.Helper()
		got, err := s.Take(menu.Portion{Item: "stew", Name: "Stew", Quantity: n}, today)
		if got != counted {
			t.Errorf("taking %d was counted: %v", n, got)
		}
		if f := fault.Of(err); (err == nil) != (sentence == "") || err != nil && (!errors.Is(err, fault.KindConflict) || f.Code != "menu.sold_out" || f.Sentence != sentence) {
			t.Errorf("take %d: %v, want %q", n, err, sentence)
		}
	}
	take(4, false, "of Stew only 3 are left")
	take(1, true, "")
	take(2, true, "")
	take(1, false, "Stew is sold out")
	available(t, s, "stew", today, false, 0)
	s.Return(menu.Portion{Item: "stew", Quantity: 2}, today)
	available(t, s, "stew", today, true, 2)

	if counted, err := s.Take(menu.Portion{Item: "beer", Name: "Beer", Quantity: 999}, today); counted || err != nil {
		t.Errorf("what nobody counts: %v, %v", counted, err)
	}
}

func TestReturnKeepsWhatSomebodySaid(t *testing.T) {
	s := &menu.Stock{}
	set(t, s, "out", menu.Supply{State: menu.SoldOut})
	set(t, s, "daily", menu.Supply{State: menu.Counted, Left: 1, Until: today})
	set(t, s, "most", menu.Supply{State: menu.Counted, Left: menu.MaxLeft})
	s.Return(menu.Portion{Item: "out", Quantity: 1}, today)
	s.Return(menu.Portion{Item: "unknown", Quantity: 1}, today)
	s.Return(menu.Portion{Item: "daily", Quantity: 1}, tomorrow)
	s.Return(menu.Portion{Item: "most", Quantity: 1}, today)
	available(t, s, "out", today, false, 0)
	available(t, s, "unknown", today, true, menu.Uncounted)
	available(t, s, "daily", today, true, 1)
	available(t, s, "most", today, true, menu.MaxLeft)
}

func TestSetRefuses(t *testing.T) {
	s := &menu.Stock{}
	for _, supply := range []menu.Supply{
		{}, {State: "gone"}, {State: menu.Counted, Left: -1}, {State: menu.Counted, Left: menu.MaxLeft + 1},
		{State: menu.Counted, Left: 1, Until: "friday"}, {State: menu.Counted, Left: 1, Until: "2026-11-22"},
	} {
		if err := s.Set("beer", supply, today); !errors.Is(err, fault.KindInvalid) || fault.Of(err).Field == "" || len(s.Items) != 0 {
			t.Errorf("%+v: %v, %v", supply, err, s.Items)
		}
	}
}

// What no longer holds is forgotten, so that a stock does not grow for years.
func TestAStockDoesNotGrow(t *testing.T) {
	s := &menu.Stock{}
	set(t, s, "yesterday", menu.Supply{State: menu.UntilTomorrow})
	set(t, s, "back", menu.Supply{State: menu.SoldOut})
	set(t, s, "back", menu.Supply{State: menu.InStock})
	if err := s.Set("out", menu.Supply{State: menu.SoldOut}, tomorrow); err != nil || len(s.Items) != 1 {
		t.Errorf("%v, %v", s.Items, err)
	}
}
