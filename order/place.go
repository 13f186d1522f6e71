package order

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"orderup/fault"
	"orderup/money"
	"orderup/text"
)

// The limits of an order. Within them a total cannot overflow.
const (
	MaxLines     = 100                      // lines of an order
	MaxQuantity  = 999                      // of one line
	MaxPrice     = money.Amount(10_000_000) // minor units, for one: 100,000.00 EUR
	MaxName      = 80                       // characters of a customer's or an item's name
	MaxNotes     = 200                      // characters of a line's notes
	MaxMessage   = 200                      // characters of a message to the guest
	MaxTable     = 20                       // characters of a table's name
	MaxCovers    = 1000                     // people at a table
	MaxCourses   = 9                        // courses of an order
	MaxAllergies = 14                       // allergies of one line
)

// A Draft is an order that somebody wants to place.
type Draft struct {
	Customer string
	Lines    []Line // their ids are given out by Number
	Kind     Kind   // TakeAway when empty
	Table    string
	Covers   int
}

// A Slip is what the house adds to a draft: who numbered it, where and when.
type Slip struct {
	ID       ID
	Location Location
	Day      Day
	Number   Number
	Currency money.Currency
	Tasks    []Task
	Forecast Forecast
}

// Check tidies d's texts and returns an Invalid fault, with the field it is
// about, for the first thing that is not acceptable.
func (d *Draft) Check() error {
	var err error
	if d.Customer, err = CleanText("customerName", d.Customer, 1, MaxName); err != nil {
		return err
	}
	if err := d.checkTable(); err != nil {
		return err
	}
	return CheckLines(d.Lines)
}

// CheckLines tidies the texts of lines and returns an Invalid fault, with the
// field it is about, for the first thing that is not acceptable.
func CheckLines(lines []Line) error {
	if len(lines) == 0 || len(lines) > MaxLines {
		return fault.Invalid("order.items", "an order has 1 to %d items", MaxLines).At("items")
	}
	for i := range lines {
		if err := lines[i].check(fmt.Sprintf("items[%d].", i)); err != nil {
			return err
		}
	}
	return nil
}

// checkTable tidies and checks where the order goes.
func (d *Draft) checkTable() (err error) {
	d.Kind = cmp.Or(d.Kind, TakeAway)
	if !slices.Contains(Kinds, d.Kind) {
		return fault.Invalid("order.type", "type must be one of %v", Kinds).At("type")
	}
	if d.Covers < 0 || d.Covers > MaxCovers {
		return fault.Invalid("order.covers", "covers must be 0 to %d", MaxCovers).At("covers")
	}
	d.Table, err = CleanText("table", d.Table, 0, MaxTable)
	return err
}

// check tidies and checks one line; at is the path of its fields.
func (l *Line) check(at string) error {
	var err error
	if l.Name, err = CleanText(at+"name", l.Name, l.leastName(), MaxName); err != nil {
		return err
	}
	if l.Notes, err = CleanText(at+"notes", l.Notes, 0, MaxNotes); err != nil {
		return err
	}
	if l.Price < 0 || l.Price > MaxPrice {
		return fault.Invalid("order.price", "a price must not be negative nor above the limit of %d minor units", MaxPrice).At(at + "price")
	}
	if l.Quantity < 1 || l.Quantity > MaxQuantity {
		return fault.Invalid("order.quantity", "a quantity must be 1 to %d", MaxQuantity).At(at + "quantity")
	}
	if l.Course < 0 || l.Course > MaxCourses {
		return fault.Invalid("order.course", "a course must be 1 to %d", MaxCourses).At(at + "course")
	}
	return l.checkAllergies(at)
}

// leastName is how many characters a line's name must have: one that is on the
// menu is named there.
func (l *Line) leastName() int {
	if l.Item != "" {
		return 0
	}
	return 1
}

func (l *Line) checkAllergies(at string) (err error) {
	if len(l.Allergies) > MaxAllergies {
		return fault.Invalid("order.allergies", "a line has at most %d allergies", MaxAllergies).At(at + "allergies")
	}
	l.Allergies = slices.Clone(l.Allergies)
	for i := range l.Allergies {
		if l.Allergies[i], err = CleanText(fmt.Sprintf("%sallergies[%d]", at, i), l.Allergies[i], 1, MaxName); err != nil {
			return err
		}
	}
	return nil
}

// NumberLines gives lines their ids, from first on.
func NumberLines(lines []Line, first int) []Line {
	numbered := slices.Clone(lines)
	for i := range numbered {
		numbered[i].ID = LineID(strconv.Itoa(first + i))
	}
	return numbered
}

// Total is what lines come to.
func Total(lines []Line) (total money.Amount) {
	for _, l := range lines {
		total += l.Charged()
	}
	return total
}

// Place makes the order that a checked draft asks for, and its first event.
// The draft's lines are numbered by NumberLines.
func Place(d Draft, s Slip, c Change) (Order, Event) {
	o := Order{
		ID: s.ID, Location: s.Location, Day: s.Day, Number: s.Number, Currency: s.Currency,
		Customer: d.Customer, Lines: d.Lines, Total: Total(d.Lines), Status: Pending, Version: 1,
		ReadyBy: s.Forecast.First, PlacedAt: c.At, UpdatedAt: c.At,
		Work: Work{Kind: d.Kind, Table: d.Table, Covers: d.Covers, Tasks: s.Tasks, Forecast: s.Forecast},
	}
	return o, o.event(Placed, "", placedMessage, c)
}

// CleanText makes text fit to be kept, as text.Clean does. It returns an
// Invalid fault about field unless min to max characters are left.
func CleanText(field, typed string, min, max int) (string, error) {
	clean, ok := text.Clean(typed, min, max)
	if !ok {
		return "", textFault(field, min, max)
	}
	return clean, nil
}

func textFault(field string, min, max int) *fault.Fault {
	return fault.Invalid("order.text", "%s must have %d to %d characters", field, min, max).At(field)
}
