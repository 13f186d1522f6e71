package menu_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"orderup/fault"
	"orderup/menu"
	"orderup/money"
	"orderup/tax"
)

// badMenus make a good menu a bad one, each in one way.
var badMenus = map[string]struct {
	spoil func(*menu.Menu)
	code  string
	field string
}{
	"no language":            {func(m *menu.Menu) { m.Language = "" }, "menu.language", "language"},
	"an unknown language":    {func(m *menu.Menu) { m.Language = "pt" }, "menu.language", "language"},
	"a currency in words":    {func(m *menu.Menu) { m.Currency = "euro" }, "menu.currency", "currency"},
	"a rate without a class": {func(m *menu.Menu) { m.TaxRates[1].Class = "" }, "tax.rate", "taxRates[1].class"},
	"two rates for one day":  {func(m *menu.Menu) { m.TaxRates = append(m.TaxRates, m.TaxRates[0]) }, "tax.rate", "taxRates[5]"},

	"too many categories": {func(m *menu.Menu) { m.Categories = make([]menu.Category, menu.MaxCategories+1) }, "menu.limit", "categories"},
	"too many items":      {func(m *menu.Menu) { m.Items = make([]menu.Item, menu.MaxItems+1) }, "menu.limit", "items"},
	"too many groups":     {func(m *menu.Menu) { m.Groups = make([]menu.Group, menu.MaxGroups+1) }, "menu.limit", "groups"},

	"no id":                 {func(m *menu.Menu) { m.Categories[1].ID = "" }, "menu.id", "categories[1].id"},
	"an id in capitals":     {func(m *menu.Menu) { m.Items[2].ID = "Fries" }, "menu.id", "items[2].id"},
	"an id with a slash":    {func(m *menu.Menu) { m.Items[2].ID = "a/b" }, "menu.id", "items[2].id"},
	"an id like an option":  {func(m *menu.Menu) { m.Items[2].ID = "-v" }, "menu.id", "items[2].id"},
	"an id with a line end": {func(m *menu.Menu) { m.Items[2].ID = "fries\n" }, "menu.id", "items[2].id"},
	"a long id":             {func(m *menu.Menu) { m.Groups[0].ID = menu.GroupID(strings.Repeat("a", 65)) }, "menu.id", "groups[0].id"},
	"an id twice":           {func(m *menu.Menu) { m.Items[2].ID = m.Items[0].ID }, "menu.twice", "items[2].id"},

	"no name":                       {func(m *menu.Menu) { m.Items[0].Name = nil }, "menu.text", "items[0].name.en"},
	"no name in its language":       {func(m *menu.Menu) { m.Items[0].Name = menu.Text{"nl": "Friet"} }, "menu.text", "items[0].name.en"},
	"a blank name":                  {func(m *menu.Menu) { m.Items[0].Name = menu.Text{"en": " \u202e\t"} }, "menu.text", "items[0].name.en"},
	"a long name":                   {func(m *menu.Menu) { m.Items[0].Name["fr"] = strings.Repeat("é", 81) }, "menu.text", "items[0].name.fr"},
	"bytes that are no text":        {func(m *menu.Menu) { m.Categories[0].Name["en"] = "\xff" }, "menu.text", "categories[0].name.en"},
	"a name in an unknown language": {func(m *menu.Menu) { m.Items[0].Name["pt"] = "Batatas" }, "menu.language", "items[0].name"},
	"a long description":            {func(m *menu.Menu) { m.Items[0].Description = menu.Text{"de": strings.Repeat("x", 501)} }, "menu.text", "items[0].description.de"},

	"a category nobody knows": {func(m *menu.Menu) { m.Items[0].Category = "x" }, "menu.unknown", "items[0].category"},
	"a group nobody knows":    {func(m *menu.Menu) { m.Items[0].Groups = []menu.GroupID{"salt", "x"} }, "menu.unknown", "items[0].groups"},
	"a group twice":           {func(m *menu.Menu) { m.Items[0].Groups = []menu.GroupID{"salt", "salt"} }, "menu.twice", "items[0].groups"},
	"two options alike":       {func(m *menu.Menu) { m.Items[0].Groups = []menu.GroupID{"doneness", "steak-doneness"} }, "menu.twice", "items[0].groups"},
	"too many groups of one":  {func(m *menu.Menu) { m.Items[0].Groups = make([]menu.GroupID, 21) }, "menu.limit", "items[0].groups"},
	"a class without a rate":  {func(m *menu.Menu) { m.Items[0].TaxClass = "books" }, "menu.unknown", "items[0].taxClass"},
	"no class":                {func(m *menu.Menu) { m.Items[0].TaxClass = "" }, "menu.unknown", "items[0].taxClass"},
	"a class in capitals":     {func(m *menu.Menu) { m.TaxRates, m.Items[0].TaxClass = nil, "Food" }, "menu.unknown", "items[0].taxClass"},

	"a negative price":       {func(m *menu.Menu) { m.Items[0].Price = -1 }, "menu.price", "items[0].priceMinor"},
	"an absurd price":        {func(m *menu.Menu) { m.Items[0].Price = menu.MaxPrice + 1 }, "menu.price", "items[0].priceMinor"},
	"a negative time":        {func(m *menu.Menu) { m.Items[0].PrepSeconds = -1 }, "menu.prep", "items[0].prepSeconds"},
	"a day in the oven":      {func(m *menu.Menu) { m.Items[0].PrepSeconds = 86_400 }, "menu.prep", "items[0].prepSeconds"},
	"a station with a space": {func(m *menu.Menu) { m.Items[0].Station = "the fryer" }, "menu.id", "items[0].station"},
	"an unknown allergen":    {func(m *menu.Menu) { m.Items[0].Allergens = []menu.Allergen{"milk", "onion"} }, "menu.allergen", "items[0].allergens"},
	"a tag in words":         {func(m *menu.Menu) { m.Items[0].Tags = []string{"so good"} }, "menu.tag", "items[0].tags"},
	"a tag twice":            {func(m *menu.Menu) { m.Items[0].Tags = []string{"hot", "hot"} }, "menu.tag", "items[0].tags"},
	"too many tags":          {func(m *menu.Menu) { m.Items[0].Tags = make([]string, 21) }, "menu.limit", "items[0].tags"},

	"a group without options":   {func(m *menu.Menu) { m.Groups[0].Options = nil }, "menu.limit", "groups[0].options"},
	"a group of 51 options":     {func(m *menu.Menu) { m.Groups[0].Options = make([]menu.Option, 51) }, "menu.limit", "groups[0].options"},
	"nothing to choose":         {func(m *menu.Menu) { m.Groups[0].Max = 0 }, "menu.choices", "groups[0].max"},
	"more than there is":        {func(m *menu.Menu) { m.Groups[0].Max = 9 }, "menu.choices", "groups[0].max"},
	"a minimum above the most":  {func(m *menu.Menu) { m.Groups[0].Min = 4 }, "menu.choices", "groups[0].max"},
	"a negative minimum":        {func(m *menu.Menu) { m.Groups[0].Min = -1 }, "menu.choices", "groups[0].max"},
	"a group without a name":    {func(m *menu.Menu) { m.Groups[0].Name = nil }, "menu.text", "groups[0].name.en"},
	"an option twice":           {func(m *menu.Menu) { m.Groups[0].Options[1].ID = "mayonnaise" }, "menu.twice", "groups[0].options[1].id"},
	"an option without a name":  {func(m *menu.Menu) { m.Groups[0].Options[1].Name = nil }, "menu.text", "groups[0].options[1].name.en"},
	"an option of no kind":      {func(m *menu.Menu) { m.Groups[0].Options[1].Kind = "more" }, "menu.kind", "groups[0].options[1].kind"},
	"an option that is a gift":  {func(m *menu.Menu) { m.Groups[0].Options[1].Price = -menu.MaxPrice - 1 }, "menu.price", "groups[0].options[1].priceMinor"},
	"an option for a day":       {func(m *menu.Menu) { m.Groups[0].Options[1].PrepSeconds = 86_400 }, "menu.prep", "groups[0].options[1].prepSeconds"},
	"an option with an unknown": {func(m *menu.Menu) { m.Groups[0].Options[1].Allergens = []menu.Allergen{"x"} }, "menu.allergen", "groups[0].options[1].allergens"},
}

