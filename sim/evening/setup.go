// Package evening is a whole evening of a restaurant that runs by itself:
// guests who order from the demo menu, cooks at four stations, an expo, screens
// that confirm their tickets, and everything that goes wrong on a Saturday. All
// go through package restaurant like any staff.
//
// A Script plans it: it is told nothing but a seed and the time to begin at, it
// keeps a copy of every order by the rules of package kitchen, and it says who
// does what next. The same script says the same, whatever the speed of the
// machine. Run is the thin rest: it waits for the time of the next act and asks
// the house for it.
//
// People may work along: what they do to an order the script takes over as it
// is, and orders of theirs are cooked like any other.
package evening

import (
	"cmp"
	"strings"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
)

// The stations of the demonstration.
const (
	fryer   menu.StationID = "fryer"
	grill   menu.StationID = "grill"
	cold    menu.StationID = "cold"
	counter menu.StationID = "counter"
)

// Setup returns how the kitchen of the demonstration works when its clock goes
// rate times as fast as the world's: who looks at its screens has as long as
// ever to see that a ticket was missed, or to take back a mis-tap.
func Setup(rate float64) kitchen.Setup {
	s := kitchen.Default()
	s.Stations = []kitchen.Station{
		{ID: fryer, Name: "Fryer", Backup: grill, Slots: 28, Receipt: true},
		{ID: grill, Name: "Grill", Backup: cold, Slots: 16, Receipt: true},
		{ID: cold, Name: "Cold", Backup: counter, Slots: 6, Receipt: true},
		{ID: counter, Name: "Counter", Backup: cold, Slots: 2, Receipt: true},
	}
	s.Rules, s.CatchAll = samples, grill
	s.Expo, s.AutoClear = kitchen.Expo, 20
	s.Grace = max(1, int(float64(s.Grace)*cmp.Or(rate, 1)))
	s.Receipt = max(1, int(float64(s.Receipt)*cmp.Or(rate, 1)))
	return s
}

// samples send the lines of the sample orders, which name no menu item, where
// the menu has them.
var samples = []kitchen.Rule{
	{Name: "Large Fries", Stations: []menu.StationID{fryer}},
	{Name: "Small Fries", Stations: []menu.StationID{fryer}},
	{Name: "Fish & Chips", Stations: []menu.StationID{fryer}},
	{Name: "Cheeseburger", Stations: []menu.StationID{grill}},
	{Name: "Chicken Burger", Stations: []menu.StationID{grill}},
	{Name: "Coca Cola", Stations: []menu.StationID{counter}, NoPrep: true},
	{Name: "Beer", Stations: []menu.StationID{counter}, NoPrep: true},
}

// actor is how the log names those who are simulated here: "demo grill".
const actor = "demo "

// principal is who somebody of the service is to the house.
func principal(l order.Location, name string) staff.Principal {
	return staff.Principal{Role: staff.System, Name: actor + name, Location: l}
}

// simulated reports whether the log's actor is known to the script: one of its
// own, or the house, whose clock it knows.
func simulated(name string) bool { return name == house || strings.HasPrefix(name, actor) }

// house is how the log names the house's own clock.
const house = "house"
