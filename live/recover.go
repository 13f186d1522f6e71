package live

import (
	"cmp"
	"context"
	"slices"
	"time"

	"orderup/order"
	"orderup/restaurant"
	"orderup/socketio"
	"orderup/staff"
)

// last returns the session of a client that wants one to outlive its connection:
// the one it had, if it may go on in it with all it missed, or a new one. mu must
// be held.
func (h *hub) last(ctx context.Context, s *socketio.Socket, who staff.Principal, a auth) (l *lasting, missed []parcel, recovered bool) {
	if !a.CSR {
		return nil, nil, false
	}
	if l = h.lastings.of(a.PID, who); l != nil {
		if missed, recovered = h.missedBy(ctx, l, a.Offset); recovered {
			h.goOn(s, l, a.PID)
			return l, missed, true
		}
	}
	l, pid := h.lastings.begin(s, who)
	s.Recover(s.ID(), pid)
	return l, nil, false
}

// goOn gives a session another socket. The one it had, if it is there still, is of
// a connection that the client knows to be dead.
func (h *hub) goOn(s *socketio.Socket, l *lasting, pid string) {
	if old := l.socket; old != nil {
		old.Leave(old.Rooms()...)
		old.Close(closeReplaced, "its client has come back on another connection")
	}
	l.socket = s
	s.Recover(l.id, pid)
}

// closeReplaced is code 1008 of RFC 6455, "policy violation": one connection for
// each session.
const closeReplaced = 1008

// rooms are those that a visitor is in when it comes.
func (v visitor) rooms() (names []string) {
	if v.May(staff.ReadLog) {
		names = append(names, v.room(staffRoom))
	}
	if v.lasting != nil {
		for _, id := range v.lasting.orders {
			names = append(names, v.room(roomOf(id)))
		}
	}
	return names
}

// missedBy returns every event since an offset that is for a session; false if
// they are too many, cannot be told, or are not for its eyes any more. mu must be
// held.
func (h *hub) missedBy(ctx context.Context, l *lasting, offset string) (parcels []parcel, whole bool) {
	if l.who.May(staff.ReadLog) {
		return h.missed(ctx, l.who, offset)
	}
	after, ok := h.house.PlaceOf(h.who.Location, offset)
	if !ok || h.sight.away || after > h.at {
		return nil, false
	}
	var all []order.Event
	for _, id := range l.orders {
		events, whole := h.missedOf(ctx, l.who, id, after)
		if !whole {
			return nil, false
		}
		all = append(all, events...)
	}
	if len(all) > mostMissed {
		return nil, false
	}
	slices.SortFunc(all, func(a, b order.Event) int { return cmp.Compare(a.Seq, b.Seq) })
	return h.wrapAll(all, mostMissedBytes)
}

// missedOf returns the events of an order after a place.
func (h *hub) missedOf(ctx context.Context, who staff.Principal, id order.ID, after int64) (events []order.Event, whole bool) {
	last, err := h.look(ctx, who, restaurant.Ref(id))
	if err != nil || last.Seq <= after {
		return nil, err == nil
	}
	events, whole, err = h.house.Missed(ctx, who, id, after, h.at)
	return events, whole && err == nil
}

// disconnected remembers a client that lost its connection; one that said
// goodbye, or was thrown out, does not come back.
func (h *hub) disconnected(s *socketio.Socket, reason string) {
	v, entered := s.Value().(visitor)
	if !entered || v.lasting == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case v.lasting.socket != s: // it is on another connection already
	case reason == "client namespace disconnect" || reason == "server namespace disconnect":
		h.lastings.end(v.lasting)
	default:
		h.lastings.leave(v.lasting, time.Now())
	}
}
