package menu_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/money"
)

// The sample orders of the proof of concept are on the demo menu.
func TestTheDemoMenuHasTheSampleItems(t *testing.T) {
	m := menu.Demo()
	for name, price := range map[string]money.Amount{
		"Large Fries": 350, "Small Fries": 250, "Cheeseburger": 850, "Chicken Burger": 950, "Fish & Chips": 1200, "Coca Cola": 200, "Beer": 350,
	} {
		i := slices.IndexFunc(m.Items, func(it menu.Item) bool { return it.Name["en"] == name })
		if i < 0 {
			t.Errorf("there is no %s", name)
			continue
		}
		c, err := m.Choose(menu.Selection{Item: m.Items[i].ID, Quantity: 1}, "en")
		if err != nil || c.Name != name || c.Price != price || c.Item.Station == "" {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

func TestTheDemoMenuIsInEveryLanguage(t *testing.T) {
	m := menu.Demo()
	whole := func(what string, text menu.Text) {
		for _, l := range menu.Languages {
			if text[l] == "" {
				t.Errorf("%s is not in %s", what, l)
			}
		}
	}
	for _, c := range m.Categories {
		whole(string(c.ID), c.Name)
	}
	for _, it := range m.Items {
		whole(string(it.ID), it.Name)
		if it.Description != nil {
			whole(string(it.ID), it.Description)
		}
		if drink := it.Category == "drinks" && it.ID != "coffee"; it.NoPrep != drink || (it.PrepSeconds == 0) != drink {
			t.Errorf("%s: noPrep %v, %d seconds", it.ID, it.NoPrep, it.PrepSeconds)
		}
	}
	for _, g := range m.Groups {
		whole(string(g.ID), g.Name)
		for _, o := range g.Options {
			whole(string(o.ID), o.Name)
		}
	}
}

func TestChoose(t *testing.T) {
	m := menu.Demo()
	c, err := m.Choose(menu.Selection{Item: "cheeseburger", Quantity: 2, Options: []menu.OptionID{"bacon", "no-onion", "no-bun", "cheese", "well-done"}}, "nl")
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "Cheeseburger" || c.Quantity != 2 || c.TaxClass != "food" || c.Item.ID != "cheeseburger" {
		t.Errorf("%+v", c)
	}
	if want := money.Amount(850 + 150 + 100 - 50); c.Price != want {
		t.Errorf("price %d, want %d", c.Price, want)
	}
	if want := (420 + 60 + 30) * time.Second; c.Prep != want {
		t.Errorf("prep %s, want %s", c.Prep, want)
	}
	want := []menu.ChosenOption{
		{ID: "well-done", Kind: menu.Choice, Name: "Doorbakken"},
		{ID: "no-bun", Kind: menu.Choice, Name: "In sla, zonder broodje", Price: -50},
		{ID: "no-onion", Kind: menu.Remove, Name: "Zonder ui"},
		{ID: "bacon", Kind: menu.Add, Name: "Bacon", Price: 150},
		{ID: "cheese", Kind: menu.Add, Name: "Kaas", Price: 100},
	}
	if !slices.Equal(c.Options, want) {
		t.Errorf("options %+v", c.Options)
	}
	if want := []menu.Allergen{"gluten", "eggs", "milk", "mustard", "sesame"}; !slices.Equal(c.Allergens, want) {
		t.Errorf("allergens %v", c.Allergens)
	}
}

func TestChooseRefuses(t *testing.T) {
	m := menu.Demo()
	m.Items = append(m.Items, menu.Item{ID: "secret", Name: menu.Text{"en": "Secret"}, Hidden: true})
	for story, c := range map[string]struct {
		sel      menu.Selection
		code     string
		sentence string
	}{
		"an item nobody knows":   {menu.Selection{Item: "pizza", Quantity: 1}, "menu.item", `there is no "pizza" on the menu`},
		"a hidden item":          {menu.Selection{Item: "secret", Quantity: 1}, "menu.item", `there is no "secret" on the menu`},
		"none":                   {menu.Selection{Item: "beer"}, "menu.quantity", "Bier: a quantity must be 1 to 999"},
		"too many":               {menu.Selection{Item: "beer", Quantity: 1000}, "menu.quantity", "Bier: a quantity must be 1 to 999"},
		"an option of no group":  {menu.Selection{Item: "beer", Quantity: 1, Options: []menu.OptionID{"bacon"}}, "menu.option", `Bier has no option "bacon"`},
		"another item's option":  {menu.Selection{Item: "small-fries", Quantity: 1, Options: []menu.OptionID{"ketchup", "bacon"}}, "menu.option", `Kleine Pommes has no option "bacon"`},
		"an option twice":        {menu.Selection{Item: "small-fries", Quantity: 1, Options: []menu.OptionID{"ketchup", "ketchup"}}, "menu.option", `Kleine Pommes: option "ketchup" is there twice: choose it once`},
		"too few of a group":     {menu.Selection{Item: "milkshake", Quantity: 1}, "menu.choices", "Milchshake: choose 1 of Geschmack"},
		"too many of a group":    {menu.Selection{Item: "milkshake", Quantity: 1, Options: []menu.OptionID{"banana", "vanilla"}}, "menu.choices", "Milchshake: choose 1 of Geschmack"},
		"more than what is most": {menu.Selection{Item: "small-fries", Quantity: 1, Options: []menu.OptionID{"ketchup", "samurai", "tartare", "mayonnaise"}}, "menu.choices", "Kleine Pommes: choose at most 3 of Soße"},
	} {
		_, err := m.Choose(c.sel, "de")
		if f := fault.Of(err); !errors.Is(err, fault.KindInvalid) || f.Code != c.code || f.Sentence != c.sentence {
			t.Errorf("%s: %v", story, err)
		}
	}
}

// An option that costs less than nothing cannot make the restaurant pay.
func TestAPriceIsNeverNegative(t *testing.T) {
	m := menu.Menu{
		Language: "en", Categories: []menu.Category{{ID: "all", Name: menu.Text{"en": "All"}}},
		Groups: []menu.Group{{ID: "g", Name: menu.Text{"en": "G"}, Min: 0, Max: 2, Options: []menu.Option{
			{ID: "less", Name: menu.Text{"en": "Less"}, Kind: menu.Remove, Price: -500, PrepSeconds: -60, Allergens: []menu.Allergen{menu.Milk}},
			{ID: "more", Name: menu.Text{"en": "More"}, Kind: menu.Add, Allergens: []menu.Allergen{menu.Eggs}}}}},
		Items: []menu.Item{{ID: "x", Category: "all", Name: menu.Text{"en": "X"}, Price: 300, PrepSeconds: 30, Groups: []menu.GroupID{"g"}}},
	}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	c, err := m.Choose(menu.Selection{Item: "x", Quantity: 1, Options: []menu.OptionID{"less", "more"}}, "fr")
	if err != nil || c.Price != 0 || c.Prep != 0 || c.Name != "X" || !slices.Equal(c.Allergens, []menu.Allergen{menu.Eggs}) {
		t.Errorf("%+v, %v", c, err)
	}
	m.Groups[0].Min = 1
	if _, err := m.Choose(menu.Selection{Item: "x", Quantity: 1}, "en"); fault.Of(err).Sentence != "X: choose 1 to 2 of G" {
		t.Errorf("%v", err)
	}
}

// What Choose hands out may be changed without changing the menu.
func TestChosenIsTheCallersOwn(t *testing.T) {
	m := menu.Demo()
	c, err := m.Choose(menu.Selection{Item: "brownie", Quantity: 1}, "en")
	if err != nil {
		t.Fatal(err)
	}
	c.Allergens[0] = "changed"
	if it, _ := m.Item("brownie"); it.Allergens[0] != menu.Gluten {
		t.Error("the menu was changed")
	}
}

func TestTextFallsBack(t *testing.T) {
	text := menu.Text{"fr": "Frites", "nl": "Frieten"}
	for _, c := range []struct {
		langs []menu.Lang
		want  string
	}{
		{[]menu.Lang{"fr", "nl"}, "Frites"}, {[]menu.Lang{"de", "fr"}, "Frites"}, {[]menu.Lang{"de", "es"}, "Frieten"}, {nil, "Frieten"}, {[]menu.Lang{"", "xx"}, "Frieten"},
	} {
		if got := text.In(c.langs...); got != c.want {
			t.Errorf("In(%v) = %q, want %q", c.langs, got, c.want)
		}
	}
	if got := (menu.Text)(nil).In("en"); got != "" {
		t.Errorf("no text: %q", got)
	}
}

func TestParseLang(t *testing.T) {
	for tag, want := range map[string]menu.Lang{"nl": "nl", "nl-BE": "nl", "FR_be": "fr", "de-AT-1996": "de"} {
		if got, ok := menu.ParseLang(tag); !ok || got != want {
			t.Errorf("ParseLang(%q) = %q, %v", tag, got, ok)
		}
	}
	for _, tag := range []string{"", "pt", "english", "-", "*"} {
		if got, ok := menu.ParseLang(tag); ok {
			t.Errorf("ParseLang(%q) = %q", tag, got)
		}
	}
}
