package tax

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"orderup/fault"
)

// MaxRates is how many rates there are at most.
const MaxRates = 200

// word is the form of classes and types of order.
var word = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// Check returns an Invalid fault "tax.rate" for the first rate that is not
// acceptable, with its place: "[2].points".
func (rs Rates) Check() error {
	if len(rs) > MaxRates {
		return fault.Invalid("tax.rate", "there may be at most %d rates of tax", MaxRates)
	}
	for i, r := range rs {
		if field, complaint := r.check(); complaint != "" {
			return fault.Invalid("tax.rate", "rate %d of tax: %s", i+1, complaint).At(fmt.Sprintf("[%d].%s", i, field))
		}
		if slices.ContainsFunc(rs[:i], r.contradicts) {
			return fault.Invalid("tax.rate", "rate %d of tax: there is one for this class, type of order and day already", i+1).At(fmt.Sprintf("[%d]", i))
		}
	}
	return nil
}

// check says which field of a rate is wrong, and how.
func (r Rate) check() (field, complaint string) {
	if !word.MatchString(string(r.Class)) {
		return "class", "a class has 1 to 40 of the characters a-z, 0-9, - and _"
	}
	if r.OrderType != "" && !word.MatchString(r.OrderType) {
		return "orderType", "a type of order has 1 to 40 of the characters a-z, 0-9, - and _, or is left out"
	}
	if _, err := time.Parse(time.DateOnly, string(r.From)); err != nil {
		return "from", "the first day must be a date such as 2026-11-23"
	}
	if r.Points < 0 || r.Points > MaxPoints {
		return "points", fmt.Sprintf("a rate must be 0 to %d hundredths of a percent", MaxPoints)
	}
	return "", ""
}

// contradicts reports whether other is for the same case.
func (r Rate) contradicts(other Rate) bool {
	return r.Class == other.Class && r.OrderType == other.OrderType && r.From == other.From
}
