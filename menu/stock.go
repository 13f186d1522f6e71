package menu

import (
	"maps"
	"time"

	"orderup/fault"
)

// A State says whether an item can be had.
type State string

// The states of an item's supply.
const (
	InStock       State = "available"
	SoldOut       State = "sold_out"       // until somebody changes it
	UntilTomorrow State = "until_tomorrow" // sold out until the business day is over
	Counted       State = "count"          // so many are left
)

// States lists every state.
var States = []State{InStock, SoldOut, UntilTomorrow, Counted}

// MaxLeft is the highest count.
const MaxLeft = 100_000

// Uncounted is how many are left of what nobody counts.
const Uncounted = -1

// A Supply says what is left of an item.
type Supply struct {
	State State  `json:"state"`
	Left  int    `json:"left,omitzero"`  // of Counted
	Until string `json:"until,omitzero"` // the last business day, as 2026-11-23, that it holds for; empty for ever
}

// A Stock says what is left of each item; what it does not know can be had. It
// is kept apart from the menu because orders change it. The zero Stock is ready
// to use.
type Stock struct {
	Version int64             `json:"version,omitzero"` // one more with every change that is kept
	Items   map[ItemID]Supply `json:"items"`
}

// Of returns the supply of an item on a business day.
func (s *Stock) Of(id ItemID, day string) Supply {
	supply, known := s.Items[id]
	if !known || supply.over(day) {
		return Supply{State: InStock}
	}
	return supply
}

// over reports whether s no longer holds.
func (s Supply) over(day string) bool { return s.Until != "" && s.Until < day }

// Available reports whether an item can be had on a business day, and how many:
// Uncounted when nobody counts.
func (s *Stock) Available(id ItemID, day string) (ok bool, left int) {
	switch supply := s.Of(id, day); supply.State {
	case InStock:
		return true, Uncounted
	case Counted:
		return supply.Left > 0, supply.Left
	}
	return false, 0
}

// A Portion is so many of an item, under the name that the guest knows.
type Portion struct {
	Item     ItemID
	Name     string
	Quantity int
}

// Take takes a portion for an order, and reports whether it was counted: only
// then it can be returned. It returns a Conflict fault "menu.sold_out", and
// takes nothing, when there is not enough.
func (s *Stock) Take(p Portion, day string) (counted bool, err error) {
	ok, left := s.Available(p.Item, day)
	switch {
	case !ok:
		return false, fault.Conflict("menu.sold_out", "%s is sold out", p.Name)
	case left == Uncounted:
		return false, nil
	case left < p.Quantity:
		return false, fault.Conflict("menu.sold_out", "of %s only %d are left", p.Name, left)
	}
	supply := s.Items[p.Item]
	supply.Left -= p.Quantity
	s.Items[p.Item] = supply
	return true, nil
}

// Return puts back a portion that was counted when it was taken, because the
// order was cancelled before anybody made it. It changes nothing when the item
// is no longer counted.
func (s *Stock) Return(p Portion, day string) {
	supply := s.Of(p.Item, day)
	if supply.State != Counted {
		return
	}
	supply.Left = min(supply.Left+p.Quantity, MaxLeft)
	s.Items[p.Item] = supply
}

// Set says what is left of an item from now on, on a business day. A count
// holds until it is changed, or through supply.Until if that is set. It returns
// an Invalid fault "menu.availability".
func (s *Stock) Set(id ItemID, supply Supply, day string) error {
	supply, err := supply.check(day)
	if err != nil {
		return err
	}
	if s.Items == nil {
		s.Items = map[ItemID]Supply{}
	}
	s.Items[id] = supply
	maps.DeleteFunc(s.Items, func(_ ItemID, s Supply) bool { return s.State == InStock || s.over(day) })
	return nil
}

// check returns s as it is kept.
func (s Supply) check(day string) (Supply, error) {
	switch s.State {
	case InStock, SoldOut:
		return Supply{State: s.State}, nil
	case UntilTomorrow:
		return Supply{State: s.State, Until: day}, nil
	case Counted:
		return s, s.checkCount(day)
	}
	return s, fault.Invalid("menu.availability", "state must be one of %v", States).At("state")
}

func (s Supply) checkCount(day string) error {
	if s.Left < 0 || s.Left > MaxLeft {
		return fault.Invalid("menu.availability", "how many are left must be 0 to %d", MaxLeft).At("left")
	}
	if _, err := time.Parse(time.DateOnly, s.Until); s.Until != "" && (err != nil || s.over(day)) {
		return fault.Invalid("menu.availability", "the last day must be a date such as %s, not before today", day).At("until")
	}
	return nil
}
