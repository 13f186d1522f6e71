package menu

import (
	"fmt"
	"slices"
)

func (m indexed) checkGroup(g *Group, at spot) (err error) {
	if g.Name, err = at.clean("name", g.Name, MaxName, m.Language); err != nil {
		return err
	}
	if len(g.Options) == 0 || len(g.Options) > MaxOptions {
		return at.invalid("options", "limit", "a group has 1 to %d options", MaxOptions)
	}
	if g.Min < 0 || g.Max < 1 || g.Min > g.Max || g.Max > len(g.Options) {
		return at.invalid("max", "choices", "at least min (0 or more) and at most max (1 to the number of options) are chosen")
	}
	seen := map[string]bool{}
	for i := range g.Options {
		if err := m.checkOption(&g.Options[i], at.option(i, g.Options[i].ID), seen); err != nil {
			return err
		}
	}
	return nil
}

func (m indexed) checkOption(o *Option, at spot, seen map[string]bool) (err error) {
	if err := at.checkID(string(o.ID), seen); err != nil {
		return err
	}
	if o.Name, err = at.clean("name", o.Name, MaxName, m.Language); err != nil {
		return err
	}
	if o.Allergens, err = at.allergens(o.Allergens); err != nil {
		return err
	}
	switch {
	case !slices.Contains(Kinds, o.Kind):
		return at.invalid("kind", "kind", "the kind of an option must be one of %v", Kinds)
	case o.Price < -MaxPrice || o.Price > MaxPrice:
		return at.invalid("priceMinor", "price", "an option changes a price by at most %d minor units", MaxPrice)
	case o.PrepSeconds < -MaxPrep || o.PrepSeconds > MaxPrep:
		return at.invalid("prepSeconds", "prep", "an option changes the time to prepare by at most %d seconds", MaxPrep)
	}
	return nil
}

// option is the spot of an option of the group at s.
func (s spot) option(i int, id OptionID) spot {
	return spot{fmt.Sprintf("%soptions[%d].", s.path, i), fmt.Sprintf("%s, option %q", s.name, cut(string(id)))}
}
