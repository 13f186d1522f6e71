package restaurant_test

import (
	"errors"
	"testing"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
)

// TestAnOrderTakesWhatIsLeft: name, price and station of an item come from the
// menu, a counted item is taken with the order, and is back when the order is
// cancelled before anybody has begun it.
func TestAnOrderTakesWhatIsLeft(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithMenu(menu.Demo()))
	two := menu.Supply{State: menu.Counted, Left: 2}
	if _, _, err := h.SetAvailability(t.Context(), testhouse.Person, "large-fries", two, ""); err != nil {
		t.Fatal(err)
	}
	ask := func(quantity int) (order.Order, error) {
		d := order.Draft{Customer: "Ines", Lines: []order.Line{{Item: "large-fries", Quantity: quantity}}}
		result, err := h.Place(t.Context(), testhouse.Person, d, "")
		if err != nil {
			return order.Order{}, err
		}
		return result.Order(), nil
	}
	o, err := ask(2)
	if err != nil || o.Total != 700 || o.Lines[0].Name == "" || o.Lines[0].Station != "fryer" {
		t.Fatalf("%+v, %v", o, err)
	}
	if _, err := ask(1); !errors.Is(err, fault.KindConflict) || fault.Of(err).Code != "menu.sold_out" {
		t.Errorf("a third one: %v", err)
	}
	cancel := restaurant.Move{Order: restaurant.Ref(o.ID), To: order.Cancelled}
	if _, err := h.Move(t.Context(), testhouse.Person, cancel, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := ask(2); err != nil {
		t.Errorf("after the cancellation: %v", err)
	}
	if _, err := h.Quote(t.Context(), testhouse.Person, []order.Line{{Item: "moon", Quantity: 1}}, ""); fault.Of(err).Code != "menu.item" {
		t.Errorf("a quote of what is not on the menu: %v", err)
	}
}
