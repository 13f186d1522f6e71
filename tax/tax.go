// Package tax knows the value added tax that is contained in prices. Rates are
// data, which the owner of a restaurant checks: by class of item, type of order
// and date.
//
// The rule of rounding: tax is computed once for each rate, from the sum of
// everything with that rate, and rounded to the minor unit, halves away from
// zero. It is never summed from rounded lines.
package tax

import (
	"cmp"
	"slices"

	"orderup/money"
)

type (
	// A Class names items that are taxed alike: "food", "alcohol".
	Class string
	// A Date is a day, as 2026-11-23.
	Date string
	// Points are hundredths of a percent: 600 is 6 %.
	Points int
)

// MaxPoints is the highest rate: 100 %.
const MaxPoints Points = 10_000

// A Rate says what is contained in the price of a class of items from a day on.
type Rate struct {
	Class     Class  `json:"class"`
	OrderType string `json:"orderType,omitzero"` // "takeaway", "dine_in"; empty for every type that has no rate of its own
	From      Date   `json:"from"`               // the first day
	Points    Points `json:"points"`
}

// Rates are all rates that a restaurant has known.
type Rates []Rate

// For returns the rate of a class on a day: the newest one of the order's own
// type, or else the newest one of every type. It is false when there is none.
func (rs Rates) For(c Class, orderType string, day Date) (Points, bool) {
	best := -1
	for i, r := range rs {
		fits := r.Class == c && r.From <= day && (r.OrderType == orderType || r.OrderType == "")
		if fits && (best < 0 || closer(r, rs[best])) {
			best = i
		}
	}
	if best < 0 {
		return 0, false
	}
	return rs[best].Points, true
}

// closer reports whether a fits better than b, when both fit.
func closer(a, b Rate) bool {
	if (a.OrderType == "") != (b.OrderType == "") {
		return a.OrderType != ""
	}
	return a.From > b.From
}

// Included splits a sum that contains tax into what is without it and the tax,
// rounded to the minor unit, halves away from zero. p is 0 to MaxPoints.
func Included(gross money.Amount, p Points) (net, tax money.Amount) {
	rate, whole := money.Amount(p), money.Amount(MaxPoints+p)
	tax = gross / whole * rate // in two steps: a product of both could overflow
	rest := gross % whole * rate
	tax += (2*rest + sign(rest)*whole) / (2 * whole)
	return gross - tax, tax
}

func sign(a money.Amount) money.Amount { return money.Amount(cmp.Compare(a, 0)) }

// A Line is a sum that contains tax at one rate.
type Line struct {
	Points Points
	Gross  money.Amount
}

// A Share is what an order contains at one rate.
type Share struct {
	Points Points       `json:"points"`
	Gross  money.Amount `json:"gross"` // Net and Tax together
	Net    money.Amount `json:"net"`
	Tax    money.Amount `json:"tax"`
}

// Shares sums lines by rate and splits each sum once, the lowest rate first.
func Shares(lines []Line) []Share {
	var shares []Share
	for _, l := range lines {
		i, found := slices.BinarySearchFunc(shares, l.Points, func(s Share, p Points) int { return cmp.Compare(s.Points, p) })
		if !found {
			shares = slices.Insert(shares, i, Share{Points: l.Points})
		}
		shares[i].Gross += l.Gross
	}
	for i, s := range shares {
		shares[i].Net, shares[i].Tax = Included(s.Gross, s.Points)
	}
	return shares
}
