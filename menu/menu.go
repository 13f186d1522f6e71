package menu

import (
	"orderup/money"
	"orderup/tax"
)

// The names of things: 1 to MaxID of the characters a-z, 0-9 and -, which does
// not come first.
type (
	// A StationID names the place in the kitchen where something is made.
	StationID string
	// An ItemID names an item.
	ItemID string
	// A GroupID names a group of options.
	GroupID string
	// An OptionID names an option within the groups of an item.
	OptionID string
	// A CategoryID names a category.
	CategoryID string
)

// A Menu is everything that can be ordered in one restaurant. It is not changed
// in place: an edit returns another one, so that many may read it at once.
type Menu struct {
	Version    int64          `json:"version,omitzero"`  // one more with every change
	Language   Lang           `json:"language"`          // the one every text has
	Currency   money.Currency `json:"currency,omitzero"` // of the prices
	Categories []Category     `json:"categories"`        // in the order in which they are shown
	Items      []Item         `json:"items"`             // likewise, within each category
	Groups     []Group        `json:"groups"`
	TaxRates   tax.Rates      `json:"taxRates"`
}

// A Category is a part of the menu.
type Category struct {
	ID      CategoryID `json:"id,omitzero"`
	Version int64      `json:"version,omitzero"` // the menu's, when this was changed last
	Name    Text       `json:"name"`
}

// An Item is something to order.
type Item struct {
	ID          ItemID       `json:"id,omitzero"`
	Version     int64        `json:"version,omitzero"` // the menu's, when this was changed last
	Category    CategoryID   `json:"category"`
	Name        Text         `json:"name"`
	Description Text         `json:"description,omitzero"`
	Price       money.Amount `json:"priceMinor"` // including tax, without options
	TaxClass    tax.Class    `json:"taxClass"`
	Allergens   []Allergen   `json:"allergens,omitzero"`
	Groups      []GroupID    `json:"groups,omitzero"` // in the order in which they are asked
	PrepSeconds int          `json:"prepSeconds,omitzero"`
	Station     StationID    `json:"station,omitzero"` // empty: the kitchen's catch-all
	NoPrep      bool         `json:"noPrep,omitzero"`  // only handed over: done as soon as it is fired
	Tags        []string     `json:"tags,omitzero"`    // of the form of ids
	Hidden      bool         `json:"hidden,omitzero"`  // not to be ordered
}

// A Group is a question about an item: Min to Max of its options are chosen.
type Group struct {
	ID      GroupID  `json:"id,omitzero"`
	Version int64    `json:"version,omitzero"` // the menu's, when this was changed last
	Name    Text     `json:"name"`
	Min     int      `json:"min,omitzero"`
	Max     int      `json:"max"`
	Options []Option `json:"options"`
}

// Required reports whether something must be chosen.
func (g Group) Required() bool { return g.Min > 0 }

// A Kind says what an option does to its item.
type Kind string

// The kinds of option.
const (
	Add    Kind = "add"    // puts something on it
	Remove Kind = "remove" // leaves something out
	Choice Kind = "choice" // one way of making it: medium, brown bread
)

// Kinds lists every kind of option.
var Kinds = []Kind{Add, Remove, Choice}

// An Option is one answer to a group's question.
type Option struct {
	ID          OptionID     `json:"id"`
	Name        Text         `json:"name"`
	Price       money.Amount `json:"priceMinor,omitzero"` // added to the item's; may be negative
	Kind        Kind         `json:"kind"`
	PrepSeconds int          `json:"prepSeconds,omitzero"` // added to the item's; may be negative
	Allergens   []Allergen   `json:"allergens,omitzero"`   // that it adds
}
