package menu

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"orderup/fault"
	"orderup/money"
)

// The limits of a menu.
const (
	MaxCategories   = 100
	MaxItems        = 2_000
	MaxGroups       = 500
	MaxOptions      = 50                       // of a group
	MaxGroupsOfItem = 20                       //
	MaxTags         = 20                       // of an item
	MaxID           = 64                       // characters of an id, a station or a tag
	MaxName         = 80                       // characters of a name
	MaxDescription  = 500                      // characters of a description
	MaxPrice        = money.Amount(10_000_000) // minor units, of an item; an option changes it by at most so much
	MaxPrep         = 4 * 3600                 // seconds, of an item; an option changes it by at most so much
	MaxBytes        = 2 << 20                  // of a file
)

// name is the form of ids, stations, tags and classes of tax.
var name = regexp.MustCompile(fmt.Sprintf(`^[a-z0-9][a-z0-9-]{0,%d}$`, MaxID-1))

// nameForm says the same to people.
const nameForm = "1 to %d of the characters a-z, 0-9 and -, which does not come first"

// A spot is where in a menu something stands, for programs and for people.
type spot struct{ path, name string }

// invalid is about one field of what stands there.
func (s spot) invalid(field, code, format string, args ...any) error {
	return fault.Invalid("menu."+code, "%s: %s", s.name, fmt.Sprintf(format, args...)).At(s.path + field)
}

// Check tidies the texts and lists of m in place and returns a fault for the
// first thing that is not acceptable: Invalid, with the place it is about.
func (m *Menu) Check() error {
	in := indexed{m, categories.index(m), groups.index(m)}
	for _, check := range []func() error{in.checkHead, in.checkCategories, in.checkGroups, in.checkItems} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// An indexed menu finds things without searching: what thousands of items refer
// to.
type indexed struct {
	*Menu
	categoryAt, groupAt map[string]int
}

func (m indexed) checkHead() error {
	if !slices.Contains(Languages, m.Language) {
		return fault.Invalid("menu.language", "the menu's language must be one of %v", Languages).At("language")
	}
	if m.Currency != "" && !m.Currency.Valid() {
		return fault.Invalid("menu.currency", "the currency must be a code such as EUR").At("currency")
	}
	err := m.TaxRates.Check()
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.At("taxRates" + f.Field)
	}
	return err
}

func (m indexed) checkCategories() error {
	return categories.check(m.Menu, MaxCategories, m.checkCategory)
}
func (m indexed) checkGroups() error { return groups.check(m.Menu, MaxGroups, m.checkGroup) }
func (m indexed) checkItems() error  { return items.check(m.Menu, MaxItems, m.checkItem) }

// check checks the things of a list: how many, their ids, and each with one.
func (s shelf[T]) check(m *Menu, most int, one func(*T, spot) error) error {
	list := *s.list(m)
	if len(list) > most {
		return fault.Invalid("menu.limit", "a menu has at most %d %s", most, s.path).At(s.path)
	}
	seen := map[string]bool{}
	for i := range list {
		id := s.id(&list[i])
		at := spot{fmt.Sprintf("%s[%d].", s.path, i), fmt.Sprintf("%s %q", s.word, cut(id))}
		if err := at.checkID(id, seen); err != nil {
			return err
		}
		if err := one(&list[i], at); err != nil {
			return err
		}
	}
	return nil
}

// cut shortens what somebody sent in place of an id.
func cut(id string) string { return id[:min(len(id), MaxID)] }

// checkID holds an id against its form and against those seen before.
func (s spot) checkID(id string, seen map[string]bool) error {
	if !name.MatchString(id) {
		return s.invalid("id", "id", "an id has "+nameForm, MaxID)
	}
	if seen[id] {
		return s.invalid("id", "twice", "this id is there twice: choose another")
	}
	seen[id] = true
	return nil
}

func (m indexed) checkCategory(c *Category, at spot) (err error) {
	c.Name, err = at.clean("name", c.Name, MaxName, m.Language)
	return err
}
