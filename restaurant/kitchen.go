package restaurant

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// Work carries out a command of the kitchen. What is as wanted already stays as
// it is. It returns a NotFound fault "order.unknown", a Forbidden fault, or the
// faults of kitchen.Command.Check and kitchen.Do, a Conflict with a Stale error
// behind it.
func (h *House) Work(ctx context.Context, who staff.Principal, ref Ref, c kitchen.Command, k Key) (result Result, err error) {
	if err := c.Check(); err != nil {
		return Result{}, err
	}
	if err := who.Demand(staff.ForWork(c.Verb, c.Force)); err != nil {
		return Result{}, err
	}
	return h.work(ctx, who, ref, digest("work", ref, c), k, func(tx store.Tx, o *order.Order, by order.Change) ([]order.Event, error) {
		setup, err := h.setups.of(who.Location, tx)
		if err != nil {
			return nil, err
		}
		return kitchen.Do(o, c, setup, by)
	})
}

// AddItems adds lines to an order that is placed already. It returns a NotFound
// fault "order.unknown", a Forbidden fault, or the faults of order.CheckLines
// and kitchen.AddLines.
func (h *House) AddItems(ctx context.Context, who staff.Principal, ref Ref, lines []order.Line, k Key) (Result, error) {
	if err := who.Demand(staff.PlaceOrder); err != nil {
		return Result{}, err
	}
	if err := order.CheckLines(lines); err != nil {
		return Result{}, err
	}
	return h.work(ctx, who, ref, digest("add", ref, lines), k, func(tx store.Tx, o *order.Order, by order.Change) ([]order.Event, error) {
		setup, err := h.setups.of(who.Location, tx)
		if err != nil {
			return nil, err
		}
		served, err := h.serve(tx, lines, o.Day)
		if err != nil {
			return nil, err
		}
		return kitchen.AddLines(o, order.NumberLines(served, len(o.Lines)+1), setup, by)
	})
}

// work changes an order in one transaction and stores it with its events, once
// for each key.
func (h *House) work(ctx context.Context, who staff.Principal, ref Ref, hash []byte, k Key,
	do func(store.Tx, *order.Order, order.Change) ([]order.Event, error),
) (result Result, err error) {
	now := h.clock()
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		o, err := h.find(tx, who, ref, now)
		if err != nil {
			return err
		}
		result, err = once(tx, k, hash, now, func() ([]order.Order, error) {
			was := o
			events, err := do(tx, &o, order.Change{By: who.Name, At: now})
			if err != nil {
				return nil, withCurrent(err, was)
			}
			return []order.Order{o}, keep(tx, o, was.Version, events)
		})
		return err
	})
	return result, err
}

// withCurrent puts the order as it is behind a conflict about it.
func withCurrent(err error, o order.Order) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Kind == fault.KindConflict {
		return f.Because(&Stale{o})
	}
	return err
}

// keep stores an order with the events that made it what it is.
func keep(tx store.Tx, o order.Order, was int64, events []order.Event) error {
	if len(events) == 0 {
		return nil
	}
	if err := tx.Save(o, was); err != nil {
		return err
	}
	return tx.Append(events...)
}

// openStatuses are those of orders that are somebody's work.
var openStatuses = []order.Status{order.Pending, order.InProgress, order.Ready}

// OpenOrders returns every open order of the caller's location, oldest first,
// also those cancelled lately of which the kitchen does not know yet, and the
// number of the last event that they show.
func (h *House) OpenOrders(ctx context.Context, who staff.Principal) (orders []order.Order, seq int64, err error) {
	if err := who.Demand(staff.SeeKitchen); err != nil {
		return nil, 0, err
	}
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		if seq, err = r.Head(); err != nil {
			return err
		}
		orders, err = openOrders(r, h.clock())
		return err
	})
	return orders, seq, err
}

// How many orders are looked at: more than a restaurant has.
const (
	openMost      = 20_000
	cancelledMost = 200 // of the last half hour
)

func openOrders(r store.Reader, now time.Time) ([]order.Order, error) {
	orders, err := r.Orders(store.Query{Status: openStatuses, Limit: openMost})
	if err != nil {
		return nil, err
	}
	cancelled, err := r.Orders(store.Query{Status: []order.Status{order.Cancelled}, Limit: cancelledMost})
	for _, o := range cancelled {
		if kitchen.Unacknowledged(o) && now.Sub(o.UpdatedAt) <= order.RecallWindow {
			orders = append(orders, o)
		}
	}
	slices.SortFunc(orders, func(a, b order.Order) int { return cmp.Compare(a.ID, b.ID) })
	return orders, err
}

// Tickets returns the open orders that are the work of a station, which may be
// kitchen.All, first things first.
func (h *House) Tickets(ctx context.Context, who staff.Principal, station menu.StationID) (tickets []kitchen.Ticket, seq int64, err error) {
	orders, seq, err := h.OpenOrders(ctx, who)
	return kitchen.Tickets(orders, station), seq, err
}

// AllDay counts what a station has to make over all its tickets.
func (h *House) AllDay(ctx context.Context, who staff.Principal, station menu.StationID) ([]kitchen.Count, error) {
	orders, _, err := h.OpenOrders(ctx, who)
	return kitchen.AllDay(orders, station), err
}

// recallPage is how far back the recall list looks, in orders.
const recallPage = 500

// Recallable returns the orders that a station has bumped lately, the last one
// first.
func (h *House) Recallable(ctx context.Context, who staff.Principal, station menu.StationID) (orders []order.Order, err error) {
	if err := who.Demand(staff.SeeKitchen); err != nil {
		return nil, err
	}
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		orders, err = r.Orders(store.Query{Limit: recallPage})
		return err
	})
	return kitchen.Recallable(orders, station, h.clock()), err
}
