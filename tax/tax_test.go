package tax_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orderup/fault"
	"orderup/money"
	"orderup/tax"
)

var rates = tax.Rates{
	{Class: "food", From: "2010-01-01", Points: 600},
	{Class: "food", OrderType: "dine_in", From: "2010-01-01", Points: 1200},
	{Class: "food", From: "2027-03-01", Points: 900},
	{Class: "food", From: "2027-01-01", Points: 800},
	{Class: "alcohol", From: "2010-01-01", Points: 2100},
}

func TestFor(t *testing.T) {
	for _, c := range []struct {
		class     tax.Class
		orderType string
		day       tax.Date
		want      tax.Points
		known     bool
	}{
		{"food", "takeaway", "2026-11-23", 600, true},
		{"food", "", "2026-11-23", 600, true},
		{"food", "dine_in", "2026-11-23", 1200, true},
		{"food", "takeaway", "2027-01-01", 800, true},
		{"food", "takeaway", "2027-02-28", 800, true},
		{"food", "takeaway", "2027-03-01", 900, true},
		{"food", "dine_in", "2027-03-01", 1200, true}, // a rate of its own is never overtaken by the general one
		{"alcohol", "dine_in", "2010-01-01", 2100, true},
		{"alcohol", "dine_in", "2009-12-31", 0, false},
		{"books", "takeaway", "2026-11-23", 0, false},
	} {
		for range len(rates) { // the order of the rates does not matter
			rates = append(rates[1:], rates[0])
			if got, known := rates.For(c.class, c.orderType, c.day); got != c.want || known != c.known {
				t.Errorf("%s, %s on %s: %d, %v", c.class, c.orderType, c.day, got, known)
			}
		}
	}
}

func TestIncluded(t *testing.T) {
	for _, c := range []struct {
		gross    money.Amount
		points   tax.Points
		net, tax money.Amount
	}{
		{1060, 600, 1000, 60}, {350, 600, 330, 20}, {850, 1200, 759, 91}, {350, 2100, 289, 61}, {0, 2100, 0, 0}, {100, 0, 100, 0},
		{1, 10_000, 0, 1}, {3, 10_000, 1, 2}, {-1, 10_000, 0, -1}, // a half is rounded away from zero
		{-350, 600, -330, -20}, {9, 600, 8, 1}, {8, 600, 8, 0},
		{math.MaxInt64, 2100, 7622621518061798188, 1600750518792977619},
	} {
		if net, included := tax.Included(c.gross, c.points); net != c.net || included != c.tax {
			t.Errorf("%d at %d: %d + %d, want %d + %d", c.gross, c.points, net, included, c.net, c.tax)
		}
	}
}

// TestIncludedIsExact holds Included against arithmetic without limits.
func TestIncludedIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gross := rapid.Int64Min(math.MinInt64+1).Draw(t, "gross")
		points := rapid.IntRange(0, int(tax.MaxPoints)).Draw(t, "points")
		net, got := tax.Included(money.Amount(gross), tax.Points(points))
		exact := big.NewRat(int64(points), 10_000+int64(points))
		exact.Mul(exact, new(big.Rat).SetInt64(gross))
		off := exact.Sub(exact, new(big.Rat).SetInt64(int64(got)))
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 || net+got != money.Amount(gross) {
			t.Fatalf("%d at %d: %d + %d", gross, points, net, got)
		}
		if _, back := tax.Included(money.Amount(-gross), tax.Points(points)); back != -got {
			t.Fatalf("%d at %d: a refund has %d of tax, the sale had %d", gross, points, back, got)
		}
	})
}

// TestTaxIsRoundedOnceForEachRate is the rule: three beers of 0.25 have 0.13 of
// tax together, not three times 0.04.
func TestTaxIsRoundedOnceForEachRate(t *testing.T) {
	lines := []tax.Line{{2100, 25}, {600, 350}, {2100, 25}, {600, 0}, {2100, 25}}
	want := []tax.Share{{600, 350, 330, 20}, {2100, 75, 62, 13}}
	if got := tax.Shares(lines); !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := tax.Shares(nil); got != nil {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []tax.Line
		var sum money.Amount
		for range rapid.IntRange(0, 20).Draw(t, "lines") {
			l := tax.Line{Points: rapid.SampledFrom([]tax.Points{0, 600, 1200, 2100}).Draw(t, "points"), Gross: money.Amount(rapid.IntRange(-1000, 100_000).Draw(t, "gross"))}
			lines, sum = append(lines, l), sum+l.Gross
		}
		for _, s := range tax.Shares(lines) {
			sum -= s.Net + s.Tax
			if s.Net+s.Tax != s.Gross {
				t.Fatalf("%+v", s)
			}
		}
		if sum != 0 {
			t.Fatalf("%d are lost", sum)
		}
	})
}

func TestCheckRefuses(t *testing.T) {
	for story, c := range map[string]struct {
		rate  tax.Rate
		field string
	}{
		"no class":           {tax.Rate{From: "2026-01-01"}, "[1].class"},
		"a class in words":   {tax.Rate{Class: "hot food", From: "2026-01-01"}, "[1].class"},
		"an order in words":  {tax.Rate{Class: "food", OrderType: "Dine in", From: "2026-01-01"}, "[1].orderType"},
		"no day":             {tax.Rate{Class: "food"}, "[1].from"},
		"a day that is none": {tax.Rate{Class: "food", From: "2026-02-30"}, "[1].from"},
		"another form":       {tax.Rate{Class: "food", From: "23/11/2026"}, "[1].from"},
		"below nothing":      {tax.Rate{Class: "food", From: "2026-01-01", Points: -1}, "[1].points"},
		"above all":          {tax.Rate{Class: "food", From: "2026-01-01", Points: 10_001}, "[1].points"},
		"the same case":      {tax.Rate{Class: "food", From: "2010-01-01", Points: 700}, "[1]"},
	} {
		err := tax.Rates{{Class: "food", From: "2010-01-01", Points: 600}, c.rate}.Check()
		if f := fault.Of(err); !errors.Is(err, fault.KindInvalid) || f.Code != "tax.rate" || f.Field != c.field || !strings.HasPrefix(f.Sentence, "rate 2 of tax: ") {
			t.Errorf("%s: %q: %v", story, f.Field, err)
		}
	}
	if err := make(tax.Rates, tax.MaxRates+1).Check(); !errors.Is(err, fault.KindInvalid) {
		t.Errorf("too many: %v", err)
	}
	if err := rates.Check(); err != nil {
		t.Errorf("good ones: %v", err)
	}
}
