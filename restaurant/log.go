package restaurant

import (
	"context"
	"errors"

	"orderup/fault"
	"orderup/feed"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// Head returns the number of the last event of the caller's location.
func (h *House) Head(ctx context.Context, who staff.Principal) (seq int64, err error) {
	if err := who.Demand(staff.ReadLog); err != nil {
		return 0, err
	}
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		seq, err = r.Head()
		return err
	})
	return seq, err
}

// Follow hands every event of the caller's location with a number above after
// to handle, as feed.Reader.Follow does.
func (h *House) Follow(ctx context.Context, who staff.Principal, after int64, handle func([]order.Event) error) error {
	if err := who.Demand(staff.ReadLog); err != nil {
		return err
	}
	read := func(ctx context.Context, after int64, limit int) (events []order.Event, err error) {
		err = h.store.View(ctx, who.Location, func(r store.Reader) error {
			events, err = r.Events(after, limit)
			return err
		})
		return events, err
	}
	return h.follow(ctx, who, read, func(e order.Event) int64 { return e.Seq }, after, handle)
}

// FollowOrder hands every event of one order with a version above after to
// handle. It returns a NotFound fault "order.unknown" if who may not read it.
func (h *House) FollowOrder(ctx context.Context, who staff.Principal, ref Ref, after int64, handle func([]order.Event) error) error {
	o, err := h.Order(ctx, who, ref)
	if err != nil {
		return err
	}
	read := func(ctx context.Context, after int64, limit int) (events []order.Event, err error) {
		err = h.store.View(ctx, who.Location, func(r store.Reader) error {
			events, err = r.OrderEvents(o.ID, after, limit)
			return err
		})
		return events, err
	}
	return h.follow(ctx, who, read, func(e order.Event) int64 { return e.Order.Version }, after, handle)
}

type readEvents = func(ctx context.Context, after int64, limit int) ([]order.Event, error)

func (h *House) follow(ctx context.Context, who staff.Principal, read readEvents, number func(order.Event) int64, after int64, handle func([]order.Event) error) error {
	wake, stop := h.bell.Listen(string(who.Location))
	defer stop()
	r := feed.Reader[order.Event]{Read: read, Number: number, Wake: wake, Failed: func(err error) {
		h.log.Warn("cannot read the log, trying again", "location", who.Location, "error", err)
	}}
	return r.Follow(ctx, after, handle)
}

// LastEvent returns the last event of an order up to number seq: the order as
// it was at that place of the log.
func (h *House) LastEvent(ctx context.Context, who staff.Principal, ref Ref, seq int64) (e order.Event, err error) {
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		o, err := h.find(r, who, ref, h.clock())
		if err != nil {
			return err
		}
		e, err = r.LastEvent(o.ID, seq)
		return err
	})
	return e, err
}

// Missed returns the events of an order with numbers above after and up to seq,
// for a client that comes back; false if they are too many or no longer all
// there, so that it needs a fresh snapshot.
func (h *House) Missed(ctx context.Context, who staff.Principal, id order.ID, after, seq int64) (events []order.Event, whole bool, err error) {
	const most = 200
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		seen, err := r.LastEvent(id, after)
		if errors.Is(err, fault.KindNotFound) {
			return nil // it has seen nothing of this order, or the log no longer tells
		}
		if err != nil {
			return err
		}
		events, err = r.OrderEvents(id, seen.Order.Version, most)
		whole = err == nil && len(events) < most
		return err
	})
	for i, e := range events {
		if e.Seq > seq {
			return events[:i], whole, err
		}
	}
	return events, whole, err
}
