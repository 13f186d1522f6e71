package order_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"orderup/fault"
	"orderup/order"
)

func TestPlaceNumbersLinesAndAddsUp(t *testing.T) {
	d := order.Draft{Customer: " Ines ", Lines: []order.Line{{Name: "Large Fries", Price: 350, Quantity: 2}, {Name: "Coca Cola", Price: 200, Quantity: 1}}}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	d.Lines = order.NumberLines(d.Lines, 1)
	now := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	promise := now.Add(9 * time.Minute)
	slip := order.Slip{ID: "x", Number: 7, Day: "2026-11-21", Currency: "EUR", Forecast: order.Forecast{First: promise}}
	o, e := order.Place(d, slip, order.Change{By: "test", At: now})
	if o.Total != 900 || o.Customer != "Ines" || o.Lines[1].ID != "2" || o.Number.String() != "#007" || o.Version != 1 {
		t.Errorf("order %+v", o)
	}
	if !o.ReadyBy.Equal(promise) {
		t.Errorf("ready by %s, want %s", o.ReadyBy, promise)
	}
	if e.Type != order.Placed || e.Order.Version != 1 || e.Message == "" {
		t.Errorf("event %+v", e)
	}
}

func TestCheckRefuses(t *testing.T) {
	good := order.Line{Name: "Fries", Price: 350, Quantity: 1}
	with := func(change func(*order.Line)) []order.Line { l := good; change(&l); return []order.Line{good, l} }
	for name, c := range map[string]struct {
		draft order.Draft
		field string
	}{
		"no customer":       {order.Draft{Lines: []order.Line{good}}, "customerName"},
		"a blank customer":  {order.Draft{Customer: " \t\u202e", Lines: []order.Line{good}}, "customerName"},
		"a huge customer":   {order.Draft{Customer: strings.Repeat("é", 100_000), Lines: []order.Line{good}}, "customerName"},
		"bytes, not text":   {order.Draft{Customer: "a\xff", Lines: []order.Line{good}}, "customerName"},
		"nothing to cook":   {order.Draft{Customer: "Ines"}, "items"},
		"too many lines":    {order.Draft{Customer: "Ines", Lines: make([]order.Line, order.MaxLines+1)}, "items"},
		"a nameless item":   {order.Draft{Customer: "Ines", Lines: with(func(l *order.Line) { l.Name = "" })}, "items[1].name"},
		"a negative price":  {order.Draft{Customer: "Ines", Lines: with(func(l *order.Line) { l.Price = -1 })}, "items[1].price"},
		"an absurd price":   {order.Draft{Customer: "Ines", Lines: with(func(l *order.Line) { l.Price = order.MaxPrice + 1 })}, "items[1].price"},
		"no quantity":       {order.Draft{Customer: "Ines", Lines: with(func(l *order.Line) { l.Quantity = 0 })}, "items[1].quantity"},
		"a wild quantity":   {order.Draft{Customer: "Ines", Lines: with(func(l *order.Line) { l.Quantity = 1_000_000_000 })}, "items[1].quantity"},
		"a novel for notes": {order.Draft{Customer: "Ines", Lines: with(func(l *order.Line) { l.Notes = strings.Repeat("x", 201) })}, "items[1].notes"},
	} {
		err := c.draft.Check()
		if !errors.Is(err, fault.KindInvalid) || fault.Of(err).Field != c.field {
			t.Errorf("%s: %v about %q, want an Invalid fault about %q", name, err, fault.Of(err).Field, c.field)
		}
	}
}

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"  Ines ": "Ines", "I\u0308nes": "Ïnes", "a\u202eb": "ab", "a\x00b\x1b[31m": "ab[31m", "a\nb": "a b", "👩‍🍳": "👩‍🍳",
		"<b>&": "<b>&", "I\x04\u0308nes": "Ïnes", "e\u202e\u0301clair": "éclair", // what is taken out had kept the accent from its letter
	} {
		if got, err := order.CleanText("name", in, 1, 80); err != nil || got != want {
			t.Errorf("CleanText(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add("Ines")
	f.Add("\u202e\x00é")
	f.Add("I\x04\u0308nes") // once, form C came first, and a second cleaning found more to do
	f.Fuzz(func(t *testing.T, in string) {
		out, err := order.CleanText("name", in, 1, 80)
		if err != nil {
			return
		}
		if again, err := order.CleanText("name", out, 1, 80); err != nil || again != out || utf8.RuneCountInString(out) > 80 {
			t.Errorf("%q -> %q -> %q, %v", in, out, again, err)
		}
	})
}

// TestStoredForm guards the form in which orders lie in databases: a change
// here is a migration.
func TestStoredForm(t *testing.T) {
	const path = "testdata/event.json"
	now := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	o, _ := order.Place(order.Draft{Customer: "Ines", Kind: order.DineIn, Table: "4", Lines: order.NumberLines([]order.Line{
		{Name: "Fries", Price: 350, Quantity: 2, Notes: "no salt"},
		{Item: "burger", Name: "Burger", Price: 900, Quantity: 1, Options: []order.Option{{ID: "no-onion", Kind: "remove", Name: "no onion"}}, Allergies: []string{"nuts"}, Station: "grill", Prep: 480},
	}, 1)}, order.Slip{
		ID: "0193-x", Location: "main", Number: 7, Day: "2026-11-21", Currency: "EUR",
		Tasks:    []order.Task{{ID: "1", Line: "1", Station: "fryer", Quantity: 2, State: order.Queued, Version: 1, FiredAt: now}},
		Forecast: order.Forecast{P50: now.Add(7 * time.Minute), P80: now.Add(9 * time.Minute), First: now.Add(9 * time.Minute), Promised: now},
	}, order.Change{By: "test", At: now})
	events, err := o.MoveTo(order.Cancelled, order.Change{By: "test", At: now, Reason: order.SoldOut})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(events[0], "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got)+"\n" != string(want) {
		t.Errorf("the stored form changed:\n%s", got)
	}
}
