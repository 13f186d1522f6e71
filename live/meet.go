package live

import (
	"context"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
	"orderup/socketio"
	"orderup/staff"
)

// meet returns the last event of an order at the hub's place, with mu held, once the hub
// has pushed all that was committed when meet was called: a client may ask for
// an order in the instant it was placed, or right after it has changed it on
// another node.
func (h *hub) meet(ctx context.Context, who staff.Principal, ref restaurant.Ref) (order.Event, error) {
	if h.ready() != nil {
		return h.remember(who, ref)
	}
	if err := h.catchUp(ctx); err != nil {
		return order.Event{}, err
	}
	h.mu.Lock()
	e, err := h.look(ctx, who, ref)
	if err != nil {
		h.mu.Unlock()
	}
	return e, err
}

// catchUp waits until the hub has pushed all that was committed when it was
// called.
func (h *hub) catchUp(ctx context.Context) error {
	head, err := h.house.Head(ctx, h.who)
	if err != nil {
		return err
	}
	return h.reach(ctx, head)
}

// reach waits until the hub has pushed an event.
func (h *hub) reach(ctx context.Context, seq int64) error {
	for {
		h.mu.Lock()
		at, moved := h.at, h.moved
		h.mu.Unlock()
		if at >= seq {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return fault.Unavailable("live.behind", "the server is behind with its updates: try again in a moment").Because(ctx.Err())
		}
	}
}

// look returns the last event of an order at the hub's place; from the board if
// it can. mu must be held.
func (h *hub) look(ctx context.Context, who staff.Principal, ref restaurant.Ref) (order.Event, error) {
	if e, ok := h.board[order.ID(ref)]; ok && restaurant.MayRead(who, e.Order) {
		return e, nil
	}
	e, err := h.house.LastEvent(ctx, who, ref, h.at)
	if err == nil {
		h.board.note(e)
	}
	return e, err
}

// remember is meet while the log is out of sight: it returns only what stands
// on the board. That is how the order is at the hub's place, whose cursor goes
// with it; and the socket was told that it is not live.
func (h *hub) remember(who staff.Principal, ref restaurant.Ref) (order.Event, error) {
	h.mu.Lock()
	if e, ok := h.board[order.ID(ref)]; ok && restaurant.MayRead(who, e.Order) {
		return e, nil
	}
	h.mu.Unlock()
	return order.Event{}, errAway()
}

// known returns an order for its number only: as it is on the board, or in the
// store.
func (h *hub) known(ctx context.Context, s *socketio.Socket, ref restaurant.Ref) (order.Order, error) {
	who := s.Value().(visitor).Principal
	h.mu.Lock()
	e, ok := h.board[order.ID(ref)]
	h.mu.Unlock()
	if ok && restaurant.MayRead(who, e.Order) {
		return e.Order, nil
	}
	return h.house.Order(ctx, who, ref)
}
