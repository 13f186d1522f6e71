// Package staff says who somebody is and holds the one table of who may do
// what. Every command and query of package restaurant asks it; transports only
// say who is calling.
package staff

import (
	"slices"

	"orderup/fault"
	"orderup/order"
)

// A Role is what somebody is to the restaurant.
type Role string

// The roles.
const (
	// Guest is anybody from outside: only the menu is open to a guest yet.
	Guest Role = "guest"
	// Follower may read the orders whose ids it knows.
	Follower Role = "follower"
	// Local is everybody on this computer while the house runs in open mode.
	Local Role = "local"
	// System is the house itself: simulation and timers.
	System Role = "system"
)

// Roles lists every role.
var Roles = []Role{Guest, Follower, Local, System}

// A Principal is who makes a call.
type Principal struct {
	Role     Role
	Name     string         // for the log: "local", "simulation"
	Location order.Location // the restaurant it is at home in
}

// An Action is something that can be done in the house.
type Action string

// The actions.
const (
	PlaceOrder      Action = "place an order with prices of its own"
	ReadOrder       Action = "read an order"
	FindByNumber    Action = "find an order by its number of the day"
	ListOrders      Action = "list orders"
	ReadLog         Action = "follow every order"
	AdvanceOrder    Action = "move an order forward"
	RecallOrder     Action = "take an order back into the kitchen"
	CancelOrder     Action = "cancel an order"
	ReadStats       Action = "read the statistics"
	CreateSamples   Action = "create sample orders"
	Simulate        Action = "run the simulated kitchen"
	KeepHouse       Action = "keep the house's own notes and work"
	SeeKitchen      Action = "see the tickets of the kitchen"
	WorkKitchen     Action = "work in the kitchen"
	VoidItem        Action = "withdraw what was ordered"
	Override        Action = "pass an order that is not finished"
	SetUpKitchen    Action = "set up the kitchen"
	QuoteOrder      Action = "ask when an order would be ready"
	ReadMenu        Action = "read the menu"
	EditMenu        Action = "edit the menu"
	SetAvailability Action = "say what is sold out"
)

// policy is THE table: who may do what. An action that is not in it is for
// nobody.
var policy = map[Action][]Role{
	PlaceOrder:      {Local, System},
	ReadOrder:       {Follower, Local, System},
	FindByNumber:    {Local, System},
	ListOrders:      {Local, System},
	ReadLog:         {Local, System},
	AdvanceOrder:    {Local, System},
	RecallOrder:     {Local, System},
	CancelOrder:     {Local, System},
	ReadStats:       {Local, System},
	CreateSamples:   {Local, System},
	Simulate:        {Local},
	KeepHouse:       {System},
	SeeKitchen:      {Local, System},
	WorkKitchen:     {Local, System},
	VoidItem:        {Local, System},
	Override:        {Local, System},
	SetUpKitchen:    {Local, System},
	QuoteOrder:      {Local, System},
	ReadMenu:        {Guest, Follower, Local, System},
	EditMenu:        {Local, System},
	SetAvailability: {Local, System},
}

// Actions lists every action of the table.
func Actions() []Action {
	var all []Action
	for a := range policy {
		all = append(all, a)
	}
	slices.Sort(all)
	return all
}

// May reports whether p may do a.
func (p Principal) May(a Action) bool { return slices.Contains(policy[a], p.Role) }

// Demand returns nil if p may do a, and a Forbidden fault "staff.forbidden" if not.
func (p Principal) Demand(a Action) error {
	if p.May(a) {
		return nil
	}
	return fault.Forbidden("staff.forbidden", "you may not %s here: ask the restaurant for access", a)
}

// For returns the action that a move of an order is.
func For(m order.Move) Action {
	switch m {
	case order.Cancel:
		return CancelOrder
	case order.Recall, order.Reopen:
		return RecallOrder
	}
	return AdvanceOrder
}

// ForWork returns the action that a verb of the kitchen is.
func ForWork(v order.Verb, force bool) Action {
	switch {
	case v == "void":
		return VoidItem
	case v == "pass" && force:
		return Override
	case v == "recall" || v == "refire":
		return RecallOrder
	}
	return WorkKitchen
}
