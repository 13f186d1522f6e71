package api_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/menu"
	"orderup/order"
	"orderup/wire"
)

// fits fails the test unless a payload is what the AsyncAPI document says of a
// message.
func (d document) fits(t *testing.T, message string, payload []byte) {
	t.Helper()
	schema, err := d.follow("#/components/messages/" + message + "/payload")
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(payload, &value); err != nil {
		t.Fatalf("%s: %s: %v", message, payload, err)
	}
	for _, sentence := range d.check(message, schema, value) {
		t.Errorf("%s in %s", sentence, payload)
	}
}

// TestEveryEventIsDescribed: with who sends it, on which channel.
func TestEveryEventIsDescribed(t *testing.T) {
	t.Parallel()
	doc := open(t).document("/asyncapi.json")
	want := map[string]string{
		wire.EventJoin: "receive", wire.EventLeave: "receive", wire.EventJoined: "send", wire.EventLeft: "send",
		wire.EventNewOrder: "send", wire.EventStatusUpdated: "send", wire.EventLive: "send", wire.EventException: "send",
		wire.EventSession: "send", wire.EventTick: "send", wire.EventUpdated: "send", wire.EventJoinKitchen: "receive",
		wire.EventLeaveKitchen: "receive", wire.EventJoinedKitchen: "send", wire.EventLeftKitchen: "send", wire.EventCommand: "receive",
		wire.EventTicketSeen: "receive", wire.EventKitchenChanged: "send", wire.EventMenuChanged: "send",
	}
	got := map[string]string{}
	for name, operation := range doc.root["operations"].(object) {
		o := operation.(object)
		got[name] = o["action"].(string)
		if _, answered := o["reply"]; answered != (o["action"] == "receive") {
			t.Errorf("%s: is it answered? %v", name, answered)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("described %v, want %v", got, want)
	}
	channel, err := doc.follow("#/channels/socket/messages")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(channel.(object))), slices.Sorted(maps.Keys(want)); !slices.Equal(got, want) {
		t.Errorf("the channel has %v, want %v", got, want)
	}
}

// A witness is a socket whose traffic is held against the AsyncAPI document.
type witness struct {
	*testing.T
	document
	socket *client.Socket
}

// hears fails the test unless the next event is one of a name.
func (w witness) hears(name string) {
	w.Helper()
	e, ok := <-w.socket.Events()
	if !ok || e.Name != name {
		w.Fatalf("heard %q (%v), want %s", e.Name, w.socket.Err(), name)
	}
	w.fits(w.T, e.Name, e.Data)
}

// asks sends an event, whose acknowledgement is a message of a name.
func (w witness) asks(event string, v any, answer string) {
	w.Helper()
	sent, err := json.Marshal(v)
	if err != nil {
		w.Fatal(err)
	}
	w.fits(w.T, event, sent)
	got, err := w.socket.EmitAck(w.Context(), event, v)
	if err != nil {
		w.Fatal(err)
	}
	w.fits(w.T, answer, got)
}

// TestFramesOfTheSocketFitTheirDescription: every event that the server sends,
// and every answer, as a client gets it.
func TestFramesOfTheSocketFitTheirDescription(t *testing.T) {
	t.Parallel()
	d := open(t)
	s, err := client.New(d.URL, client.Options{}).Dial(t.Context(), client.SocketOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := witness{t, d.document("/asyncapi.json"), s}
	w.hears(wire.EventSession)
	o := d.MustPlace(t, "Zoë & Co", 2)
	w.hears(wire.EventNewOrder)
	w.asks(wire.EventJoin, wire.Join{OrderID: string(o.ID)}, wire.EventJoined)
	w.hears(wire.EventJoined)
	d.MustMove(t, o.ID, order.Completed)
	for range 3 {
		w.hears(wire.EventStatusUpdated)
	}
	d.MustMove(t, d.MustPlace(t, "Ines", 1).ID, order.Cancelled)
	w.hears(wire.EventNewOrder)
	w.hears(wire.EventStatusUpdated)
	if _, _, err := d.SetAvailability(t.Context(), testhouse.Person, "beer", menu.Supply{State: menu.Counted, Left: 3}, ""); err != nil {
		t.Fatal(err)
	}
	w.hears(wire.EventMenuChanged)
	if _, err := d.OpenStation(t.Context(), testhouse.Person, "kitchen", false); err != nil {
		t.Fatal(err)
	}
	w.hears(wire.EventKitchenChanged)
	w.asks(wire.EventLeave, wire.Leave{OrderID: string(o.ID)}, wire.EventLeft)
	w.hears(wire.EventLeft)
	if err := s.Emit(wire.EventJoin, wire.Join{OrderID: "nobody"}); err != nil {
		t.Fatal(err)
	}
	w.hears(wire.EventException)
}

// TestStreamsCarryTheSamePayloads: what /events sends fits the same description.
func TestStreamsCarryTheSamePayloads(t *testing.T) {
	t.Parallel()
	d := open(t)
	doc := d.document("/asyncapi.json")
	o := d.MustMove(t, d.MustPlace(t, "Zoë & Co", 2).ID, order.Ready)
	enough := errors.New("enough")
	var events []client.Event
	err := client.New(d.URL, client.Options{}).Stream(t.Context(), toOrder(o.ID)+"/events", "", func(e client.Event) error {
		events = append(events, e)
		if len(events) == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Fatalf("%d events, %v", len(events), err)
	}
	for _, e := range events {
		doc.fits(t, e.Name, e.Data)
	}
}
