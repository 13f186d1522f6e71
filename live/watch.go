package live

import (
	"context"

	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

// told says of which terms staff and screens were told last.
type told struct {
	setup, menu, stock int64     // versions
	day                order.Day // what is left holds for one, and ends with it
}

func toldOf(t restaurant.Terms) told {
	return told{t.Setup.Version, t.Menu.Version, t.Stock.Version, t.Day}
}

// watch tells staff and screens of another set-up of the kitchen, another menu,
// or what is left of it, on whichever node that happened, until ctx ends.
func (h *hub) watch(ctx context.Context) { h.house.Watch(ctx, h.who, h.tellTerms) }

// tellTerms holds mu: who joins is either told here, or was given these terms.
func (h *hub) tellTerms(t restaurant.Terms) {
	h.mu.Lock()
	defer h.mu.Unlock()
	was, now := h.told, toldOf(t)
	h.told = now
	if now.setup != was.setup {
		var news wire.KitchenChanged
		news.Setup, news.Stations = wire.FromSetup(t.Setup)
		h.announce(wire.EventKitchenChanged, news)
	}
	if was.setup = now.setup; now != was {
		h.announce(wire.EventMenuChanged, wire.FromStock(t.Menu.Version, t.Stock, string(t.Day)))
	}
}

// announce tells staff and screens something. mu must be held.
func (h *hub) announce(event string, news any) {
	if err := h.emitToStaff(event, news); err != nil {
		h.log.Error("cannot encode what screens have to know", "event", event, "error", err)
	}
}
