// Package money counts in the smallest unit of a currency, in integers: no
// float ever holds a price.
package money

import (
	"strconv"
	"strings"

	"orderup/fault"
)

// An Amount is a sum in the minor unit of the currency it is used with: cents
// of a euro, whole yen.
type Amount int64

// A Currency is an ISO 4217 code in capitals, such as "EUR".
type Currency string

// digits holds the currencies whose minor unit is not a hundredth (ISO 4217,
// list one).
var digits = map[Currency]int{
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}

// Digits returns how many decimals c has.
func (c Currency) Digits() int {
	if n, ok := digits[c]; ok {
		return n
	}
	return 2
}

// Valid reports whether c has the form of an ISO 4217 code.
func (c Currency) Valid() bool {
	return len(c) == 3 && strings.Trim(string(c), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// Parse reads an amount in major units, such as "3.50" or "3.5", exactly. It
// returns an Invalid fault "money.amount" for anything that is not a plain
// decimal number, is finer than the minor unit, or does not fit.
func (c Currency) Parse(text string) (Amount, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	if whole == "" || pointed && fraction == "" || !onlyDigits(whole) || !onlyDigits(fraction) {
		return 0, fault.Invalid("money.amount", "an amount must be a plain number such as 3.50")
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > c.Digits() {
		return 0, fault.Invalid("money.amount", "an amount in %s has at most %d decimals", c, c.Digits())
	}
	fraction += strings.Repeat("0", c.Digits()-len(fraction))
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return 0, fault.Invalid("money.amount", "the amount is too large").Because(err)
	}
	if negative {
		n = -n
	}
	return Amount(n), nil
}

// Format writes a in major units with all decimals of c, as a JSON number:
// 350 EUR is 3.50.
func (c Currency) Format(a Amount) string {
	n, sign := uint64(a), ""
	if a < 0 {
		n, sign = -n, "-"
	}
	text := strconv.FormatUint(n, 10)
	d := c.Digits()
	if d == 0 {
		return sign + text
	}
	if missing := d + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	return sign + text[:len(text)-d] + "." + text[len(text)-d:]
}

func onlyDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
