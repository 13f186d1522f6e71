package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
	"orderup/socketio"
	"orderup/wire"
)

// The rooms of the kitchen: one of all its screens, one of those that show
// every station, and one for each station.
const (
	screenRoom        = "screens"
	allStationsRoom   = "kitchen"
	stationRoomPrefix = "station_"
)

func stationRoom(id menu.StationID) string {
	if id == kitchen.All {
		return allStationsRoom
	}
	return stationRoomPrefix + string(id)
}

// kitchenRooms are those that are told of an order: of every station that its
// tasks are, or were, at.
func kitchenRooms(o order.Order) []string {
	rooms := []string{allStationsRoom}
	add := func(id menu.StationID) {
		if room := stationRoom(id); id != "" && !slices.Contains(rooms, room) {
			rooms = append(rooms, room)
		}
	}
	for _, t := range o.Tasks {
		add(t.Station)
		add(t.From)
	}
	return rooms
}

// A snapshot is what is open at a place of the log, read once for all screens
// that come back together.
type snapshot struct {
	orders []order.Order
	at     int64 // of the hub when it was read
	read   bool
}

// mostSnapshot is how many bytes of orders a screen is given at once: most of
// what may wait for a connection. With more it would be cut, come back, and be
// cut again.
const mostSnapshot = 3 << 18

// joinKitchen puts a screen into the rooms of its stations after it was sent
// what it needs to go on from: every event it missed, or the open orders, and
// then the answer, which knows of all that was committed when the screen asked.
// All that under mu, so that nothing new comes before the answer. What it is
// sent later may repeat versions that it was given here, never leave one out.
func (h *hub) joinKitchen(ctx context.Context, s *socketio.Socket, in wire.JoinKitchen, answer func(wire.JoinedKitchen) error) error {
	if h.ready() != nil {
		return errAway()
	}
	if err := h.catchUp(ctx); err != nil {
		return err
	}
	who := s.Value().(visitor)
	h.mu.Lock()
	defer h.mu.Unlock()
	setup, err := h.house.Setup(ctx, who.Principal)
	if err != nil {
		return err
	}
	stations, err := stationsOf(setup, in.Stations)
	if err != nil {
		return err
	}
	joined := wire.JoinedKitchen{Orders: []wire.Order{}, Cursor: h.cursor(), ServerTime: h.time()}
	joined.Setup, joined.Stations = wire.FromSetup(setup)
	_, joined.ClockRate = h.house.Clock()
	joined.Resumed = h.resumeKitchen(ctx, s, who, stations, in.Since)
	h.returns.note(in.Since, joined.Resumed)
	if !joined.Resumed {
		if joined.Orders, joined.Older, err = h.openAt(ctx, who, stations); err != nil {
			return err
		}
	}
	if err := enterRooms(s, stations); err != nil {
		return err
	}
	return answer(joined)
}

