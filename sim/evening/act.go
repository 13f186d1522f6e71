package evening

import (
	"time"

	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
)

// An Act is what somebody does in the house at a time.
type Act struct {
	At    time.Time
	By    string   // "expo", "grill", "guest"
	Order order.ID // that it is about; of a Place the script's own name for it
	Deed  Deed
}

// A Deed is what is done: a Place, Add, Work, Move, Open or Supply.
type Deed interface{ deed() }

type (
	// Place is a new order.
	Place struct{ Draft order.Draft }
	// Add is more for an order.
	Add struct{ Lines []order.Line }
	// Work is a command of the kitchen.
	Work struct{ Command kitchen.Command }
	// Move changes the status of an order.
	Move struct {
		To     order.Status
		Reason order.Reason
	}
	// Open opens a station, or closes it.
	Open struct {
		Station menu.StationID
		Open    bool
	}
	// Supply says what is left of an item.
	Supply struct {
		Item  menu.ItemID
		State menu.State
	}
)

func (Place) deed()  {}
func (Add) deed()    {}
func (Work) deed()   {}
func (Move) deed()   {}
func (Open) deed()   {}
func (Supply) deed() {}
