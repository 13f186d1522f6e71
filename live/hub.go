package live

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
	"orderup/socketio"
	"orderup/staff"
	"orderup/wire"
)

// Rooms: one for the staff, one for each order; see kitchenRooms.
const (
	staffRoom       = "staff"
	orderRoomPrefix = "order_"
)

func roomOf(id order.ID) string { return orderRoomPrefix + string(id) }

// lastingSuffix ends the names of the rooms of those who get offsets.
const lastingSuffix = " csr"

// A hub pushes the log of one location. Its place in the log and the rooms
// change together under mu: who joins sees the order as it was at that place,
// and then every event after it, none twice and none missing.
type hub struct {
	house     *restaurant.House
	rooms     *socketio.Namespace
	who       staff.Principal
	delivered func(time.Duration)
	log       *slog.Logger

	mu    sync.Mutex
	at    int64         // number of the last event pushed
	moved chan struct{} // closed when at grows
	board board         // orders as they are at that place
	sight level

	kitchen  snapshot // for screens that join
	returns  Returns
	revoked  revocations
	lastings lastings
	told     told
}

// A visitor is who is behind a socket.
type visitor struct {
	staff.Principal
	from    int64    // staff only: every event with a number above it was sent to this socket
	lasting *lasting // nil unless the client wants to be recovered
}

// room returns the one of two rooms that is for this visitor: who can be
// recovered gets the place of each event behind it, which others would stumble
// over.
func (v visitor) room(name string) string {
	if v.lasting != nil {
		return name + lastingSuffix
	}
	return name
}

// openHub returns a hub that stands at the end of the log.
func openHub(ctx context.Context, c Config, rooms *socketio.Namespace) (*hub, error) {
	h := &hub{
		house: c.House, rooms: rooms, delivered: c.Delivered, log: c.Log, moved: make(chan struct{}), board: board{},
		who: staff.Principal{Role: staff.System, Name: "live", Location: c.Location},
	}
	var err error
	if h.at, err = h.house.Head(ctx, h.who); err != nil {
		return nil, err
	}
	terms, err := h.house.Terms(ctx, h.who)
	if err != nil {
		return nil, err
	}
	h.told, h.sight.seen = toldOf(terms), time.Now()
	return h, nil
}

// run pushes every event from the hub's place on until ctx ends.
func (h *hub) run(ctx context.Context) error {
	return h.house.FollowLevel(ctx, h.who, h.at, h.push, h.level)
}

// A parcel is an event ready to be sent.
type parcel struct {
	order.Event
	name    string
	payload json.RawMessage
	place   string // its cursor
}

// wrap encodes an event, once for all who get it.
func (h *hub) wrap(e order.Event) (parcel, error) {
	place := h.house.Cursor(h.who.Location, e.Seq)
	name, payload, err := wire.FromEvent(e, place)
	return parcel{e, name, payload, place}, err
}

// emit sends an event to one socket.
func (p parcel) emit(s *socketio.Socket, v visitor) error {
	if v.lasting != nil {
		return s.Emit(p.name, placed(p.payload, p.place))
	}
	s.EmitRaw(p.name, p.payload)
	return nil
}

// placed are a payload and its offset: the arguments of an event for who can be
// recovered. No event may end in a string that is none.
func placed(payload json.RawMessage, cursor string) socketio.Args {
	return socketio.Args{Values: []json.RawMessage{payload, json.RawMessage(strconv.Quote(cursor))}}
}

// emit sends something to a socket that is true at the hub's place. mu must be
// held.
func (h *hub) emit(s *socketio.Socket, v visitor, event string, what any) error {
	if v.lasting == nil {
		return s.Emit(event, what)
	}
	payload, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return s.Emit(event, placed(payload, h.cursor()))
}

// push sends events to the staff and to those who follow their orders.
func (h *hub) push(events []order.Event) error {
	for _, e := range events {
		if err := h.send(e); err != nil {
			return err
		}
		h.delivered(time.Since(e.At))
	}
	return nil
}

// send encodes an event only if somebody is there to get it, which under mu
// cannot change.
func (h *hub) send(e order.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	plain, lasting := h.audience(e, ""), h.audience(e, lastingSuffix)
	if len(plain)+len(lasting) > 0 {
		p, err := h.wrap(e)
		if err != nil {
			return err
		}
		h.rooms.To(plain...).EmitRaw(p.name, p.payload)
		if err := h.rooms.To(lasting...).Emit(p.name, placed(p.payload, p.place)); err != nil {
			return err
		}
	}
	h.at = e.Seq
	h.board.note(e)
	close(h.moved)
	h.moved = make(chan struct{})
	return nil
}

