package wire_test

import (
	"testing"

	"orderup/menu"
	"orderup/wire"
)

// corner is a menu with everything that needs care: a translation that is
// missing, an item that is hidden, one of each supply, an option that costs
// less.
func corner(t *testing.T) *menu.Menu {
	t.Helper()
	m := &menu.Menu{
		Version: 7, Language: "nl",
		Categories: []menu.Category{{ID: "all", Name: menu.Text{"nl": "Alles", "en": "All"}}},
		Items: []menu.Item{
			{ID: "fish", Category: "all", Name: menu.Text{"nl": "Vis", "en": "Fish & Chips"}, Description: menu.Text{"nl": "Kabeljauw"}, Price: 1200,
				Allergens: []menu.Allergen{menu.Fish, menu.Gluten}, Groups: []menu.GroupID{"sauce"}, PrepSeconds: 480, Station: "fryer", Tags: []string{"new"}},
			{ID: "stew", Category: "all", Name: menu.Text{"nl": "Stoofvlees"}, Price: 1350},
			{ID: "soup", Category: "all", Name: menu.Text{"nl": "Soep", "en": "Soup"}, Price: 500},
			{ID: "cake", Category: "all", Name: menu.Text{"nl": "Taart", "en": "Cake"}, Price: 405},
			{ID: "secret", Category: "all", Name: menu.Text{"nl": "Geheim"}, Hidden: true},
		},
		Groups: []menu.Group{{ID: "sauce", Name: menu.Text{"nl": "Saus", "en": "Sauce"}, Min: 1, Max: 1, Options: []menu.Option{
			{ID: "mayonnaise", Name: menu.Text{"nl": "Mayonaise", "en": "Mayonnaise"}, Kind: menu.Add, Price: 90, Allergens: []menu.Allergen{menu.Eggs}},
			{ID: "none", Name: menu.Text{"nl": "Zonder"}, Kind: menu.Remove, Price: -5},
		}}},
	}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheMenuThatTheWorldSees(t *testing.T) {
	s := &menu.Stock{Items: map[menu.ItemID]menu.Supply{
		"stew": {State: menu.Counted, Left: 3}, "soup": {State: menu.UntilTomorrow, Until: "2026-11-21"}, "cake": {State: menu.SoldOut},
	}}
	compare(t, "testdata/menu.json", wire.FromMenu(corner(t), s, "2026-11-21", "en", "EUR"))
	compare(t, "testdata/no-menu.json", wire.FromMenu(&menu.Menu{Language: "nl"}, &menu.Stock{}, "2026-11-21", "nl", "EUR"))
	s.Items["fish"] = menu.Supply{State: menu.Counted, Left: 9, Until: "2026-11-20"} // which was yesterday
	compare(t, "testdata/menu-changed.json", wire.FromStock(7, s, "2026-11-21"))
	compare(t, "testdata/menu-unchanged.json", wire.FromStock(1, &menu.Stock{}, "2026-11-21"))
	compare(t, "testdata/supply-counted-out.json", wire.FromSupply(menu.Supply{State: menu.Counted, Until: "2026-11-21"}))
}
