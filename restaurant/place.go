package restaurant

import (
	"context"
	"time"

	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// Place takes an order with prices of its own. It returns a Forbidden fault, or
// the Invalid fault of order.Draft.Check.
func (h *House) Place(ctx context.Context, who staff.Principal, d order.Draft, k Key) (Result, error) {
	if err := who.Demand(staff.PlaceOrder); err != nil {
		return Result{}, err
	}
	if err := d.Check(); err != nil {
		return Result{}, err
	}
	return h.place(ctx, who, []order.Draft{d}, k, digest("place", d))
}

// CreateSamples places the three sample orders.
func (h *House) CreateSamples(ctx context.Context, who staff.Principal, k Key) (Result, error) {
	if err := who.Demand(staff.CreateSamples); err != nil {
		return Result{}, err
	}
	return h.place(ctx, who, samples(), k, digest("create samples"))
}

// place puts checked drafts into one transaction.
func (h *House) place(ctx context.Context, who staff.Principal, drafts []order.Draft, k Key, hash []byte) (result Result, err error) {
	now := h.clock()
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		result, err = once(tx, k, hash, now, func() ([]order.Order, error) {
			return h.placeAll(tx, who, drafts, now)
		})
		return err
	})
	return result, err
}

func (h *House) placeAll(tx store.Tx, who staff.Principal, drafts []order.Draft, now time.Time) ([]order.Order, error) {
	orders := make([]order.Order, len(drafts))
	setup, err := h.setups.of(who.Location, tx)
	if err != nil {
		return nil, err
	}
	for i, d := range drafts {
		slip, err := h.slip(tx, who.Location, now)
		if err != nil {
			return nil, err
		}
		if d.Lines, err = h.serve(tx, d.Lines, slip.Day); err != nil {
			return nil, err
		}
		d.Lines = order.NumberLines(d.Lines, 1)
		slip.Tasks = setup.Route(d.Lines, order.Work{Kind: d.Kind}, now, 1)
		slip.Forecast = h.model(who.Location).quote(setup, d.Lines, slip.Tasks, now)
		o, placed := order.Place(d, slip, order.Change{By: who.Name, At: now})
		if err := tx.Insert(o); err != nil {
			return nil, err
		}
		if err := tx.Append(placed); err != nil {
			return nil, err
		}
		orders[i] = o
	}
	return orders, nil
}

// slip numbers the next order of a location.
func (h *House) slip(tx store.Tx, l order.Location, now time.Time) (order.Slip, error) {
	at, err := h.places.of(l, tx)
	if err != nil {
		return order.Slip{}, err
	}
	day := at.today(now)
	number, err := tx.NextNumber(day)
	if err != nil {
		return order.Slip{}, err
	}
	id, err := newID()
	return order.Slip{ID: id, Location: l, Day: day, Number: number, Currency: at.Currency}, err
}

// samples returns the sample orders of the proof of concept.
func samples() []order.Draft {
	return []order.Draft{
		{Customer: "John Doe", Lines: []order.Line{
			{Name: "Large Fries", Price: 350, Quantity: 1},
			{Name: "Cheeseburger", Price: 850, Quantity: 1},
			{Name: "Coca Cola", Price: 200, Quantity: 1},
		}},
		{Customer: "Jane Smith", Lines: []order.Line{
			{Name: "Small Fries", Price: 250, Quantity: 2},
			{Name: "Chicken Burger", Price: 950, Quantity: 1},
		}},
		{Customer: "Bob Johnson", Lines: []order.Line{
			{Name: "Large Fries", Price: 350, Quantity: 1},
			{Name: "Fish & Chips", Price: 1200, Quantity: 1},
			{Name: "Beer", Price: 350, Quantity: 1},
		}},
	}
}
