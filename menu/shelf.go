package menu

import "slices"

// A shelf is one of the lists of a menu: what its things have in common.
type shelf[T any] struct {
	path    string // "items"
	word    string // "item"
	list    func(*Menu) *[]T
	id      func(*T) string
	version func(*T) *int64
}

var (
	categories = shelf[Category]{
		path: "categories", word: "category",
		list:    func(m *Menu) *[]Category { return &m.Categories },
		id:      func(c *Category) string { return string(c.ID) },
		version: func(c *Category) *int64 { return &c.Version },
	}
	items = shelf[Item]{
		path: "items", word: "item",
		list:    func(m *Menu) *[]Item { return &m.Items },
		id:      func(it *Item) string { return string(it.ID) },
		version: func(it *Item) *int64 { return &it.Version },
	}
	groups = shelf[Group]{
		path: "groups", word: "group",
		list:    func(m *Menu) *[]Group { return &m.Groups },
		id:      func(g *Group) string { return string(g.ID) },
		version: func(g *Group) *int64 { return &g.Version },
	}
)

// find returns where in m the thing with an id is; -1 when there is none.
func (s shelf[T]) find(m *Menu, id string) int {
	list := *s.list(m)
	for i := range list {
		if s.id(&list[i]) == id {
			return i
		}
	}
	return -1
}

// get returns the thing with an id; false when there is none.
func (s shelf[T]) get(m *Menu, id string) (x T, ok bool) {
	i := s.find(m, id)
	if i < 0 {
		return x, false
	}
	return (*s.list(m))[i], true
}

// Item returns the item with an id; false when there is none.
func (m *Menu) Item(id ItemID) (Item, bool) { return items.get(m, string(id)) }

// Category returns the category with an id; false when there is none.
func (m *Menu) Category(id CategoryID) (Category, bool) { return categories.get(m, string(id)) }

// Group returns the group with an id; false when there is none.
func (m *Menu) Group(id GroupID) (Group, bool) { return groups.get(m, string(id)) }

// clone returns a menu whose lists may be changed.
func (m *Menu) clone() *Menu {
	c := *m
	c.Categories, c.Items, c.Groups = slices.Clone(m.Categories), slices.Clone(m.Items), slices.Clone(m.Groups)
	c.TaxRates = slices.Clone(m.TaxRates)
	for i, g := range c.Groups {
		c.Groups[i].Options = slices.Clone(g.Options)
	}
	return &c
}
