package order

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"orderup/fault"
	"orderup/money"
)

// The limits of an order. Within them a total cannot overflow.
const (
	MaxLines    = 100                      // lines of an order
	MaxQuantity = 999                      // of one line
	MaxPrice    = money.Amount(10_000_000) // minor units, for one: 100,000.00 EUR
	MaxName     = 80                       // characters of a customer's or an item's name
	MaxNotes    = 200                      // characters of a line's notes
	MaxMessage  = 200                      // characters of a message to the guest
)

// A Draft is an order that somebody wants to place.
type Draft struct {
	Customer string
	Lines    []Line // their ids are given out by Place
}

// A Slip is what the house adds to a draft: who numbered it, where and when.
type Slip struct {
	ID       ID
	Location Location
	Day      Day
	Number   Number
	Currency money.Currency
}

// Check tidies d's texts and returns an Invalid fault, with the field it is
// about, for the first thing that is not acceptable.
func (d *Draft) Check() error {
	var err error
	if d.Customer, err = CleanText("customerName", d.Customer, 1, MaxName); err != nil {
		return err
	}
	if len(d.Lines) == 0 || len(d.Lines) > MaxLines {
		return fault.Invalid("order.items", "an order has 1 to %d items", MaxLines).At("items")
	}
	for i := range d.Lines {
		if err := d.Lines[i].check(fmt.Sprintf("items[%d].", i)); err != nil {
			return err
		}
	}
	return nil
}

// check tidies and checks one line; at is the path of its fields.
func (l *Line) check(at string) error {
	var err error
	if l.Name, err = CleanText(at+"name", l.Name, 1, MaxName); err != nil {
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
	return nil
}

// Place makes the order that a checked draft asks for, and its first event.
func Place(d Draft, s Slip, c Change) (Order, Event) {
	o := Order{
		ID: s.ID, Location: s.Location, Day: s.Day, Number: s.Number, Currency: s.Currency,
		Customer: d.Customer, Lines: make([]Line, len(d.Lines)), Status: Pending, Version: 1,
		ReadyBy: estimateWhenPlaced(c.At, len(d.Lines)), PlacedAt: c.At, UpdatedAt: c.At,
	}
	for i, l := range d.Lines {
		l.ID = LineID(strconv.Itoa(i + 1))
		o.Lines[i] = l
		o.Total += l.Price * money.Amount(l.Quantity)
	}
	return o, o.event(Placed, "", placedMessage, c)
}

// The estimates of the proof of concept: five minutes and two for each line,
// ten from the start of cooking.

func estimateWhenPlaced(now time.Time, lines int) time.Time {
	return now.Add(5*time.Minute + time.Duration(lines)*2*time.Minute)
}

func estimateAtStart(now time.Time) time.Time { return now.Add(10 * time.Minute) }

// CleanText brings text to Unicode form C, takes out control characters and
// marks that turn the direction of writing, and trims it. It returns an
// Invalid fault about field unless min to max characters are left.
func CleanText(field, text string, min, max int) (string, error) {
	if len(text) > 16*max || !utf8.ValidString(text) { // far too long: not worth the work
		return "", textFault(field, min, max)
	}
	text = strings.TrimSpace(strings.Map(printable, norm.NFC.String(text)))
	if n := utf8.RuneCountInString(text); n < min || n > max {
		return "", textFault(field, min, max)
	}
	return text, nil
}

func textFault(field string, min, max int) *fault.Fault {
	return fault.Invalid("order.text", "%s must have %d to %d characters", field, min, max).At(field)
}

// printable maps what must not stand in a name to nothing, and line breaks to
// a space.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return ' '
	case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029, r == 0xFEFF:
		return -1
	}
	return r
}