// audience returns the rooms with a suffix that an event is for and that
// somebody is in. Screens are in rooms without one only.
func (h *hub) audience(e order.Event, suffix string) (rooms []string) {
	candidates := []string{staffRoom + suffix}
	if e.Type != order.Placed {
		candidates = append(candidates, roomOf(e.Order.ID)+suffix)
	}
	if suffix == "" {
		candidates = append(candidates, kitchenRooms(e.Order)...)
	}
	for _, room := range candidates {
		if h.rooms.Sockets(room) > 0 {
			rooms = append(rooms, room)
		}
	}
	return rooms
}

// join puts a socket into an order's room after it was sent what it needs to
// go on from: the updates it missed, or the order as it is.
func (h *hub) join(ctx context.Context, s *socketio.Socket, in wire.Join) (wire.Joined, error) {
	who := s.Value().(visitor)
	last, err := h.meet(ctx, who.Principal, restaurant.Ref(in.OrderID))
	if err != nil {
		return wire.Joined{}, err
	}
	defer h.mu.Unlock()
	o := last.Order
	resumed, err := h.resume(ctx, s, who, last, in.Since)
	if err != nil {
		return wire.Joined{}, err
	}
	if err := s.Join(who.room(roomOf(o.ID))); err != nil {
		return wire.Joined{}, fault.Conflict("live.rooms", "this connection cannot follow another order: leave one first").Because(err)
	}
	who.lasting.follow(s, o.ID)
	h.returns.note(in.Since, resumed)
	joined := wire.Joined{
		OrderID: string(o.ID), Message: fmt.Sprintf("You are following order %s", o.Number),
		Order: wire.FromOrder(o), Version: o.Version, Cursor: h.cursor(), Resumed: resumed,
	}
	return joined, h.emit(s, who, wire.EventJoined, joined)
}

// resume sends a socket the updates of an order since a cursor; false if it
// needs the order afresh instead. While the log is out of sight a client that
// has missed something, or knows more than this node, has to wait for it: it
// would lose updates, or go back in time.
func (h *hub) resume(ctx context.Context, s *socketio.Socket, who visitor, last order.Event, since string) (bool, error) {
	after, ok := h.house.PlaceOf(h.who.Location, since)
	missedNothing := ok && last.Seq <= after && after <= h.at
	switch {
	case missedNothing:
		return true, nil
	case ok && h.sight.away:
		return false, errAway()
	case !ok || after > h.at:
		return false, nil
	}
	missed, whole, err := h.house.Missed(ctx, who.Principal, last.Order.ID, after, h.at)
	if err != nil || !whole || overlaps(missed, s, who, last.Order.ID) {
		return false, err
	}
	return true, h.replay(s, who, missed)
}

// overlaps reports whether a socket was sent one of these events already: to
// send the ones before it now would take the order back in time.
func overlaps(missed []order.Event, s *socketio.Socket, who visitor, id order.ID) bool {
	if len(missed) == 0 {
		return false
	}
	return missed[len(missed)-1].Seq > who.from || slices.Contains(s.Rooms(), who.room(roomOf(id)))
}

func (h *hub) replay(s *socketio.Socket, who visitor, events []order.Event) error {
	for _, e := range events {
		p, err := h.wrap(e)
		if err != nil {
			return err
		}
		if err := p.emit(s, who); err != nil {
			return err
		}
	}
	return nil
}

// leave takes a socket out of an order's room.
func (h *hub) leave(ctx context.Context, s *socketio.Socket, in wire.Leave) (wire.Left, error) {
	o, err := h.known(ctx, s, restaurant.Ref(in.OrderID))
	if err != nil {
		return wire.Left{}, err
	}
	h.forsake(s, o.ID)
	left := wire.Left{OrderID: string(o.ID), Message: fmt.Sprintf("You no longer follow order %s", o.Number)}
	return left, s.Emit(wire.EventLeft, left)
}

func (h *hub) forsake(s *socketio.Socket, id order.ID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	v := s.Value().(visitor)
	s.Leave(v.room(roomOf(id)))
	v.lasting.unfollow(s, id)
}
