package restaurant_test

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/restaurant"
)

func fries(customer string) order.Draft {
	return order.Draft{Customer: customer, Lines: []order.Line{{Name: "Large Fries", Price: 350, Quantity: 1}}}
}

func TestARepeatedCommandTakesEffectOnce(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	for name, command := range map[string]func(restaurant.Key) (restaurant.Result, error){
		"place": func(k restaurant.Key) (restaurant.Result, error) {
			return h.Place(t.Context(), testhouse.Person, fries("Ines"), k)
		},
		"samples": func(k restaurant.Key) (restaurant.Result, error) {
			return h.CreateSamples(t.Context(), testhouse.Person, k)
		},
	} {
		first, err := command(restaurant.Key(name))
		if err != nil || first.Replayed {
			t.Fatalf("%s: %+v, %v", name, first, err)
		}
		h.MustMove(t, first.Orders[0].ID, order.Ready) // the world moves on between the two
		events := len(h.Events(t))
		again, err := command(restaurant.Key(name))
		if err != nil || !again.Replayed || !reflect.DeepEqual(first.Orders, again.Orders) {
			t.Errorf("%s again: %+v, %v, want what it was: %+v", name, again, err, first)
		}
		if len(h.Events(t)) != events {
			t.Errorf("%s again left events", name)
		}
	}
}

func TestARepeatedMoveTakesEffectOnce(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 1)
	start := restaurant.Move{Order: restaurant.Ref(o.ID), To: order.InProgress, Message: "Coming"}
	first, err := h.Move(t.Context(), testhouse.Person, start, "k")
	if err != nil {
		t.Fatal(err)
	}
	h.MustMove(t, o.ID, order.Ready)
	again, err := h.Move(t.Context(), testhouse.Person, start, "k") // would be a recall if it ran
	if err != nil || !again.Replayed || again.Order().Version != first.Order().Version {
		t.Errorf("again: %+v, %v", again, err)
	}
	if now, err := h.Order(t.Context(), testhouse.Person, restaurant.Ref(o.ID)); err != nil || now.Status != order.Ready {
		t.Errorf("the repeated start took the order back to %s, %v", now.Status, err)
	}
}

func TestAKeyIsForOneCommand(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	if _, err := h.Place(t.Context(), testhouse.Person, fries("Ines"), "k"); err != nil {
		t.Fatal(err)
	}
	_, err := h.Place(t.Context(), testhouse.Person, fries("Bob"), "k")
	if !errors.Is(err, fault.KindInvalid) || fault.Of(err).Code != "idempotency.mismatch" {
		t.Errorf("another order under the same key: %v", err)
	}
	if _, err := h.CreateSamples(t.Context(), testhouse.Person, "k"); !errors.Is(err, fault.KindInvalid) {
		t.Errorf("another command under the same key: %v", err)
	}
	if _, err := h.Place(t.Context(), testhouse.Person, fries("Bob"), restaurant.Key(strings.Repeat("k", restaurant.MaxKey+1))); !errors.Is(err, fault.KindInvalid) {
		t.Errorf("an endless key: %v", err)
	}
	if n := len(h.Events(t)); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
}

func TestARefusedCommandLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 1)
	early := restaurant.Move{Order: restaurant.Ref(o.ID), To: order.Ready, Expected: 7}
	if _, err := h.Move(t.Context(), testhouse.Person, early, "k"); !errors.Is(err, fault.KindConflict) {
		t.Fatalf("a stale move: %v", err)
	}
	early.Expected = 1
	if r, err := h.Move(t.Context(), testhouse.Person, early, "k"); err != nil || r.Replayed {
		t.Errorf("the corrected move: %+v, %v", r, err)
	}
}

func TestAKeyIsForgottenAfterItsLife(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	h := testhouse.Open(t, testhouse.WithClock(func() time.Time { return now }))
	place := func() restaurant.Result {
		t.Helper()
		r, err := h.Place(t.Context(), testhouse.Person, fries("Ines"), "k")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := place()
	now = now.Add(restaurant.KeyLife - time.Second)
	if again := place(); !again.Replayed {
		t.Error("forgotten a second too early")
	}
	now = now.Add(time.Second)
	if late := place(); late.Replayed || late.Order().ID == first.Order().ID {
		t.Error("remembered for too long")
	}
}

func TestRacersWithOneKeyGetOneOrder(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	const racers = 50
	ids := make([]order.ID, racers)
	var group sync.WaitGroup
	for i := range racers {
		group.Go(func() {
			r, err := h.Place(t.Context(), testhouse.Person, fries("Ines"), "k")
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = r.Order().ID
		})
	}
	group.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("two orders for one key: %s and %s", ids[0], id)
		}
	}
	if n := len(h.Events(t)); n != 1 {
		t.Errorf("%d events, want 1", n)
	}
}
