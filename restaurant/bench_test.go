package restaurant_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
)

// A diary is what the log of a kitchen tells of some days.
type diary struct {
	tb     testing.TB
	setup  kitchen.Setup
	events []order.Event
}

// serve lets an order of three lines come, be cooked a line every two minutes,
// and go out.
func (d *diary) serve(day, number int) {
	at := time.Date(2026, 11, 1+day, 11, 0, 0, 0, time.UTC).Add(time.Duration(number) * 100 * time.Second)
	by := func(minutes int) order.Change {
		return order.Change{By: "Ines", At: at.Add(time.Duration(minutes) * time.Minute)}
	}
	draft := order.Draft{Customer: "Ines", Lines: order.NumberLines([]order.Line{
		{Name: fmt.Sprint("Dish ", number%20), Price: 350, Quantity: 1, Station: "grill", Prep: 240},
		{Name: fmt.Sprint("Fries ", number%3), Price: 350, Quantity: 2, Station: "fryer", Prep: 240},
		{Name: fmt.Sprint("Salad ", number%7), Price: 350, Quantity: 1, Station: "cold", Prep: 120},
	}, 1)}
	id := order.ID(fmt.Sprintf("%d-%d", day, number))
	o, e := order.Place(draft, order.Slip{
		ID: id, Day: order.Day(at.Format(time.DateOnly)), Currency: "EUR", Tasks: d.setup.Route(draft.Lines, order.Work{}, at, 1),
	}, by(0))
	d.events = append(d.events, e)
	for i, task := range []order.TaskID{"3", "2", "1"} {
		d.do(&o, kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{task}}, by(2+2*i))
	}
	d.do(&o, kitchen.Command{Verb: kitchen.Release}, by(7))
}

func (d *diary) do(o *order.Order, c kitchen.Command, by order.Change) {
	events, err := kitchen.Do(o, c, d.setup, by)
	if err != nil {
		d.tb.Fatalf("%s of %s: %v", c.Verb, o.ID, err)
	}
	d.events = append(d.events, events...)
}

// newDiary is so many days of 400 orders.
func newDiary(tb testing.TB, days int) *diary {
	d := &diary{tb: tb, setup: kitchen.Default()}
	for _, id := range []menu.StationID{"grill", "fryer", "cold"} {
		d.setup.Stations = append(d.setup.Stations, kitchen.Station{ID: id, Name: string(id)})
	}
	for day := range days {
		for number := range 400 {
			d.serve(day, number)
		}
	}
	slices.SortStableFunc(d.events, func(a, b order.Event) int { return a.At.Compare(b.At) })
	for i := range d.events {
		d.events[i].Seq = int64(i + 1)
	}
	return d
}

// BenchmarkLearnTenDays folds the log of ten days of 400 orders with three
// lines, as a house does when it starts.
func BenchmarkLearnTenDays(b *testing.B) {
	d := newDiary(b, 10)
	for b.Loop() {
		if got := restaurant.Learn(d.setup, d.events).Orders; got != 4000 {
			b.Fatalf("%d orders were ready", got)
		}
	}
	b.ReportMetric(float64(len(d.events)), "events")
}
