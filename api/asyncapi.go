package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"orderup/wire"
)

// A message is one event of the socket or of an event stream.
type message struct {
	name, summary string
	payload       any
	fromClient    bool
	reply         string // the event that answers it
}

// messages is the table of all events.
var messages = []message{
	{name: wire.EventJoin, payload: wire.Join{}, fromClient: true, reply: wire.EventJoined,
		summary: "Follow an order: its snapshot or what you missed, then every update in order. The answer comes as an event and, if asked for, as the acknowledgement."},
	{name: wire.EventLeave, payload: wire.Leave{}, fromClient: true, reply: wire.EventLeft,
		summary: "Follow an order no longer."},
	{name: wire.EventJoined, payload: wire.Joined{}, summary: "You follow an order from here on."},
	{name: wire.EventLeft, payload: wire.Left{}, summary: "You no longer follow an order."},
	{name: wire.EventNewOrder, payload: wire.NewOrder{}, summary: "An order was placed. Staff gets every one without joining."},
	{name: wire.EventStatusUpdated, payload: wire.StatusUpdated{},
		summary: "An order changed. Goes to all who follow it, and to staff without joining. Versions rise by one; ignore what you have seen, and join again with since after a gap."},
	{name: wire.EventUpdated, payload: wire.Updated{},
		summary: "Something was done to an order in the kitchen that does not change its status. Goes to all who follow it, to staff, and to the screens of its stations. Its version counts like any other."},
	{name: wire.EventJoinKitchen, payload: wire.JoinKitchen{}, fromClient: true, reply: wire.EventJoinedKitchen,
		summary: "Follow stations, as a kitchen screen does, connected with auth {\"as\": \"screen\"}: the open orders or what you missed, then every new_order, order_status_updated and order_updated of orders with tasks there."},
	{name: wire.EventLeaveKitchen, payload: wire.LeaveKitchen{}, fromClient: true, reply: wire.EventLeftKitchen,
		summary: "Follow the kitchen no longer."},
	{name: wire.EventJoinedKitchen, payload: wire.JoinedKitchen{}, summary: "You follow stations from here on."},
	{name: wire.EventLeftKitchen, payload: wire.LeftKitchen{}, summary: "You no longer follow the kitchen."},
	{name: wire.EventCommand, payload: wire.Command{}, fromClient: true, reply: wire.EventException,
		summary: "Do something in the kitchen. The acknowledgement has the order as it is then, or says why not, as an exception does. Send it again under the same key until it is acknowledged."},
	{name: wire.EventTicketSeen, payload: wire.TicketSeen{}, fromClient: true, reply: wire.EventException,
		summary: "A screen shows a ticket. One that no screen of a station with receipt confirms in time raises an alarm."},
	{name: wire.EventKitchenChanged, payload: wire.KitchenChanged{}, summary: "The kitchen was set up anew. Goes to staff and screens."},
	{name: wire.EventMenuChanged, payload: wire.MenuChanged{},
		summary: "The menu was changed, or what is left of it: something is sold out or back, a count went down, a business day began. Goes to staff and screens, and says how things stand, so that the last one is enough. It is in no log: read GET /menu after each time you have connected or joined."},
	{name: wire.EventLive, payload: wire.Live{},
		summary: "The server cannot read its log, for more than two seconds: what was sent before may be old. Or it can again, and everything missed has been sent. Everybody gets it without joining, also who connects meanwhile."},
	{name: wire.EventSession, payload: wire.Session{},
		summary: "Staff has been let in, and is told of everything from here on. If it connected with auth {\"since\": cursor}, what it missed came before this, or resync is true. Who connects with auth {\"csr\": 1} gets it too."},
	{name: wire.EventTick, payload: wire.Tick{},
		summary: "Staff hears every ten seconds how far the log was sent. Who hears none for 25 seconds is not live, and should connect again with the last cursor as auth.since."},
	{name: wire.EventException, payload: wire.Exception{}, summary: "An event of yours was refused; the connection lives."},
}

type object = map[string]any

// asyncDocument returns the AsyncAPI 3 description of the socket.
func asyncDocument(version string) object {
	const prefix = "#/components/schemas/"
	schemas := huma.NewMapRegistry(prefix, huma.DefaultSchemaNamer)
	all, described, operations := object{}, object{}, object{}
	for _, m := range messages {
		schemas.Schema(reflect.TypeOf(m.payload), true, m.name)
		described[m.name] = object{
			"name": m.name, "title": m.name, "summary": m.summary, "contentType": "application/json",
			"payload": object{"$ref": prefix + huma.DefaultSchemaNamer(reflect.TypeOf(m.payload), m.name)},
		}
		all[m.name] = object{"$ref": "#/components/messages/" + m.name}
		operations[m.name] = m.operation()
	}
	return object{
		"asyncapi": "3.0.0",
		"info": object{
			"title": "orderup live", "version": version, "license": object{"name": "Apache 2.0"},
			"description": "Socket.IO protocol 5 (Engine.IO 4), namespace /, over WebSocket or HTTP long-polling. " +
				"In open mode every socket of this computer is staff; a client that wants only what it joins connects with auth {\"as\": \"guest\"}. " +
				"Connection state recovery is for who connects with auth {\"csr\": 1}: such a client gets the place of an event as one more argument behind the payload, " +
				"and is recovered for up to 24 hours by the node that it was connected to; everywhere else it joins again with since, and misses nothing either. " +
				"The event streams /events and /orders/{id}/events carry new_order, order_status_updated and order_updated with the same payloads.",
		},
		"defaultContentType": "application/json",
		"channels": object{"socket": object{
			"address": "/socket.io/", "title": "Socket.IO, namespace /", "messages": all,
		}},
		"operations": operations,
		"components": object{"messages": described, "schemas": schemas.Map()},
	}
}

// operation says who sends a message, from the server's side.
func (m message) operation() object {
	on := func(name string) object { return object{"$ref": "#/channels/socket/messages/" + name} }
	op := object{
		"action": "send", "summary": m.summary, "channel": object{"$ref": "#/channels/socket"}, "messages": []object{on(m.name)},
	}
	if m.fromClient {
		op["action"] = "receive"
		op["reply"] = object{"channel": object{"$ref": "#/channels/socket"}, "messages": []object{on(m.reply), on(wire.EventException)}}
	}
	return op
}
