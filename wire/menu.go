package wire

import (
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"orderup/menu"
	"orderup/money"
)

// A Menu as guests see it: in one language, without what is hidden.
type Menu struct {
	Version    int64          `json:"version" doc:"One more with every change. What is left of the items is not part of it."`
	Language   string         `json:"language" doc:"Of the names; the menu's own where a translation is missing." example:"nl"`
	Currency   string         `json:"currency" doc:"ISO 4217." example:"EUR"`
	Categories []MenuCategory `json:"categories" nullable:"false"`
	Items      []MenuItem     `json:"items" nullable:"false"`
	Groups     []MenuGroup    `json:"groups" nullable:"false"`
}

// A MenuCategory is a part of the menu.
type MenuCategory struct {
	ID   string `json:"id" example:"fries"`
	Name string `json:"name" example:"Fries"`
}

// A MenuItem is something to order.
type MenuItem struct {
	ID          string   `json:"id" example:"large-fries"`
	Category    string   `json:"category" doc:"The id of its category." example:"fries"`
	Name        string   `json:"name" example:"Large Fries"`
	Description string   `json:"description,omitempty"`
	Price       Price    `json:"price" doc:"For one, tax included, without options."`
	Allergens   []string `json:"allergens" nullable:"false" doc:"That must be declared in the European Union." example:"[\"gluten\",\"milk\"]"`
	Groups      []string `json:"groups" nullable:"false" doc:"The ids of the groups to choose from, in this order."`
	Tags        []string `json:"tags" nullable:"false"`
	PrepSeconds int      `json:"prepSeconds" doc:"How long one takes."`
	Supply
}

// A Supply says what is left of an item.
type Supply struct {
	Available bool   `json:"available" doc:"Whether it can be ordered now."`
	State     string `json:"state" enum:"available,sold_out,until_tomorrow,count" doc:"sold_out: until it is changed. until_tomorrow: until the business day is over. count: until it is 0."`
	Left      *int   `json:"left,omitempty" doc:"How many can still be ordered; missing when nobody counts." example:"7"`
	Until     string `json:"until,omitempty" doc:"The last business day for which this holds." example:"2026-11-23"`
}

// EventMenuChanged is the event that tells staff and screens of another menu, or
// of what is left of it.
const EventMenuChanged = "menu_changed"

// MenuChanged is the payload of menu_changed. It says how things stand and not
// what has changed: who missed one needs only the next.
type MenuChanged struct {
	Version int64        `json:"version" doc:"Of the menu. If it is not the one you have, read GET /menu again; otherwise only what is left has changed."`
	Items   []ItemSupply `json:"items" nullable:"false" doc:"Every item that is not simply available, in the order of ids. All others are."`
}

// An ItemSupply says what is left of one item.
type ItemSupply struct {
	ID string `json:"id" example:"large-fries"`
	Supply
}

// FromStock returns what staff and screens are told of a menu's version and what
// is left of it on a business day.
func FromStock(version int64, s *menu.Stock, day string) MenuChanged {
	w := MenuChanged{Version: version, Items: []ItemSupply{}}
	for _, id := range slices.Sorted(maps.Keys(s.Items)) {
		if supply := s.Of(id, day); supply.State != menu.InStock {
			w.Items = append(w.Items, ItemSupply{string(id), FromSupply(supply)})
		}
	}
	return w
}

// A MenuGroup is a question about an item.
type MenuGroup struct {
	ID      string       `json:"id" example:"sauce"`
	Name    string       `json:"name" example:"Sauce"`
	Min     int          `json:"min" doc:"How many options must be chosen; more than 0: the group is required."`
	Max     int          `json:"max" doc:"How many options can be chosen."`
	Options []MenuOption `json:"options" nullable:"false"`
}

// A MenuOption is an answer to a group's question.
type MenuOption struct {
	ID        string      `json:"id" example:"mayonnaise"`
	Name      string      `json:"name" example:"Mayonnaise"`
	Kind      string      `json:"kind" enum:"add,remove,choice" doc:"What it does to the item."`
	Price     PriceChange `json:"price"`
	Allergens []string    `json:"allergens" nullable:"false" doc:"That it adds."`
}

// A PriceChange is what an option does to a price, in major units.
type PriceChange Price

// MarshalJSON writes the number.
func (p PriceChange) MarshalJSON() ([]byte, error) { return []byte(p), nil }

// UnmarshalJSON reads a JSON number as it stands.
func (p *PriceChange) UnmarshalJSON(text []byte) error { return (*Price)(p).UnmarshalJSON(text) }

// Schema describes a change of a price.
func (PriceChange) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeNumber, Description: "Added to the item's, in major units; may be negative. No price falls below 0.", Examples: []any{0.9},
	}
}

// FromMenu returns the public form of m in a language, with what is left on a
// business day.
func FromMenu(m *menu.Menu, s *menu.Stock, day string, lang menu.Lang, c money.Currency) Menu {
	w := Menu{
		Version: m.Version, Language: string(lang), Currency: string(c), Categories: []MenuCategory{}, Items: []MenuItem{}, Groups: []MenuGroup{},
	}
	for _, x := range m.Categories {
		w.Categories = append(w.Categories, MenuCategory{string(x.ID), x.Name.In(lang, m.Language)})
	}
	for _, it := range m.Items {
		if !it.Hidden {
			w.Items = append(w.Items, fromItem(it, FromSupply(s.Of(it.ID, day)), c, lang, m.Language))
		}
	}
	for _, g := range m.Groups {
		w.Groups = append(w.Groups, fromGroup(g, c, lang, m.Language))
	}
	return w
}

func fromItem(it menu.Item, s Supply, c money.Currency, langs ...menu.Lang) MenuItem {
	return MenuItem{
		ID: string(it.ID), Category: string(it.Category), Name: it.Name.In(langs...), Description: it.Description.In(langs...),
		Price: Price(c.Format(it.Price)), Allergens: words(it.Allergens), Groups: words(it.Groups), Tags: words(it.Tags),
		PrepSeconds: it.PrepSeconds, Supply: s,
	}
}

func fromGroup(g menu.Group, c money.Currency, langs ...menu.Lang) MenuGroup {
	w := MenuGroup{ID: string(g.ID), Name: g.Name.In(langs...), Min: g.Min, Max: g.Max, Options: []MenuOption{}}
	for _, o := range g.Options {
		w.Options = append(w.Options, MenuOption{
			string(o.ID), o.Name.In(langs...), string(o.Kind), PriceChange(c.Format(o.Price)), words(o.Allergens),
		})
	}
	return w
}

// FromSupply returns the public form of what is left of an item.
func FromSupply(s menu.Supply) Supply {
	w := Supply{Available: s.State == menu.InStock, State: string(s.State), Until: s.Until}
	if s.State == menu.Counted {
		w.Available, w.Left = s.Left > 0, &s.Left
	}
	return w
}

// words returns a list of names; never null.
func words[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = string(x)
	}
	return texts
}
