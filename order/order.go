package order

import (
	"fmt"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/money"
	"orderup/tax"
)

type (
	// ID names an order for machines: a UUID version 7. It is not a secret.
	ID string
	// LineID names a line within its order: "1", "2", ...
	LineID string
	// Location names a restaurant of the installation.
	Location string
	// Number is the order's number of the day, from 1.
	Number int
	// Day is a business day, as 2026-11-23.
	Day string
	// Reason says why an order was cancelled.
	Reason string
)

// The reasons for cancelling an order.
const (
	ByCustomer Reason = "customer"
	SoldOut    Reason = "sold_out"
	TooBusy    Reason = "too_busy"
	NoShow     Reason = "no_show"
	Rejected   Reason = "rejected"
	Mistake    Reason = "error"
)

// Reasons lists every reason for cancelling.
var Reasons = []Reason{ByCustomer, SoldOut, TooBusy, NoShow, Rejected, Mistake}

// String writes n as it stands on a ticket: #001.
func (n Number) String() string { return fmt.Sprintf("#%03d", int(n)) }

// A Line is one item of an order.
type Line struct {
	ID       LineID       `json:"id"`
	Name     string       `json:"name"`
	Price    money.Amount `json:"price"` // for one
	Quantity int          `json:"quantity"`
	Notes    string       `json:"notes,omitzero"`

	Item      menu.ItemID    `json:"item,omitzero"`      // on the menu; empty for a free-form line
	Options   []Option       `json:"options,omitzero"`   // their prices are in Price
	Allergies []string       `json:"allergies,omitzero"` // of who eats it, in the guest's words
	Allergens []string       `json:"allergens,omitzero"` // that the dish contains
	Course    int            `json:"course,omitzero"`    // 0 and 1 are the first
	Voided    int            `json:"voided,omitzero"`    // of the quantity: withdrawn and not charged
	Station   menu.StationID `json:"station,omitzero"`   // where the menu says it is made
	Category  string         `json:"category,omitzero"`  // on the menu
	Prep      int            `json:"prep,omitzero"`      // seconds that the menu says one takes
	NoPrep    bool           `json:"noPrep,omitzero"`    // handed over as it is
	Tax       tax.Class      `json:"tax,omitzero"`       // that its price contains
	Counted   bool           `json:"counted,omitzero"`   // taken from a stock that is counted
}

// An Option is a choice of the guest about a line.
type Option struct {
	ID   menu.OptionID `json:"id,omitzero"`
	Kind menu.Kind     `json:"kind"`
	Name string        `json:"name"`
}

// Selection returns what l asks for of the menu.
func (l Line) Selection() menu.Selection {
	s := menu.Selection{Item: l.Item, Quantity: l.Quantity}
	for _, o := range l.Options {
		s.Options = append(s.Options, o.ID)
	}
	return s
}

// Fill gives l the name, the price and all that the menu says of what was
// chosen.
func (l *Line) Fill(c menu.Chosen) {
	l.Name, l.Price, l.Tax = c.Name, c.Price, c.TaxClass
	l.Category, l.Station = string(c.Item.Category), c.Item.Station
	l.Prep, l.NoPrep = int(c.Prep.Seconds()), c.Item.NoPrep
	l.Options, l.Allergens = nil, nil
	for _, o := range c.Options {
		l.Options = append(l.Options, Option{o.ID, o.Kind, o.Name})
	}
	for _, a := range c.Allergens {
		l.Allergens = append(l.Allergens, string(a))
	}
}

// Charged is what l comes to.
func (l Line) Charged() money.Amount { return l.Price * money.Amount(l.Quantity-l.Voided) }

// An Order is what one guest asked for.
type Order struct {
	ID          ID             `json:"id"`
	Location    Location       `json:"location"`
	Day         Day            `json:"day"`
	Number      Number         `json:"number"`
	Customer    string         `json:"customer"`
	Lines       []Line         `json:"lines"`
	Total       money.Amount   `json:"total"`
	Currency    money.Currency `json:"currency"`
	Status      Status         `json:"status"`
	Version     int64          `json:"version"`              // 1 when placed, one more with every event
	Reason      Reason         `json:"reason,omitzero"`      // of a cancelled order
	ReadyBy     time.Time      `json:"readyBy"`              // the estimate
	PlacedAt    time.Time      `json:"placedAt"`             //
	UpdatedAt   time.Time      `json:"updatedAt"`            //
	CompletedAt time.Time      `json:"completedAt,omitzero"` // of a completed order
	Work
}

// Line returns the line of an id; nil if there is none.
func (o *Order) Line(id LineID) *Line {
	for i := range o.Lines {
		if o.Lines[i].ID == id {
			return &o.Lines[i]
		}
	}
	return nil
}

// A Change says who changes an order, when, and what the guest is told.
type Change struct {
	By      string    // who, for the log
	At      time.Time // when, by the server's clock
	Message string    // instead of the arrow's own; may be empty
	Reason  Reason    // for a cancellation
}

// MoveTo takes o to next through every step between and returns an event for
// each; none if o is there already. It returns a Conflict fault
// "order.transition" when the table of statuses draws no such way, or
// "order.recall_window" when a completed order is reopened too late.
func (o *Order) MoveTo(next Status, c Change) ([]Event, error) {
	path, ok := o.Status.Path(next)
	if !ok {
		return nil, fault.Conflict("order.transition", "order %s is %s and cannot become %s", o.Number, o.Status, next)
	}
	if o.Status == Completed && len(path) > 0 && c.At.Sub(o.CompletedAt) > RecallWindow {
		return nil, fault.Conflict("order.recall_window", "order %s was handed over more than %d minutes ago and cannot be reopened",
			o.Number, int(RecallWindow.Minutes()))
	}
	events := make([]Event, len(path))
	for i, arrow := range path {
		step := c
		if i < len(path)-1 {
			step.Message = ""
		}
		o.Work.force(arrow.Move, c.At, o.Version+1)
		events[i] = o.Follow(arrow, step)
	}
	return events, nil
}

// Follow makes one change of status, whatever the tasks say, and returns its
// event: for who has seen to them. Everybody else uses MoveTo.
func (o *Order) Follow(a Arrow, c Change) Event {
	message := a.Message
	if c.Message != "" {
		message = c.Message
	}
	o.Status, o.UpdatedAt = a.To, c.At
	o.Version++
	switch a.Move {
	case Start:
		o.BegunAt = c.At
	case Finish:
		o.ReadyAt = c.At
		if o.PassedAt.IsZero() {
			o.PassedAt = c.At
		}
	case Recall:
		o.PassedAt, o.ReadyAt = time.Time{}, time.Time{}
	case HandOver:
		o.CompletedAt = c.At
	case Reopen:
		o.CompletedAt = time.Time{}
	case Cancel:
		o.Reason = c.Reason
	}
	return o.event(StatusChanged, a.From, message, c)
}

// Changed counts one change that is not of status, and returns its event.
func (o *Order) Changed(t EventType, c Change) Event {
	o.UpdatedAt = c.At
	o.Version++
	return o.event(t, "", c.Message, c)
}
