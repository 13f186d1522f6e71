package restaurant_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/order"
	"orderup/restaurant"
	"orderup/store"
)

func TestAnOrderIsFoundByItsNumberOfToday(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	h := testhouse.Open(t, testhouse.WithClock(func() time.Time { return now }))
	saturday := h.MustPlace(t, "Ines", 1)
	for _, ref := range []restaurant.Ref{"#001", "001", "1", restaurant.Ref(saturday.ID)} {
		if o, err := h.Order(t.Context(), testhouse.Person, ref); err != nil || o.ID != saturday.ID {
			t.Errorf("%s: %s, %v", ref, o.ID, err)
		}
	}
	for _, ref := range []restaurant.Ref{"#002", "0", "-1", "", "#", "x", "99999999999999999999"} {
		if _, err := h.Order(t.Context(), testhouse.Person, ref); !errors.Is(err, fault.KindNotFound) {
			t.Errorf("%q: %v, want a NotFound fault", ref, err)
		}
	}
	now = now.Add(24 * time.Hour)
	if _, err := h.Order(t.Context(), testhouse.Person, "#001"); !errors.Is(err, fault.KindNotFound) {
		t.Errorf("yesterday's number is found today: %v", err)
	}
	if sunday := h.MustPlace(t, "Bob", 1); sunday.Number != 1 {
		t.Errorf("Sunday begins with number %s", sunday.Number)
	}
}

func TestPagesHoldEveryOrderOnceNewestFirst(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	var want []order.ID
	for range 25 {
		want = append([]order.ID{h.MustPlace(t, "Ines", 1).ID}, want...)
	}
	var got []order.ID
	q := store.Query{Limit: 7}
	for {
		page, err := h.Orders(t.Context(), testhouse.Person, q)
		if err != nil || len(page.Orders) > 7 {
			t.Fatalf("%d orders, %v", len(page.Orders), err)
		}
		for _, o := range page.Orders {
			got = append(got, o.ID)
		}
		if page.Next == "" {
			break
		}
		q.Before = page.Next
	}
	if len(got) != len(want) {
		t.Fatalf("%d orders, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("order %d is %s, want %s", i, got[i], want[i])
		}
	}
}

// TestStatsAlwaysAgreeWithTheStore moves orders about and compares the running
// counts with a fresh count after every step.
func TestStatsAlwaysAgreeWithTheStore(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	random := rand.New(rand.NewPCG(1, 2))
	var ids []order.ID
	for step := range 300 {
		if len(ids) == 0 || random.IntN(3) == 0 {
			ids = append(ids, h.MustPlace(t, "Ines", 1+random.IntN(3)).ID)
		} else if err := meddle(t, h, random, restaurant.Ref(ids[random.IntN(len(ids))])); err != nil && !errors.Is(err, fault.KindConflict) {
			t.Fatal(err)
		}
		if random.IntN(4) == 0 {
			continue // let several events gather
		}
		got, err := h.Stats(t.Context(), testhouse.Person)
		if err != nil {
			t.Fatal(err)
		}
		for s, want := range counted(t, h) {
			if got[s] != want {
				t.Fatalf("step %d: %s: %+v, want %+v", step, s, got[s], want)
			}
		}
	}
}

// meddle does anything to an order.
func meddle(t *testing.T, h *testhouse.House, random *rand.Rand, o restaurant.Ref) (err error) {
	t.Helper()
	switch random.IntN(3) {
	case 0:
		c := kitchen.Command{Verb: kitchen.Verbs[random.IntN(len(kitchen.Verbs))], Tasks: []order.TaskID{"1"}, Reason: "a test", To: kitchen.CatchAll}
		_, err = h.Work(t.Context(), testhouse.Person, o, c, "")
	case 1:
		_, err = h.AddItems(t.Context(), testhouse.Person, o, []order.Line{{Name: "Beer", Price: 350, Quantity: 1}}, "")
	default:
		_, err = h.Move(t.Context(), testhouse.Person, restaurant.Move{Order: o, To: order.Statuses[random.IntN(len(order.Statuses))]}, "")
	}
	return err
}

// counted counts the orders of each status one by one.
func counted(t *testing.T, h *testhouse.House) map[order.Status]order.Count {
	t.Helper()
	counts := map[order.Status]order.Count{}
	for _, s := range order.Statuses {
		counts[s] = order.Count{}
	}
	page, err := h.Orders(t.Context(), testhouse.Person, store.Query{Limit: restaurant.MaxPage})
	if err != nil || page.Next != "" {
		t.Fatalf("more than a page of orders, or %v", err)
	}
	for _, o := range page.Orders {
		c := counts[o.Status]
		counts[o.Status] = order.Count{Orders: c.Orders + 1, Total: c.Total + o.Total}
	}
	return counts
}

func TestAStaleMoveIsRefusedWithTheOrderAsItIs(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 1)
	h.MustMove(t, o.ID, order.InProgress)
	_, err := h.Move(t.Context(), testhouse.Person, restaurant.Move{Order: restaurant.Ref(o.ID), To: order.Ready, Expected: 1}, "")
	var stale *restaurant.Stale
	if !errors.Is(err, fault.KindConflict) || !errors.As(err, &stale) || stale.Current.Version != 2 {
		t.Errorf("%v with %+v", err, stale)
	}
}

func TestMovesAreRefusedBeforeTheyTouchTheStore(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 1)
	for name, m := range map[string]restaurant.Move{
		"a reason nobody knows": {To: order.Cancelled, Reason: "bored"},
		"an endless message":    {To: order.Ready, Message: string(make([]byte, 100_000))},
	} {
		m.Order = restaurant.Ref(o.ID)
		if _, err := h.Move(t.Context(), testhouse.Person, m, ""); !errors.Is(err, fault.KindInvalid) {
			t.Errorf("%s: %v, want an Invalid fault", name, err)
		}
	}
	if n := len(h.Events(t)); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
}
