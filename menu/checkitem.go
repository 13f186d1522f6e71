package menu

import (
	"slices"

	"orderup/tax"
)

func (m indexed) checkItem(it *Item, at spot) (err error) {
	if it.Name, err = at.clean("name", it.Name, MaxName, m.Language); err != nil {
		return err
	}
	if it.Description, err = at.clean("description", it.Description, MaxDescription, ""); err != nil {
		return err
	}
	if it.Allergens, err = at.allergens(it.Allergens); err != nil {
		return err
	}
	if it.Tags, err = at.tags(it.Tags); err != nil {
		return err
	}
	if err := checkFigures(it, at); err != nil {
		return err
	}
	return m.checkReferences(it, at)
}

func checkFigures(it *Item, at spot) error {
	if it.Price < 0 || it.Price > MaxPrice {
		return at.invalid("priceMinor", "price", "a price must not be negative nor above %d minor units", MaxPrice)
	}
	if it.PrepSeconds < 0 || it.PrepSeconds > MaxPrep {
		return at.invalid("prepSeconds", "prep", "the time to prepare it must be 0 to %d seconds", MaxPrep)
	}
	if it.Station != "" && !name.MatchString(string(it.Station)) {
		return at.invalid("station", "id", "a station has "+nameForm, MaxID)
	}
	return nil
}

// checkReferences sees to it that everything that an item names is there.
func (m indexed) checkReferences(it *Item, at spot) error {
	if _, ok := m.categoryAt[string(it.Category)]; !ok {
		return at.invalid("category", "unknown", "there is no category %q", cut(string(it.Category)))
	}
	if !m.taxed(it.TaxClass) {
		return at.invalid("taxClass", "unknown", "there is no rate of tax for the class %q", cut(string(it.TaxClass)))
	}
	if len(it.Groups) > MaxGroupsOfItem {
		return at.invalid("groups", "limit", "an item has at most %d groups", MaxGroupsOfItem)
	}
	it.Groups = orNil(it.Groups)
	return m.checkGroupsOf(it, at)
}

// taxed reports whether there is a rate for a class. A menu without any rates
// leaves tax to somebody else.
func (m *Menu) taxed(c tax.Class) bool {
	if len(m.TaxRates) == 0 {
		return c == "" || name.MatchString(string(c))
	}
	return slices.ContainsFunc(m.TaxRates, func(r tax.Rate) bool { return r.Class == c })
}

// checkGroupsOf sees to it that the options of an item can be told apart.
func (m indexed) checkGroupsOf(it *Item, at spot) error {
	seen := map[OptionID]bool{}
	for i, id := range it.Groups {
		g, ok := m.groupAt[string(id)]
		if !ok {
			return at.invalid("groups", "unknown", "there is no group %q", cut(string(id)))
		}
		if slices.Contains(it.Groups[:i], id) {
			return at.invalid("groups", "twice", "the group %q is there twice", id)
		}
		for _, o := range m.Groups[g].Options {
			if seen[o.ID] {
				return at.invalid("groups", "twice", "the option %q is in two of its groups: give one another id", o.ID)
			}
			seen[o.ID] = true
		}
	}
	return nil
}
