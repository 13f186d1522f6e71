package menu_test

import (
	"fmt"

	"pgregory.net/rapid"

	"orderup/menu"
	"orderup/money"
	"orderup/tax"
)

// drawMenu draws a good menu with texts that are hard on files.
func drawMenu(t *rapid.T) *menu.Menu {
	m := &menu.Menu{Language: rapid.SampledFrom(menu.Languages).Draw(t, "language"), Currency: "EUR"}
	for i := range rapid.IntRange(0, 2).Draw(t, "rates") {
		m.TaxRates = append(m.TaxRates, tax.Rate{
			Class: "food", OrderType: rapid.SampledFrom([]string{"", "dine_in"}).Draw(t, "type"), From: tax.Date(fmt.Sprintf("20%d-01-01", 20+i)),
			Points: tax.Points(rapid.IntRange(0, 10_000).Draw(t, "points")),
		})
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "categories") {
		m.Categories = append(m.Categories, menu.Category{ID: menu.CategoryID(fmt.Sprint("c", i)), Name: drawText(t, m.Language)})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "groups") {
		m.Groups = append(m.Groups, drawGroup(t, m.Language, i))
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "items") {
		m.Items = append(m.Items, drawItem(t, m, i))
	}
	if err := m.Check(); err != nil {
		t.Fatalf("the menu that was drawn is no good: %v", err)
	}
	return m
}

// hard are texts that mean something to spreadsheets or to CSV.
var hard = []string{
	"=1+1", "+1", "-1", "@SUM(A1)", "'t Pleintje", "'=1", "''=1", "'+'", "a;=1", "a,-1", "a;'=1", `;"=1`, `"quoted"`, `,,"`, ";;=", "Fish & Chips",
	"<b>", "1,50", "true", "=", "'", "\\", "\ufeffx", "Süß", "Œuf", "薯条", "🍟",
}

func drawText(t *rapid.T, own menu.Lang) menu.Text {
	text := menu.Text{}
	for _, l := range menu.Languages {
		if l == own || rapid.Bool().Draw(t, "has") {
			text[l] = "x" // so that something is left of it
			if s := rapid.OneOf(rapid.SampledFrom(hard), rapid.StringOfN(rapid.RuneFrom([]rune(`=+-@'";,ab `)), 1, 12, -1)).Draw(t, "text"); len(clean(s)) > 0 {
				text[l] = s
			}
		}
	}
	return text
}

// clean is what is left of s for sure.
func clean(s string) (left []rune) {
	for _, r := range s {
		if r != ' ' && r != '\ufeff' {
			left = append(left, r)
		}
	}
	return left
}

func drawGroup(t *rapid.T, own menu.Lang, i int) menu.Group {
	g := menu.Group{ID: menu.GroupID(fmt.Sprint("g", i)), Name: drawText(t, own)}
	for j := range rapid.IntRange(1, 3).Draw(t, "options") {
		g.Options = append(g.Options, menu.Option{
			ID: menu.OptionID(fmt.Sprint("o", i, "-", j)), Name: drawText(t, own), Kind: rapid.SampledFrom(menu.Kinds).Draw(t, "kind"),
			Price: money.Amount(rapid.IntRange(-500, 500).Draw(t, "price")), PrepSeconds: rapid.IntRange(-60, 60).Draw(t, "prep"),
			Allergens: rapid.SliceOfN(rapid.SampledFrom(menu.Allergens), 0, 3).Draw(t, "allergens"),
		})
	}
	g.Max = rapid.IntRange(1, len(g.Options)).Draw(t, "max")
	g.Min = rapid.IntRange(0, g.Max).Draw(t, "min")
	return g
}

func drawItem(t *rapid.T, m *menu.Menu, i int) menu.Item {
	it := menu.Item{
		ID: menu.ItemID(fmt.Sprint("i", i)), Category: rapid.SampledFrom(m.Categories).Draw(t, "category").ID, Name: drawText(t, m.Language),
		Price: money.Amount(rapid.IntRange(0, int(menu.MaxPrice)).Draw(t, "price")), PrepSeconds: rapid.IntRange(0, menu.MaxPrep).Draw(t, "prep"),
		Station: rapid.SampledFrom([]menu.StationID{"", "fryer", "1"}).Draw(t, "station"), NoPrep: rapid.Bool().Draw(t, "noPrep"),
		Hidden: rapid.Bool().Draw(t, "hidden"), Tags: rapid.SampledFrom([][]string{nil, {"hot"}, {"a-b", "c"}}).Draw(t, "tags"),
		Allergens: rapid.SliceOfN(rapid.SampledFrom(menu.Allergens), 0, 4).Draw(t, "allergens"),
	}
	if len(m.TaxRates) > 0 {
		it.TaxClass = "food"
	}
	if rapid.Bool().Draw(t, "described") {
		it.Description = drawText(t, m.Language)
	}
	for _, g := range m.Groups {
		if rapid.Bool().Draw(t, "asks") {
			it.Groups = append(it.Groups, g.ID)
		}
	}
	return it
}
