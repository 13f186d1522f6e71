package menu

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"orderup/fault"
)

// An edit returns the changed menu and leaves m as it is; m itself when nothing
// changes. Expected is the version the caller has seen, 0 if it does not care:
// when that is no longer the current one the edit is refused with a Conflict
// fault "menu.version", unless things are as the caller wants them already.
// What is not acceptable is refused with the fault of Check, about a field of
// the thing.

// PutItem adds an item, or replaces the one with its id in its place.
func (m *Menu) PutItem(it Item, expected int64) (*Menu, error) { return items.put(m, it, expected) }

// PutCategory adds a category, or replaces the one with its id in its place.
func (m *Menu) PutCategory(c Category, expected int64) (*Menu, error) {
	return categories.put(m, c, expected)
}

// PutGroup adds a group, or replaces the one with its id in its place.
func (m *Menu) PutGroup(g Group, expected int64) (*Menu, error) { return groups.put(m, g, expected) }

// DeleteItem takes an item off the menu. It returns a NotFound fault
// "menu.item" when there is none.
func (m *Menu) DeleteItem(id ItemID, expected int64) (*Menu, error) {
	return items.delete(m, string(id), expected)
}

// DeleteCategory takes a category off the menu. It returns a NotFound fault
// "menu.category" when there is none, or a Conflict fault "menu.in_use" that
// names the items in it.
func (m *Menu) DeleteCategory(id CategoryID, expected int64) (*Menu, error) {
	if err := m.inUse("category", func(it Item) bool { return it.Category == id }); err != nil {
		return nil, err
	}
	return categories.delete(m, string(id), expected)
}

// DeleteGroup takes a group off the menu. It returns a NotFound fault
// "menu.group" when there is none, or a Conflict fault "menu.in_use" that names
// the items that ask it.
func (m *Menu) DeleteGroup(id GroupID, expected int64) (*Menu, error) {
	if err := m.inUse("group", func(it Item) bool { return slices.Contains(it.Groups, id) }); err != nil {
		return nil, err
	}
	return groups.delete(m, string(id), expected)
}

// Replace puts a whole menu in the place of m. What is the same in both keeps
// its version.
func (m *Menu) Replace(with *Menu, expected int64) (*Menu, error) {
	next := with.clone()
	next.Version = m.Version + 1
	if err := next.Check(); err != nil {
		return nil, err
	}
	kept := [...]bool{categories.renew(m, next), groups.renew(m, next), items.renew(m, next)}
	if kept == [...]bool{true, true, true} && m.sameHead(next) {
		return m, nil
	}
	return next, expect("the menu", expected, m.Version)
}

// sameHead reports whether what is not in the lists is the same in both.
func (m *Menu) sameHead(n *Menu) bool {
	return m.Language == n.Language && m.Currency == n.Currency && slices.Equal(m.TaxRates, n.TaxRates)
}

// put returns m with x in it.
func (s shelf[T]) put(m *Menu, x T, expected int64) (*Menu, error) {
	next, at, was := m.clone(), s.find(m, s.id(&x)), int64(0)
	next.Version++
	list := s.list(next)
	if at < 0 {
		at, *list = len(*list), append(*list, x)
	} else {
		was = *s.version(&(*list)[at])
		(*list)[at] = x
	}
	if err := next.Check(); err != nil {
		return nil, s.about(at, err)
	}
	if s.renew(m, next) {
		return m, nil
	}
	return next, expect(fmt.Sprintf("%s %q", s.word, s.id(&x)), expected, was)
}

// delete returns m without the thing that has an id.
func (s shelf[T]) delete(m *Menu, id string, expected int64) (*Menu, error) {
	at := s.find(m, id)
	if at < 0 {
		return nil, fault.NotFound("menu."+s.word, "there is no %s %q on the menu", s.word, cut(id))
	}
	next := m.clone()
	next.Version++
	list := s.list(next)
	was := *s.version(&(*list)[at])
	*list = slices.Delete(*list, at, at+1)
	return next, expect(fmt.Sprintf("%s %q", s.word, id), expected, was)
}

// renew gives the things of next their versions: what is alike in m has that of
// m, what is not has next's. It reports whether the whole list is alike.
func (s shelf[T]) renew(m, next *Menu) (kept bool) {
	old, list, at := *s.list(m), *s.list(next), s.index(m)
	kept = len(old) == len(list)
	for i := range list {
		j, there := at[s.id(&list[i])]
		if there {
			*s.version(&list[i]) = *s.version(&old[j])
		}
		if !there || !reflect.DeepEqual(old[j], list[i]) {
			*s.version(&list[i]), j = next.Version, -1
		}
		kept = kept && i == j
	}
	return kept
}

// index says where in m each thing is.
func (s shelf[T]) index(m *Menu) map[string]int {
	list := *s.list(m)
	at := make(map[string]int, len(list))
	for i := range list {
		at[s.id(&list[i])] = i
	}
	return at
}

// expect returns a Conflict fault when a thing has moved on.
func expect(what string, expected, current int64) error {
	switch {
	case expected == 0 || expected == current:
		return nil
	case current == 0:
		return fault.Conflict("menu.version", "%s was taken off the menu: look again before you change it", what)
	}
	return fault.Conflict("menu.version", "%s has moved on to version %d: look again before you change it", what, current)
}

// about makes a fault that is about the thing at a place one about its field.
func (s shelf[T]) about(at int, err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return err
	}
	field, _ := strings.CutPrefix(f.Field, fmt.Sprintf("%s[%d].", s.path, at))
	if field == f.Field {
		field = "" // it is about another thing, which the sentence names
	}
	return f.At(field)
}

// inUse returns a Conflict fault that names the items which use something.
func (m *Menu) inUse(what string, uses func(Item) bool) error {
	const most = 5 // that are named
	var users []string
	for _, it := range m.Items {
		if uses(it) {
			users = append(users, string(it.ID))
		}
	}
	if len(users) == 0 {
		return nil
	}
	more := ""
	if len(users) > most {
		users, more = users[:most], fmt.Sprintf(" and %d more", len(users)-most)
	}
	return fault.Conflict("menu.in_use", "the %s is in use: take it out of %s%s first", what, strings.Join(users, ", "), more)
}
