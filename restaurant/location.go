package restaurant

import (
	"context"
	"fmt"
	"sync"
	"time"

	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// A place is a location with its time zone.
type place struct {
	store.Location
	zone *time.Location
}

// today returns the business day of a moment.
func (p place) today(now time.Time) order.Day { return order.DayOf(now, p.zone, p.DayStart) }

// places keeps the locations that were asked for.
type places struct {
	known sync.Map // order.Location -> place
}

// of returns the location that r reads.
func (p *places) of(l order.Location, r store.Reader) (place, error) {
	if known, ok := p.known.Load(l); ok {
		return known.(place), nil
	}
	read, err := r.Location()
	if err != nil {
		return place{}, err
	}
	zone, err := time.LoadLocation(read.Zone)
	if err != nil {
		return place{}, fmt.Errorf("time zone %q of %s: use a name such as Europe/Brussels: %w", read.Zone, l, err)
	}
	found := place{read, zone}
	p.known.Store(l, found)
	return found, nil
}

// Location returns the caller's location.
func (h *House) Location(ctx context.Context, who staff.Principal) (store.Location, error) {
	if known, ok := h.places.known.Load(who.Location); ok {
		return known.(place).Location, nil
	}
	var found place
	err := h.store.View(ctx, who.Location, func(r store.Reader) (err error) {
		found, err = h.places.of(who.Location, r)
		return err
	})
	return found.Location, err
}
