package restaurant

import (
	"context"
	"errors"
	"time"

	"orderup/fault"
	"orderup/feed"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// Head returns the number of the last event of the caller's location: of all
// that was committed when it was called, whoever did it.
func (h *House) Head(ctx context.Context, who staff.Principal) (seq int64, err error) {
	if err := who.Demand(staff.ReadLog); err != nil {
		return 0, err
	}
	return h.heads.after(ctx, who.Location, time.Now())
}

// Follow hands every event of the caller's location with a number above after
// to handle, as feed.Reader.Follow does.
func (h *House) Follow(ctx context.Context, who staff.Principal, after int64, handle func([]order.Event) error) error {
	return h.FollowLevel(ctx, who, after, handle, h.unread(who))
}

// FollowLevel is Follow for a caller who has to know whether it sees the newest
// events: level is told as feed.Reader.Level is, about every second.
func (h *House) FollowLevel(ctx context.Context, who staff.Principal, after int64, handle func([]order.Event) error, level func(error)) error {
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
	recent := func(after int64, limit int) ([]order.Event, bool) { return h.store.Recent(who.Location, after, limit) }
	r := feed.Reader[order.Event]{Read: read, Recent: recent, Number: func(e order.Event) int64 { return e.Seq }, Level: level}
	return h.follow(ctx, who, r, after, handle)
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
	r := feed.Reader[order.Event]{Read: read, Number: func(e order.Event) int64 { return e.Order.Version }, Level: h.unread(who)}
	return h.follow(ctx, who, r, after, handle)
}

func (h *House) follow(ctx context.Context, who staff.Principal, r feed.Reader[order.Event], after int64, handle func([]order.Event) error) error {
	wake, stop := h.bell.Listen(string(who.Location))
	defer stop()
	r.Wake = wake
	r.Head = func(ctx context.Context) (int64, error) {
		return h.heads.after(ctx, who.Location, time.Now().Add(-shared))
	}
	return r.Follow(ctx, after, handle)
}

// unread is the Level of those whom nobody asks: a thousand event streams must
// not say a thousand times a second what the sockets' side says once.
func (h *House) unread(who staff.Principal) func(error) {
	return func(err error) {
		if err != nil {
			h.log.Debug("cannot read the log, trying again", "location", who.Location, "error", err)
		}
	}
}

// Events returns the events of the caller's location with numbers above after
// and up to seq: all of them, or fewer when the log no longer tells.
func (h *House) Events(ctx context.Context, who staff.Principal, after, seq int64) (events []order.Event, err error) {
	if err := who.Demand(staff.ReadLog); err != nil {
		return nil, err
	}
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		events, err = r.Events(after, int(seq-after))
		return err
	})
	return events, err
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
