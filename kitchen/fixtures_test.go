package kitchen_test

import (
	"testing"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

var evening = time.Date(2026, 11, 21, 19, 0, 0, 0, time.UTC)

// pub is a kitchen with a fryer, a grill whose backup the fryer is, an oven
// after the grill for pizza, and a counter for drinks.
func pub() kitchen.Setup {
	s := kitchen.Default()
	s.Stations = []kitchen.Station{
		{ID: "fryer", Name: "Fryer", Receipt: true}, {ID: "grill", Name: "Grill", Receipt: true, Backup: "fryer"},
		{ID: "oven", Name: "Oven"}, {ID: "counter", Name: "Counter"},
	}
	s.CatchAll = "fryer"
	s.Rules = []kitchen.Rule{
		{Name: "Pizza", Stations: []menu.StationID{"grill", "oven"}, Sequence: true},
		{Name: "Fish & Chips", Stations: []menu.StationID{"grill", "fryer"}},
		{Name: "Beer", Stations: []menu.StationID{"counter"}, NoPrep: true},
		{Name: "Burger", Stations: []menu.StationID{"grill"}},
	}
	return s
}

// by is somebody who does something so many seconds into the evening.
func by(seconds int) order.Change {
	return order.Change{By: "test", At: evening.Add(time.Duration(seconds) * time.Second)}
}

// placed is an order of one of each name.
func placed(s kitchen.Setup, names ...string) order.Order {
	var lines []order.Line
	for _, name := range names {
		lines = append(lines, order.Line{Name: name, Price: 350, Quantity: 2})
	}
	return placedLines(s, lines...)
}

func placedLines(s kitchen.Setup, lines ...order.Line) order.Order {
	d := order.Draft{Customer: "Ines", Lines: order.NumberLines(lines, 1)}
	slip := order.Slip{ID: "o1", Number: 7, Currency: "EUR", Tasks: s.Route(d.Lines, order.Work{}, evening, 1)}
	o, _ := order.Place(d, slip, by(0))
	return o
}

// do carries out a command that has to work.
func do(t *testing.T, o *order.Order, s kitchen.Setup, seconds int, c kitchen.Command) []order.Event {
	t.Helper()
	events, err := kitchen.Do(o, c, s, by(seconds))
	if err != nil {
		t.Fatalf("%s: %v", c.Verb, err)
	}
	return events
}

// states writes the tasks of an order: "1:queued 2:done".
func states(o order.Order) string {
	var text string
	for i, t := range o.Tasks {
		if i > 0 {
			text += " "
		}
		text += string(t.ID) + ":" + string(t.State)
	}
	return text
}