// stationsOf returns the stations of these names.
func stationsOf(setup kitchen.Setup, names []string) (ids []menu.StationID, err error) {
	if len(names) == 0 || len(names) > kitchen.MaxStations {
		return nil, fault.Malformed("live.stations", `stations must be a list such as ["grill"], or ["all"]`).At("stations")
	}
	for _, name := range names {
		id := menu.StationID(name)
		if _, ok := setup.Station(id); !ok && id != kitchen.All {
			return nil, fault.NotFound("kitchen.station", "there is no station %q", name).At("stations")
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// resumeKitchen sends a screen every event since a cursor that is about its
// stations; false if it needs a fresh start instead. mu must be held.
func (h *hub) resumeKitchen(ctx context.Context, s *socketio.Socket, who visitor, stations []menu.StationID, since string) bool {
	if since == "" || slices.Contains(s.Rooms(), screenRoom) {
		return false
	}
	missed, whole := h.missed(ctx, who.Principal, since)
	if !whole {
		return false
	}
	for _, p := range missed {
		if touches(p.Order, stations) {
			s.EmitRaw(p.name, p.payload)
		}
	}
	return true
}

func touches(o order.Order, stations []menu.StationID) bool {
	return slices.ContainsFunc(stations, func(id menu.StationID) bool { return kitchen.Touches(o, id) })
}

// openAt returns the open orders with tasks at some stations, and how many there
// are that are older and too much to be sent. mu must be held.
func (h *hub) openAt(ctx context.Context, who visitor, stations []menu.StationID) (found []wire.Order, older int, err error) {
	if !h.kitchen.read || h.kitchen.at != h.at {
		orders, _, err := h.house.OpenOrders(ctx, who.Principal)
		if err != nil {
			return nil, 0, err
		}
		h.kitchen = snapshot{orders, h.at, true}
	}
	return fitting(h.kitchen.orders, stations)
}

// fitting returns the newest orders with tasks at some stations that may be sent
// at once, oldest first, and how many are left out.
func fitting(orders []order.Order, stations []menu.StationID) (found []wire.Order, older int, err error) {
	found = []wire.Order{}
	room := mostSnapshot
	for _, o := range slices.Backward(orders) {
		if !touches(o, stations) {
			continue
		}
		w := wire.FromOrder(o)
		if room > 0 {
			text, err := json.Marshal(w)
			if err != nil {
				return nil, 0, fmt.Errorf("encode order %s: %w", o.ID, err)
			}
			room -= len(text)
		}
		if room < 0 {
			older++
		} else {
			found = append(found, w)
		}
	}
	slices.Reverse(found)
	return found, older, nil
}

// enterRooms puts a screen into the rooms of its stations, and of no others.
func enterRooms(s *socketio.Socket, stations []menu.StationID) error {
	leaveRooms(s)
	for _, room := range append(rooms(stations), screenRoom) {
		if err := s.Join(room); err != nil {
			return fault.Conflict("live.rooms", "this connection follows too much: leave some orders first").Because(err)
		}
	}
	return nil
}

func rooms(stations []menu.StationID) []string {
	names := make([]string, len(stations))
	for i, id := range stations {
		names[i] = stationRoom(id)
	}
	return names
}

// leaveRooms takes a socket out of every room of the kitchen.
func leaveRooms(s *socketio.Socket) {
	for _, room := range s.Rooms() {
		if isKitchenRoom(room) {
			s.Leave(room)
		}
	}
}

func isKitchenRoom(room string) bool {
	return room == screenRoom || room == allStationsRoom || len(room) > len(stationRoomPrefix) && room[:len(stationRoomPrefix)] == stationRoomPrefix
}

// joinKitchen lets a screen follow stations.
func (l *Live) joinKitchen(s *socketio.Socket, e *socketio.Event) error {
	return handle(e, func(ctx context.Context, in wire.JoinKitchen) error {
		return l.hub.joinKitchen(ctx, s, in, func(joined wire.JoinedKitchen) error {
			if e.WantsAck() {
				return e.Ack(joined)
			}
			return s.Emit(wire.EventJoinedKitchen, joined)
		})
	})
}

// leaveKitchen lets a screen follow the kitchen no longer.
func (l *Live) leaveKitchen(s *socketio.Socket, e *socketio.Event) error {
	leaveRooms(s)
	left := wire.LeftKitchen{Message: "You no longer follow the kitchen"}
	return errors.Join(s.Emit(wire.EventLeftKitchen, left), e.Ack(left))
}

// command carries out what a screen asks for.
func (l *Live) command(s *socketio.Socket, e *socketio.Event) error {
	return answer(s, e, l.hub.command)
}

// ticketSeen takes note that a screen shows a ticket.
func (l *Live) ticketSeen(s *socketio.Socket, e *socketio.Event) error {
	return answer(s, e, func(ctx context.Context, s *socketio.Socket, in wire.TicketSeen) (wire.Commanded, error) {
		return l.hub.command(ctx, s, wire.Command{
			Verb: string(kitchen.Seen), OrderID: in.OrderID, KitchenWork: wire.KitchenWork{Station: in.Station, ExpectedVersion: in.Version},
		})
	})
}

// handle reads an event's argument and has something done with it in time.
func handle[In any](e *socketio.Event, do func(context.Context, In) error) error {
	var in In
	if err := bind(e, &in); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	return do(ctx, in)
}

// answer is handle with an acknowledgement of what do returns.
func answer[In, Out any](s *socketio.Socket, e *socketio.Event, do func(context.Context, *socketio.Socket, In) (Out, error)) error {
	return handle(e, func(ctx context.Context, in In) error {
		out, err := do(ctx, s, in)
		if err != nil {
			return err
		}
		return e.Ack(out)
	})
}

// serve is the verb of a handover, which is a change of status.
const serve = "serve"

// command carries out what a screen asks for.
func (h *hub) command(ctx context.Context, s *socketio.Socket, in wire.Command) (wire.Commanded, error) {
	who, ref, key := s.Value().(visitor).Principal, restaurant.Ref(in.OrderID), restaurant.Key(in.Key)
	var result restaurant.Result
	var err error
	if in.Verb == serve {
		result, err = h.house.Move(ctx, who, restaurant.Move{Order: ref, To: order.Completed}, key)
	} else {
		result, err = h.house.Work(ctx, who, ref, in.Command(in.Verb), key)
	}
	if err != nil {
		return wire.Commanded{}, err
	}
	o := result.Order()
	return wire.Commanded{Success: true, Order: wire.FromOrder(o), Message: fmt.Sprintf("%s: %s", o.Number, in.Verb), Replayed: result.Replayed}, nil
}
