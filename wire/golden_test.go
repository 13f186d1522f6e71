package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"orderup/kitchen"
	"orderup/money"
	"orderup/order"
	"orderup/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

// evening is when everything in the golden files happens.
var evening = time.Date(2026, 11, 21, 19, 30, 0, 250_000_000, time.FixedZone("CET", 3600))

// placed is an order with everything that needs care: notes, a sign that HTML
// would escape, letters beyond ASCII.
func placed() (order.Order, order.Event) {
	d := order.Draft{Customer: "Zoë <3", Lines: order.NumberLines([]order.Line{
		{Name: "Fish & Chips", Price: 1200, Quantity: 2, Notes: "no salt"},
		{Name: "Beer", Price: 350, Quantity: 1},
	}, 1)}
	at := evening.Add(9 * time.Minute)
	slip := order.Slip{
		ID: "019a2c9e-7f3b-7c11-9b0e-3f3f6d1c2a10", Location: "main", Number: 7, Day: "2026-11-21", Currency: "EUR",
		Tasks:    kitchen.Default().Route(d.Lines, order.Work{}, evening, 1),
		Forecast: order.Forecast{P50: evening.Add(7 * time.Minute), P80: at, First: at, Promised: evening, Reason: "station:kitchen"},
	}
	return order.Place(d, slip, order.Change{By: "local", At: evening})
}

// moved is the last event of an order that was taken to a status.
func moved(t *testing.T, to order.Status, c order.Change) order.Event {
	t.Helper()
	o, _ := placed()
	c.At = evening.Add(time.Minute)
	events, err := o.MoveTo(to, c)
	if err != nil {
		t.Fatal(err)
	}
	return events[len(events)-1]
}

// worked is the first event of a command of the kitchen.
func worked(t *testing.T, c kitchen.Command) order.Event {
	t.Helper()
	o, _ := placed()
	events, err := kitchen.Do(&o, c, kitchen.Default(), order.Change{By: "local", At: evening.Add(time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	return events[0]
}

// payload is what the world is told of an event.
func payload(t *testing.T, e order.Event, name string) json.RawMessage {
	t.Helper()
	got, text, err := wire.FromEvent(e, "c3Vyc29y")
	if err != nil || got != name {
		t.Fatalf("FromEvent: %s, %v; want %s", got, err, name)
	}
	return text
}

// TestTheWorldSees guards every form that clients read: a change here breaks
// apps that nobody can update.
func TestTheWorldSees(t *testing.T) {
	o, first := placed()
	following := wire.Joined{
		OrderID: string(o.ID), Message: "You are following order #007", Order: wire.FromOrder(o), Version: 1, Cursor: "c3Vyc29y", Resumed: true,
	}
	counts := map[order.Status]order.Count{
		order.Pending: {Orders: 2, Total: 1400}, order.Ready: {Orders: 1, Total: 350}, order.Completed: {Orders: 3, Total: 123_456},
	}
	for name, v := range map[string]any{
		"order":                    wire.FromOrder(o),
		"no-orders":                wire.FromOrders(nil),
		"new-order":                payload(t, first, wire.EventNewOrder),
		"status-updated":           payload(t, moved(t, order.InProgress, order.Change{Message: "Two more minutes"}), wire.EventStatusUpdated),
		"updated":                  payload(t, worked(t, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"2"}}), wire.EventUpdated),
		"status-updated-cancelled": payload(t, moved(t, order.Cancelled, order.Change{Reason: order.SoldOut}), wire.EventStatusUpdated),
		"joined":                   following,
		"session":                  wire.Session{ServerTime: wire.Time(evening), Cursor: "c3Vyc29y", Resync: true},
		"tick":                     wire.Tick{ServerTime: wire.Time(evening), Cursor: "c3Vyc29y"},
		"live":                     wire.Live{Live: true, Since: wire.Time(evening), Message: "Everything is up to date again."},
		"left":                     wire.Left{OrderID: string(o.ID), Message: "You no longer follow order #007"},
		"exception":                wire.Exception{Status: "error", Code: "order.unknown", Message: "there is no such order"},
		"stats":                    wire.FromCounts(counts, "EUR"),
		"stats-of-nothing":         wire.FromCounts(nil, "JPY"),
		"simulation":               wire.Simulation{Running: true, Speed: 60, Seed: 7, Cooks: 3, Cooking: []string{"#004"}, Waiting: 2, Done: 1},
	} {
		t.Run(name, func(t *testing.T) { compare(t, "testdata/"+name+".json", v) })
	}
}

// compare holds the JSON of v against a golden file.
func compare(t *testing.T, path string, v any) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("%s changed:\n%s", path, got.String())
	}
}

// TestPayloadsAreEncodedOnceForPeople: what is pushed has no escapes that only
// HTML needs, and no line breaks, which would end an event of a stream.
func TestPayloadsAreEncodedOnceForPeople(t *testing.T) {
	_, first := placed()
	text := payload(t, first, wire.EventNewOrder)
	if !bytes.Contains(text, []byte(`"Fish & Chips"`)) || !bytes.Contains(text, []byte(`"Zoë <3"`)) || bytes.ContainsAny(text, "\r\n") {
		t.Errorf("payload %s", text)
	}
}

// TestOldClientsFindTheirFields: what the web test page and the app of the
// proof of concept read must be there, and of the type they expect.
func TestOldClientsFindTheirFields(t *testing.T) {
	o, first := placed()
	type old struct {
		OrderID, ID, Number, CustomerName, Status, Message string
		Items                                              []struct {
			ID, Name string
			Price    float64
			Quantity int
		}
		TotalAmount                              float64
		EstimatedReadyTime, CreatedAt, Timestamp string
		Order                                    struct{ ID string }
	}
	read := func(text []byte) (v old) {
		if err := json.Unmarshal(text, &v); err != nil {
			t.Error(err)
		}
		return v
	}
	placed := read(payload(t, first, wire.EventNewOrder))
	if placed.ID != string(o.ID) || placed.Order.ID != placed.ID || placed.Number != "#007" || placed.Status != "pending" ||
		placed.TotalAmount != 27.5 || placed.Items[0].Price != 12 || placed.CreatedAt != "2026-11-21T18:30:00.250Z" || placed.Timestamp != placed.CreatedAt {
		t.Errorf("new_order %+v", placed)
	}
	ready := read(payload(t, moved(t, order.Ready, order.Change{}), wire.EventStatusUpdated))
	if ready.OrderID != string(o.ID) || ready.Status != "ready" || ready.EstimatedReadyTime != "2026-11-21T18:39:00.250Z" ||
		ready.Timestamp != "2026-11-21T18:31:00.250Z" || ready.Message != "Your order is ready" || ready.Items[1].Quantity != 1 {
		t.Errorf("order_status_updated %+v", ready)
	}
}

func TestPricesHaveTheDecimalsOfTheirCurrency(t *testing.T) {
	for c, want := range map[money.Currency]string{"EUR": "3.50", "JPY": "350", "KWD": "0.350"} {
		o, _ := placed()
		o.Currency, o.Total = c, 350
		text, err := json.Marshal(wire.FromOrder(o).TotalAmount)
		if err != nil || string(text) != want {
			t.Errorf("%s: %s, %v, want %s", c, text, err, want)
		}
	}
}
