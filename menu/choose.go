package menu

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"orderup/fault"
	"orderup/money"
	"orderup/tax"
)

// MaxQuantity is how many of an item can be chosen at once.
const MaxQuantity = 999

// A Selection is what a guest picks from the menu.
type Selection struct {
	Item     ItemID     `json:"item"`
	Quantity int        `json:"quantity"`
	Options  []OptionID `json:"options,omitzero"` // of the item's groups, each at most once
}

// Chosen is a selection with everything that an order has to know of it.
type Chosen struct {
	Item      Item
	Name      string       // of the item, in the guest's language
	Quantity  int          //
	Price     money.Amount // for one, options included; never negative
	TaxClass  tax.Class
	Options   []ChosenOption // in the order of the menu
	Allergens []Allergen     // of the item and of what is added; what is left out takes none away
	Prep      time.Duration  // for one, options included; never negative
}

// A ChosenOption is an option that was picked.
type ChosenOption struct {
	ID    OptionID
	Kind  Kind
	Name  string       // in the guest's language
	Price money.Amount // added to the item's; may be negative
}

// Choose looks up what a guest picked, with names in lang. It returns an
// Invalid fault "menu.item" for an item that cannot be ordered,
// "menu.quantity", "menu.option" for an option that the item does not have or
// that was picked twice, or "menu.choices" when too few or too many options of
// a group were picked.
func (m *Menu) Choose(sel Selection, lang Lang) (Chosen, error) {
	it, ok := m.Item(sel.Item)
	if !ok || it.Hidden {
		return Chosen{}, fault.Invalid("menu.item", "there is no %q on the menu", sel.Item)
	}
	name := it.Name.In(lang, m.Language)
	if sel.Quantity < 1 || sel.Quantity > MaxQuantity {
		return Chosen{}, fault.Invalid("menu.quantity", "%s: a quantity must be 1 to %d", name, MaxQuantity)
	}
	picked, err := m.pick(it, sel.Options, lang)
	if err != nil {
		return Chosen{}, err
	}
	c := Chosen{Item: it, Name: name, Quantity: sel.Quantity, TaxClass: it.TaxClass}
	c.add(it, picked)
	for _, o := range picked {
		c.Options = append(c.Options, ChosenOption{o.ID, o.Kind, o.Name.In(lang, m.Language), o.Price})
	}
	return c, nil
}

// add sums up price, time and allergens.
func (c *Chosen) add(it Item, picked []Option) {
	price, seconds := it.Price, it.PrepSeconds
	c.Allergens = slices.Clone(it.Allergens)
	for _, o := range picked {
		price += o.Price
		seconds += o.PrepSeconds
		if o.Kind != Remove {
			c.Allergens = append(c.Allergens, o.Allergens...)
		}
	}
	c.Price, c.Prep = max(price, 0), time.Duration(max(seconds, 0))*time.Second
	c.Allergens = inOrder(c.Allergens, Allergens)
}

// inOrder returns those of all that are in list: sorted, and each once.
func inOrder[T comparable](list, all []T) (sorted []T) {
	for _, x := range all {
		if slices.Contains(list, x) {
			sorted = append(sorted, x)
		}
	}
	return sorted
}

// pick finds the picked options in the item's groups, in the order of the menu.
func (m *Menu) pick(it Item, ids []OptionID, lang Lang) (picked []Option, err error) {
	left := slices.Clone(ids)
	for _, id := range it.Groups {
		g, _ := m.Group(id) // a checked menu has it
		before := len(picked)
		for _, o := range g.Options {
			if i := slices.Index(left, o.ID); i >= 0 {
				left = slices.Delete(left, i, i+1)
				picked = append(picked, o)
			}
		}
		if n := len(picked) - before; n < g.Min || n > g.Max {
			return nil, fault.Invalid("menu.choices", "%s: choose %s of %s", it.Name.In(lang, m.Language), g.howMany(), g.Name.In(lang, m.Language))
		}
	}
	if len(left) > 0 {
		return nil, wrongOption(it.Name.In(lang, m.Language), left[0], ids)
	}
	return picked, nil
}

// wrongOption says why an option could not be picked.
func wrongOption(item string, id OptionID, ids []OptionID) error {
	if i := slices.Index(ids, id); slices.Contains(ids[i+1:], id) {
		return fault.Invalid("menu.option", "%s: option %q is there twice: choose it once", item, id)
	}
	return fault.Invalid("menu.option", "%s has no option %q", item, id)
}

// howMany says how many options of g can be chosen.
func (g Group) howMany() string {
	switch {
	case g.Min == g.Max:
		return strconv.Itoa(g.Min)
	case g.Min == 0:
		return fmt.Sprintf("at most %d", g.Max)
	}
	return fmt.Sprintf("%d to %d", g.Min, g.Max)
}
