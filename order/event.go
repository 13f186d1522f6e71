package order

import "time"

// An EventType names what happened to an order.
type EventType string

// The types of event.
const (
	Placed        EventType = "order.placed"
	StatusChanged EventType = "order.status_changed"
	Promised      EventType = "order.promised" // the promise was moved
	Worked        EventType = "order.worked"   // in the kitchen: its verb says how
)

// An Event is one line of a location's log: what happened, and the order as it
// was right after. Its version is the order's.
type Event struct {
	Seq     int64     `json:"-"` // place in the location's log: 1, 2, 3... without gaps; 0 until stored
	Type    EventType `json:"-"`
	At      time.Time `json:"-"`
	Actor   string    `json:"-"`
	From    Status    `json:"from,omitzero"`  // the status before; empty when placed
	Verb    Verb      `json:"verb,omitzero"`  // of what was worked
	Tasks   []TaskID  `json:"tasks,omitzero"` // that the verb is about
	Message string    `json:"message"`
	Order   Order     `json:"order"`
}

// event records what just happened to o.
func (o *Order) event(t EventType, from Status, message string, c Change) Event {
	return Event{Type: t, At: c.At, Actor: c.By, From: from, Message: message, Order: *o}
}
