package restaurant

import (
	"context"
	"fmt"
	"slices"

	"orderup/fault"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// A Move asks for another status of an order.
type Move struct {
	Order    Ref
	To       order.Status
	Message  string       // to the guest, instead of the usual one; may be empty
	Reason   order.Reason // of a cancellation; empty means order.ByCustomer
	Expected int64        // the version the caller has seen; 0 when it does not care
}

// A Stale error says that an order has moved on; it is the cause of the
// Conflict fault "order.version".
type Stale struct {
	Current order.Order
}

// Error says which version is the current one.
func (s *Stale) Error() string { return fmt.Sprintf("the current version is %d", s.Current.Version) }

// Move takes an order to another status through every step between; none if it
// is there already. It returns a NotFound fault "order.unknown", a Forbidden
// fault, a Conflict fault "order.version" or that of order.Order.MoveTo, or an
// Invalid fault about the message or the reason.
func (h *House) Move(ctx context.Context, who staff.Principal, m Move, k Key) (result Result, err error) {
	if err := m.check(); err != nil {
		return Result{}, err
	}
	now, hash := h.clock(), digest("move", m)
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		o, err := h.find(tx, who, m.Order, now)
		if err != nil {
			return err
		}
		result, err = once(tx, k, hash, now, func() ([]order.Order, error) {
			o, err := move(tx, who, o, m, order.Change{By: who.Name, At: now, Message: m.Message, Reason: m.Reason})
			return []order.Order{o}, err
		})
		return err
	})
	return result, err
}

// check tidies m's texts.
func (m *Move) check() (err error) {
	if m.Message, err = order.CleanText("message", m.Message, 0, order.MaxMessage); err != nil {
		return err
	}
	switch {
	case m.To != order.Cancelled:
		m.Reason = ""
	case m.Reason == "":
		m.Reason = order.ByCustomer
	case !slices.Contains(order.Reasons, m.Reason):
		return fault.Invalid("order.reason", "reason must be one of %v", order.Reasons).At("reason")
	}
	return nil
}

// move changes o and stores it with its events.
func move(tx store.Tx, who staff.Principal, o order.Order, m Move, c order.Change) (order.Order, error) {
	if path, ok := o.Status.Path(m.To); ok {
		for _, arrow := range path {
			if err := who.Demand(staff.For(arrow.Move)); err != nil {
				return o, err
			}
		}
	}
	if m.Expected != 0 && m.Expected != o.Version {
		return o, fault.Conflict("order.version", "order %s has moved on to version %d: look at it again before you change it",
			o.Number, o.Version).Because(&Stale{o})
	}
	was := o.Version
	events, err := o.MoveTo(m.To, c)
	if err != nil {
		return o, err
	}
	if m.To == order.Cancelled && len(events) > 0 {
		if err := unserve(tx, o); err != nil {
			return o, err
		}
	}
	return o, keep(tx, o, was, events)
}