func TestCheckNamesThePlace(t *testing.T) {
	for story, c := range badMenus {
		m := menu.Demo()
		c.spoil(m)
		err := m.Check()
		if f := fault.Of(err); !errors.Is(err, fault.KindInvalid) || f.Code != c.code || f.Field != c.field || len(f.Sentence) > 300 {
			t.Errorf("%s: %s at %q: %v, want %s at %q", story, f.Code, f.Field, err, c.code, c.field)
		}
	}
}

func TestCheckTidies(t *testing.T) {
	m := menu.Demo()
	m.Items[0].Name = menu.Text{"en": " Cafe\u0301\u202e\n fries ", "fr": ""}
	m.Items[0].Description = menu.Text{}
	m.Items[0].Allergens = []menu.Allergen{menu.Milk, menu.Eggs, menu.Milk}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	it := m.Items[0]
	if _, fr := it.Name["fr"]; it.Name["en"] != "Café  fries" || fr || it.Description != nil || fmt.Sprint(it.Allergens) != "[eggs milk]" {
		t.Errorf("%+v", it)
	}
}

// largest is a menu at every limit.
func largest() *menu.Menu {
	m := &menu.Menu{Language: "en", Currency: "EUR", TaxRates: tax.Rates{{Class: "food", From: "2026-01-01", Points: 600}}}
	for i := range menu.MaxCategories {
		m.Categories = append(m.Categories, menu.Category{ID: menu.CategoryID(fmt.Sprint("c", i)), Name: menu.Text{"en": "C"}})
	}
	for i := range menu.MaxGroups {
		g := menu.Group{ID: menu.GroupID(fmt.Sprint("g", i)), Name: menu.Text{"en": "G"}, Max: 1}
		for j := range 2 {
			g.Options = append(g.Options, menu.Option{ID: menu.OptionID(fmt.Sprint("o", i, "-", j)), Name: menu.Text{"en": "O"}, Kind: menu.Add})
		}
		m.Groups = append(m.Groups, g)
	}
	for i := range menu.MaxItems {
		it := menu.Item{ID: menu.ItemID(fmt.Sprint("i", i)), Name: menu.Text{"en": "Item", "nl": "Gerecht"}, TaxClass: "food", Price: money.Amount(i)}
		it.Category = m.Categories[i%menu.MaxCategories].ID
		for j := range menu.MaxGroupsOfItem {
			it.Groups = append(it.Groups, m.Groups[(i*7+j)%menu.MaxGroups].ID)
		}
		m.Items = append(m.Items, it)
	}
	return m
}

func TestTheLargestMenu(t *testing.T) {
	m, err := (&menu.Menu{}).Replace(largest(), 0)
	if err != nil {
		t.Fatal(err)
	}
	file := m.JSON()
	if len(file) > menu.MaxBytes {
		t.Fatalf("%d bytes", len(file))
	}
	if again, err := menu.ParseJSON(file); err != nil || len(again.Items) != menu.MaxItems {
		t.Errorf("%v", err)
	}
}

func BenchmarkPutItemOnTheLargestMenu(b *testing.B) {
	m, err := (&menu.Menu{}).Replace(largest(), 0)
	if err != nil {
		b.Fatal(err)
	}
	it := m.Items[7]
	for b.Loop() {
		it.Price++
		if m, err = m.PutItem(it, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChooseFromTheLargestMenu(b *testing.B) {
	m := largest()
	sel := menu.Selection{Item: m.Items[menu.MaxItems-1].ID, Quantity: 1}
	for b.Loop() {
		if _, err := m.Choose(sel, "nl"); err != nil {
			b.Fatal(err)
		}
	}
}
