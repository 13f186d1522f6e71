package menu

import (
	"fmt"

	"orderup/tax"
)

// takeKind takes what a row of a kind has.
func (s *sheet) takeKind(kind string) {
	switch kind {
	case rowCategory:
		s.note("categories", len(s.menu.Categories))
		s.menu.Categories = append(s.menu.Categories, Category{ID: CategoryID(s.cell("id")), Name: s.text("name")})
	case rowItem:
		s.note("items", len(s.menu.Items))
		s.menu.Items = append(s.menu.Items, s.item())
	case rowGroup:
		s.note("groups", len(s.menu.Groups))
		s.menu.Groups = append(s.menu.Groups, Group{ID: GroupID(s.cell("id")), Name: s.text("name"), Min: s.number("min"), Max: s.number("max")})
	case rowOption:
		s.options = append(s.options, optionRow{s.row, GroupID(s.cell("part_of")), s.option()})
	case rowTax:
		s.note("taxRates", len(s.menu.TaxRates))
		s.menu.TaxRates = append(s.menu.TaxRates, s.rate())
	default:
		s.err = s.wrong("kind", "kind", "a row is one of category, item, group, option, tax")
	}
}

// note remembers the row of a thing of the menu.
func (s *sheet) note(list string, i int) { s.at[fmt.Sprintf("%s[%d]", list, i)] = s.row }

func (s *sheet) item() Item {
	return Item{
		ID: ItemID(s.cell("id")), Category: CategoryID(s.cell("part_of")), Name: s.text("name"), Description: s.text("description"),
		Price: s.amount("price", s.currency), TaxClass: tax.Class(s.cell("tax_class")), Station: StationID(s.cell("station")),
		PrepSeconds: s.number("prep_seconds"), NoPrep: s.yes("no_prep"), Hidden: s.yes("hidden"),
		Groups: list[GroupID](s, "groups"), Allergens: list[Allergen](s, "allergens"), Tags: list[string](s, "tags"),
	}
}

func (s *sheet) option() Option {
	return Option{
		ID: OptionID(s.cell("id")), Name: s.text("name"), Price: s.difference(), Kind: Kind(s.cell("option_kind")),
		PrepSeconds: s.number("prep_seconds"), Allergens: list[Allergen](s, "allergens"),
	}
}

func (s *sheet) rate() tax.Rate {
	return tax.Rate{
		Class: tax.Class(s.cell("tax_class")), OrderType: s.cell("order_type"), From: tax.Date(s.cell("from")),
		Points: tax.Points(s.amount("tax_percent", percent)),
	}
}

// putOptions gives the options to their groups.
func (s *sheet) putOptions() error {
	for _, o := range s.options {
		i := groups.find(s.menu, string(o.group))
		if i < 0 {
			s.row = o.row
			return s.wrong("part_of", "unknown", "there is no group %q", cut(string(o.group)))
		}
		g := &s.menu.Groups[i]
		s.at[fmt.Sprintf("groups[%d].options[%d]", i, len(g.Options))] = o.row
		g.Options = append(g.Options, o.option)
	}
	return nil
}
