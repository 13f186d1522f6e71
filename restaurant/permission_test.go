package restaurant_test

import (
	"context"
	"errors"
	"testing"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
	"orderup/store"
)

// TestEveryDoorAsksThePolicy tries every command and query as every role: who
// may not must be refused, and nothing may have happened.
func TestEveryDoorAsksThePolicy(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustMove(t, h.MustPlace(t, "Ines", 1).ID, order.Ready)
	stop := errors.New("seen enough")
	none := func([]order.Event) error { return stop }
	for action, try := range map[staff.Action]func(staff.Principal) error{
		staff.PlaceOrder:    func(p staff.Principal) error { _, err := h.Place(t.Context(), p, order.Draft{}, ""); return err },
		staff.CreateSamples: func(p staff.Principal) error { _, err := h.CreateSamples(t.Context(), p, ""); return err },
		staff.ReadOrder:     func(p staff.Principal) error { _, err := h.Order(t.Context(), p, restaurant.Ref(o.ID)); return err },
		staff.FindByNumber:  func(p staff.Principal) error { _, err := h.Order(t.Context(), p, "#001"); return err },
		staff.ListOrders:    func(p staff.Principal) error { _, err := h.Orders(t.Context(), p, store.Query{Limit: 1}); return err },
		staff.ReadStats:     func(p staff.Principal) error { _, err := h.Stats(t.Context(), p); return err },
		staff.ReadLog:       func(p staff.Principal) error { return h.Follow(t.Context(), p, 0, none) },
		staff.KeepHouse: func(p staff.Principal) error {
			_, err := h.Announced(t.Context(), p, "weather")
			return errors.Join(err, h.Announce(t.Context(), p, "weather", "fine"), h.ChangeNote(t.Context(), p, "weather", func([]byte) any { return "fine" }))
		},
		staff.ReadMenu: func(p staff.Principal) error { _, err := h.Menu(t.Context(), p); return err },
		staff.EditMenu: func(p staff.Principal) error {
			_, err := h.ReplaceMenu(t.Context(), p, menu.Demo(), 0, "")
			_, err2 := h.EditMenu(t.Context(), p, func(m *menu.Menu) (*menu.Menu, error) { return m, nil })
			return errors.Join(err, err2)
		},
		staff.SetAvailability: func(p staff.Principal) error {
			_, _, err := h.SetAvailability(t.Context(), p, "beer", menu.Supply{State: menu.InStock}, "")
			return err
		},
		staff.AdvanceOrder: func(p staff.Principal) error {
			_, err := h.Move(t.Context(), p, restaurant.Move{Order: restaurant.Ref(o.ID), To: order.Completed, Expected: 99}, "")
			return err
		},
	} {
		for _, role := range staff.Roles {
			p := staff.Principal{Role: role, Name: string(role), Location: testhouse.Location}
			err := try(p)
			refused := errors.Is(err, fault.KindForbidden) || errors.Is(err, fault.KindNotFound)
			if refused == p.May(action) {
				t.Errorf("%s, %s: %v", role, action, err)
			}
		}
	}
}

func TestAFollowerMayReadButNotMove(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 1)
	follower := staff.Principal{Role: staff.Follower, Location: testhouse.Location}
	for _, next := range []order.Status{order.InProgress, order.Cancelled} {
		_, err := h.Move(t.Context(), follower, restaurant.Move{Order: restaurant.Ref(o.ID), To: next}, "")
		if !errors.Is(err, fault.KindForbidden) {
			t.Errorf("a follower made it %s: %v", next, err)
		}
	}
	if len(h.Events(t)) != 1 {
		t.Error("a refused move left an event")
	}
}

func TestWhatIsForbiddenLooksAbsent(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	o := h.MustPlace(t, "Ines", 1)
	guest := staff.Principal{Role: staff.Guest, Location: testhouse.Location}
	look := func(ref restaurant.Ref) *fault.Fault {
		_, err := h.Order(context.Background(), guest, ref)
		return fault.Of(err)
	}
	there, absent := look(restaurant.Ref(o.ID)), look("019a2c9e-7f3b-7c11-9b0e-3f3f6d1c2a10")
	if there.Kind != fault.KindNotFound || there.Code != absent.Code || there.Sentence != absent.Sentence {
		t.Errorf("a guest can tell %q from %q", there, absent)
	}
}
