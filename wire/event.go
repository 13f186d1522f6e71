package wire

import (
	"bytes"
	"encoding/json"
	"fmt"

	"orderup/order"
)

// The names of events, on sockets and in event streams.
const (
	EventNewOrder      = "new_order"            // to staff: an order was placed
	EventStatusUpdated = "order_status_updated" // to staff and to those who follow the order: its status or its promise
	EventUpdated       = "order_updated"        // to the same: anything else that was done to it
	EventJoined        = "joined_order_room"    // answer to join_order_room
	EventLeft          = "left_order_room"      // answer to leave_order_room
	EventException     = "exception"            // answer to an event that was refused
	EventLive          = "live"                 // to everybody: updates come no longer, or again
	EventSession       = "session"              // to staff, and to who can be recovered, when it has been let in
	EventTick          = "tick"                 // to staff, every ten seconds
	EventJoin          = "join_order_room"      // from a client
	EventLeave         = "leave_order_room"     // from a client
)

// StatusUpdated is the payload of order_status_updated: the fields of the
// proof of concept, the order's, and its place.
type StatusUpdated struct {
	OrderID            string `json:"orderId"`
	Status             string `json:"status" enum:"pending,in_progress,ready,completed,cancelled"`
	EstimatedReadyTime Time   `json:"estimatedReadyTime"`
	Message            string `json:"message" doc:"For the guest." example:"Your order is being prepared"`
	Timestamp          Time   `json:"timestamp" doc:"When it happened, by the server's clock."`
	CustomerName       string `json:"customerName"`
	Items              []Item `json:"items" nullable:"false"`
	TotalAmount        Price  `json:"totalAmount"`
	Version            int64  `json:"version" doc:"The order's, after this change: ignore what you have seen."`
	Cursor             string `json:"cursor" doc:"Opaque; send it as since to go on from here."`
	Order              Order  `json:"order"`
}

// Updated is the payload of order_updated: what was done in the kitchen, and the
// order after it.
type Updated struct {
	StatusUpdated
	Verb  string   `json:"verb" doc:"What was done." example:"bump"`
	Tasks []string `json:"tasks,omitempty" doc:"The tasks it was done to."`
	Actor string   `json:"actor" doc:"Who did it." example:"local"`
}

// NewOrder is the payload of new_order: the order, flat as in the proof of
// concept and once more as a whole.
type NewOrder struct {
	Order
	Whole     Order  `json:"order"`
	Message   string `json:"message" example:"We have received your order"`
	Timestamp Time   `json:"timestamp" doc:"When it was placed, by the server's clock."`
	Cursor    string `json:"cursor" doc:"Opaque; the place of this event in the log."`
}

// Joined is the payload of joined_order_room: the order as it is, after which
// every later update follows.
type Joined struct {
	OrderID string `json:"orderId"`
	Message string `json:"message" example:"You are following order #001"`
	Order   Order  `json:"order"`
	Version int64  `json:"version"`
	Cursor  string `json:"cursor" doc:"Opaque; send it as since to go on from here."`
	Resumed bool   `json:"resumed" doc:"The updates missed since the cursor you sent came before this, one by one; otherwise the order here is a fresh start."`
}

// Live is the payload of live: whether updates come as things happen.
type Live struct {
	Live    bool   `json:"live" doc:"False: the server cannot read its log, and what was sent before may be old. True: it can again, and everything missed has been sent."`
	Message string `json:"message" example:"Everything is up to date again."`
	Since   Time   `json:"since" doc:"Since when, by the server's clock."`
}

// Session is the payload of session: from here on staff is told of everything, and
// who can be recovered knows where it stands.
type Session struct {
	ServerTime Time   `json:"serverTime" doc:"The server's clock, for screens that count down."`
	Cursor     string `json:"cursor" doc:"Opaque; send it as auth.since to go on from here."`
	Resync     bool   `json:"resync" doc:"What happened since the auth.since you sent could not be sent: read the orders afresh. If it is false, all of it came before this event."`
}

// Tick is the payload of tick. Who misses two of them is not live.
type Tick struct {
	ServerTime Time   `json:"serverTime" doc:"The server's clock."`
	Cursor     string `json:"cursor" doc:"Opaque; the place of the last event that was sent."`
}

// Left is the payload of left_order_room.
type Left struct {
	OrderID string `json:"orderId"`
	Message string `json:"message" example:"You no longer follow this order"`
}

// Join is what a client sends with join_order_room.
type Join struct {
	OrderID string `json:"orderId" doc:"The order's id; staff may also send its number of today."`
	Since   string `json:"since,omitempty" doc:"The last cursor seen, to get what was missed."`
}

// Leave is what a client sends with leave_order_room.
type Leave struct {
	OrderID string `json:"orderId"`
}

// Exception is what a client gets for an event that was refused: as its
// acknowledgement if it asked for one, else as an exception event.
type Exception struct {
	Status  string `json:"status" enum:"error"`
	Code    string `json:"code" doc:"Stable, for programs." example:"order.unknown"`
	Message string `json:"message" doc:"What is wrong and what to do." example:"there is no such order"`
	Order   *Order `json:"order,omitempty" doc:"As it is, when it was not as you had seen it."`
}

// FromEvent returns the name and the encoded payload of what the world is told
// of an event; cursor is its sealed place.
func FromEvent(e order.Event, cursor string) (name string, payload json.RawMessage, err error) {
	name, v := EventStatusUpdated, any(nil)
	switch o := FromOrder(e.Order); e.Type {
	case order.Placed:
		name, v = EventNewOrder, NewOrder{Order: o, Whole: o, Message: e.Message, Timestamp: Time(e.At), Cursor: cursor}
	case order.Worked:
		name, v = EventUpdated, updated(e, statusUpdated(e, o, cursor))
	default:
		v = statusUpdated(e, o, cursor)
	}
	if payload, err = encode(v); err != nil {
		return "", nil, fmt.Errorf("encode %s of order %s: %w", name, e.Order.ID, err)
	}
	return name, payload, nil
}

func statusUpdated(e order.Event, o Order, cursor string) StatusUpdated {
	return StatusUpdated{
		OrderID: o.ID, Status: o.Status, EstimatedReadyTime: o.EstimatedReadyTime, Message: e.Message, Timestamp: Time(e.At),
		CustomerName: o.CustomerName, Items: o.Items, TotalAmount: o.TotalAmount, Version: o.Version, Cursor: cursor, Order: o,
	}
}

func updated(e order.Event, s StatusUpdated) Updated {
	u := Updated{StatusUpdated: s, Verb: string(e.Verb), Actor: e.Actor}
	for _, t := range e.Tasks {
		u.Tasks = append(u.Tasks, string(t))
	}
	return u
}

// encode writes v as JSON that people can read too: "Fish & Chips".
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
