package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"orderup/wire"
)

// How long the server may take.
const (
	dialWithin = 15 * time.Second // to let a socket in
	joinWithin = 15 * time.Second // to answer a join
)

// Follow follows an order, named by its id, for good: it hands the order as it
// is to handle, and from then on every update, in order, each once, none left
// out. When the connection is lost it comes back and gets what it missed. It
// returns the first error of handle, ctx's when that ends, or a *Problem when
// the order is not there or not for this client's eyes.
//
// The first update, and the one after the server's data was restored to an
// earlier state, is made of the order as it is; only then the version may be
// anything but the next.
func (c *Client) Follow(ctx context.Context, orderID string, handle func(wire.StatusUpdated) error) error {
	f := &follower{client: c, order: orderID, handle: handle}
	for {
		err := f.connect(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if stopped, ok := errors.AsType[*stop](err); ok {
			return stopped.error
		}
		if f.final(err) {
			return fmt.Errorf("follow order %s: %w", orderID, err)
		}
		f.pause.wait(ctx, err)
	}
}

// A follower knows how far somebody has followed an order.
type follower struct {
	client *Client
	order  string
	handle func(wire.StatusUpdated) error
	pause  pause

	version int64  // of the order when it was last handed over; 0 before
	cursor  string // to go on from
}

// stop is an error of handle.
type stop struct{ error }

// errFilled ends the reading of a stream that has told what was missing.
var errFilled = errors.New("nothing is missing any more")

// connect follows the order until the connection ends, and returns why.
func (f *follower) connect(ctx context.Context) error {
	s, err := f.dial(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Emit(wire.EventJoin, wire.Join{OrderID: f.order, Since: f.cursor}); err != nil {
		return err
	}
	late := time.NewTimer(joinWithin)
	defer late.Stop()
	for {
		select {
		case e, open := <-s.Events():
			if !open {
				return s.Err()
			}
			if err := f.take(ctx, e); err != nil {
				return err
			}
			if e.Name == wire.EventJoined {
				late.Stop()
			}
		case <-late.C:
			return fmt.Errorf("the server did not answer %s within %v", wire.EventJoin, joinWithin)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *follower) dial(ctx context.Context) (*Socket, error) {
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	return f.client.Dial(ctx, SocketOptions{Guest: true})
}

// take deals with what the server told.
func (f *follower) take(ctx context.Context, e Event) error {
	switch e.Name {
	case wire.EventJoined:
		var joined wire.Joined
		if err := decode(e, &joined); err != nil {
			return err
		}
		return f.joined(ctx, joined)
	case wire.EventStatusUpdated, wire.EventUpdated:
		var u wire.StatusUpdated
		if err := decode(e, &u); err != nil {
			return err
		}
		return f.updated(ctx, u)
	case wire.EventException:
		return refusal(e.Data)
	}
	return nil
}

func decode(e Event, v any) error {
	if err := json.Unmarshal(e.Data, v); err != nil {
		return fmt.Errorf("read %s: %w", e.Name, err)
	}
	return nil
}

// joined begins with the order as it is, or makes up for what the server did
// not send again.
func (f *follower) joined(ctx context.Context, j wire.Joined) error {
	f.pause.reset()
	if f.version == 0 || j.Version < f.version {
		return f.hand(snapshot(j))
	}
	if err := f.fill(ctx, j.Version); err != nil {
		return err
	}
	f.cursor = j.Cursor
	return nil
}

// snapshot words the order as it is as an update.
func snapshot(j wire.Joined) wire.StatusUpdated {
	o := j.Order
	return wire.StatusUpdated{
		OrderID: j.OrderID, Status: o.Status, EstimatedReadyTime: o.EstimatedReadyTime, Message: j.Message, Timestamp: o.UpdatedAt,
		CustomerName: o.CustomerName, Items: o.Items, TotalAmount: o.TotalAmount, Version: j.Version, Cursor: j.Cursor, Order: o,
	}
}

// updated hands an update over unless it was seen, after what came before it.
func (f *follower) updated(ctx context.Context, u wire.StatusUpdated) error {
	if u.OrderID != f.order || u.Version <= f.version {
		return nil
	}
	if err := f.fill(ctx, u.Version-1); err != nil {
		return err
	}
	return f.hand(u)
}

// fill hands over the updates up to a version, which it reads from the order's
// event stream. Before the order was handed over nothing is missing.
func (f *follower) fill(ctx context.Context, upTo int64) error {
	if f.version == 0 || f.version >= upTo {
		return nil
	}
	err := f.client.Stream(ctx, orderPath(f.order)+"/events", f.cursor, func(e Event) error {
		return f.refill(e, upTo)
	})
	if errors.Is(err, errFilled) {
		return nil
	}
	return err
}

func (f *follower) refill(e Event, upTo int64) error {
	if e.Name != wire.EventStatusUpdated && e.Name != wire.EventUpdated {
		return nil
	}
	var u wire.StatusUpdated
	if err := decode(e, &u); err != nil {
		return err
	}
	if u.Version == f.version+1 {
		if err := f.hand(u); err != nil {
			return err
		}
	}
	if f.version >= upTo {
		return errFilled
	}
	return nil
}

func (f *follower) hand(u wire.StatusUpdated) error {
	if err := f.handle(u); err != nil {
		return &stop{err}
	}
	f.order, f.version, f.cursor = u.OrderID, u.Version, u.Cursor
	return nil
}

// final reports whether it makes no sense to try again. An address without an
// orderup is a mistake at first, and a proxy's answer during a restart later.
func (f *follower) final(err error) bool {
	p, ok := errors.AsType[*Problem](err)
	if !ok {
		return false
	}
	return slices.Contains([]string{"order.unknown", "staff.forbidden", "live.payload", "live.auth"}, p.Code) ||
		slices.Contains([]int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden}, p.Status) ||
		p.Status == http.StatusNotFound && f.version == 0
}
