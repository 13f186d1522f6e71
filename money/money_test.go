package money_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"orderup/fault"
	"orderup/money"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		currency money.Currency
		text     string
		want     money.Amount
	}{
		{"EUR", "3.50", 350}, {"EUR", "3.5", 350}, {"EUR", "3", 300}, {"EUR", "0", 0}, {"EUR", "0.01", 1},
		{"EUR", "3.500", 350}, {"EUR", "-2.05", -205}, {"JPY", "450", 450}, {"KWD", "1.234", 1234},
		{"EUR", "92233720368547758.07", math.MaxInt64},
	} {
		got, err := c.currency.Parse(c.text)
		if err != nil || got != c.want {
			t.Errorf("%s.Parse(%q) = %d, %v, want %d", c.currency, c.text, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		currency money.Currency
		text     string
	}{
		{"EUR", "3.505"}, {"EUR", ""}, {"EUR", "."}, {"EUR", "3."}, {"EUR", ".5"}, {"EUR", "1e2"}, {"EUR", "+1"},
		{"EUR", "1,50"}, {"EUR", "NaN"}, {"EUR", "--1"}, {"EUR", "٣"}, {"JPY", "4.5"}, {"EUR", "92233720368547758.08"},
	} {
		got, err := c.currency.Parse(c.text)
		if !errors.Is(err, fault.KindInvalid) {
			t.Errorf("%s.Parse(%q) = %d, %v, want an Invalid fault", c.currency, c.text, got, err)
		}
	}
}

func TestFormatIsParsedBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]money.Currency{"EUR", "JPY", "KWD", "USD"}).Draw(t, "currency")
		a := money.Amount(rapid.Int64Min(math.MinInt64+1).Draw(t, "amount"))
		if got, err := c.Parse(c.Format(a)); err != nil || got != a {
			t.Fatalf("%s: %d -> %q -> %d, %v", c, a, c.Format(a), got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("3.50")
	f.Add("-0.005")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := money.Currency("EUR").Parse(text)
		if err != nil {
			return
		}
		if b, err := money.Currency("EUR").Parse(money.Currency("EUR").Format(a)); err != nil || a != b {
			t.Errorf("%q -> %d -> %d, %v", text, a, b, err)
		}
	})
}
