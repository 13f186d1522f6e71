package menu_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"orderup/fault"
	"orderup/menu"
)

// stew is an item that is good.
func stew() menu.Item {
	return menu.Item{ID: "rabbit-stew", Category: "mains", Name: menu.Text{"en": "Rabbit Stew"}, Price: 1600, TaxClass: "food", Station: "grill"}
}

// unchanged fails the test if a menu is no longer the demo's.
func unchanged(t *testing.T, m *menu.Menu) {
	t.Helper()
	if !bytes.Equal(m.JSON(), menu.Demo().JSON()) {
		t.Error("the menu that was edited is another one now")
	}
}

func TestEveryChangeRaisesVersions(t *testing.T) {
	m := menu.Demo()
	added, err := m.PutItem(stew(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if it, ok := added.Item("rabbit-stew"); !ok || it.Version != 2 || added.Version != 2 {
		t.Errorf("added: menu %d, item %d", added.Version, it.Version)
	}
	dearer := stew()
	dearer.Price, dearer.Version = 1700, 99
	changed, err := added.PutItem(dearer, 2)
	if err != nil {
		t.Fatal(err)
	}
	if it, _ := changed.Item("rabbit-stew"); it.Version != 3 || it.Price != 1700 || changed.Version != 3 || len(changed.Items) != len(added.Items) {
		t.Errorf("changed: menu %d, item %+v", changed.Version, it)
	}
	if it, _ := changed.Item("beer"); it.Version != 1 {
		t.Errorf("another item has version %d", it.Version)
	}
	gone, err := changed.DeleteItem("rabbit-stew", 3)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := gone.Item("rabbit-stew"); ok || gone.Version != 4 {
		t.Errorf("deleted: menu %d, still there: %v", gone.Version, ok)
	}
	again, err := gone.PutItem(stew(), 0)
	if it, _ := again.Item("rabbit-stew"); err != nil || it.Version != 5 {
		t.Errorf("an item that comes back must not have an old version: %d, %v", it.Version, err)
	}
	unchanged(t, m)
}

func TestCategoriesAndGroupsAreEditedAlike(t *testing.T) {
	m := menu.Demo()
	c, _ := m.Category("fries")
	c.Name = menu.Text{"en": "  Chips \n"}
	next, err := m.PutCategory(c, 1)
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := next.Category("fries"); c.Name["en"] != "Chips" || c.Version != 2 || next.Categories[0].ID != "fries" {
		t.Errorf("%+v", c)
	}
	g, _ := next.Group("salt")
	g.Options = append(g.Options[:1:1], menu.Option{ID: "more-salt", Name: menu.Text{"en": "More salt"}, Kind: menu.Add})
	next, err = next.PutGroup(g, 1)
	if err != nil {
		t.Fatal(err)
	}
	if g, _ := next.Group("salt"); len(g.Options) != 2 || g.Version != 3 || next.Version != 3 {
		t.Errorf("%+v", g)
	}
	unchanged(t, m)
}

// A request that is repeated because its answer was lost finds its work done.
func TestWhatIsSoAlreadyChangesNothing(t *testing.T) {
	m := menu.Demo()
	first, err := m.PutItem(stew(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, expected := range []int64{0, 1, 2, 7} {
		if again, err := first.PutItem(stew(), expected); err != nil || again != first {
			t.Errorf("expecting %d: another menu: %v, %v", expected, again != first, err)
		}
		if again, err := first.Replace(first, expected); err != nil || again != first {
			t.Errorf("replaced, expecting %d: another menu: %v, %v", expected, again != first, err)
		}
	}
}

func TestAnEditThatComesTooLateIsRefused(t *testing.T) {
	m, err := menu.Demo().PutItem(stew(), 0)
	if err != nil {
		t.Fatal(err)
	}
	it, _ := m.Item("beer")
	it.Price++
	c, _ := m.Category("fries")
	c.Name = menu.Text{"en": "Chips"}
	g, _ := m.Group("salt")
	g.Name = menu.Text{"en": "Salty"}
	other := menu.Demo()
	for story, edit := range map[string]func() (*menu.Menu, error){
		"an item":            func() (*menu.Menu, error) { return m.PutItem(it, 2) },
		"an item that went":  func() (*menu.Menu, error) { return other.PutItem(stew(), 2) },
		"a category":         func() (*menu.Menu, error) { return m.PutCategory(c, 5) },
		"a group":            func() (*menu.Menu, error) { return m.PutGroup(g, 5) },
		"an item to delete":  func() (*menu.Menu, error) { return m.DeleteItem("beer", 5) },
		"the menu as it was": func() (*menu.Menu, error) { return m.Replace(other, 1) },
	} {
		if _, err := edit(); !errors.Is(err, fault.KindConflict) || fault.Of(err).Code != "menu.version" {
			t.Errorf("%s: %v", story, err)
		}
	}
}

func TestDeletingWhatIsInUseNamesItsUsers(t *testing.T) {
	m := menu.Demo()
	for story, c := range map[string]struct {
		edit     func() (*menu.Menu, error)
		sentence string
	}{
		"a category": {func() (*menu.Menu, error) { return m.DeleteCategory("salads", 0) },
			"the category is in use: take it out of garden-salad, chicken-salad, goat-cheese-salad first"},
		"a group of many": {func() (*menu.Menu, error) { return m.DeleteGroup("salt", 0) },
			"the group is in use: take it out of large-fries, medium-fries, small-fries, stew-fries, sweet-potato-fries and 5 more first"},
	} {
		if _, err := c.edit(); !errors.Is(err, fault.KindConflict) || fault.Of(err).Code != "menu.in_use" || fault.Of(err).Sentence != c.sentence {
			t.Errorf("%s: %v", story, err)
		}
	}
	next, err := m.DeleteItem("coffee", 0)
	if err != nil {
		t.Fatal(err)
	}
	if next, err = next.DeleteGroup("coffee-milk", 1); err != nil || len(next.Groups) != len(m.Groups)-1 {
		t.Errorf("a group that nobody asks any more: %v", err)
	}
	unchanged(t, m)
}

func TestDeletingWhatIsNotThere(t *testing.T) {
	m := menu.Demo()
	for code, edit := range map[string]func() (*menu.Menu, error){
		"menu.item":     func() (*menu.Menu, error) { return m.DeleteItem("x", 0) },
		"menu.category": func() (*menu.Menu, error) { return m.DeleteCategory("x", 0) },
		"menu.group":    func() (*menu.Menu, error) { return m.DeleteGroup("x", 0) },
	} {
		if _, err := edit(); !errors.Is(err, fault.KindNotFound) || fault.Of(err).Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestReplaceKeepsTheVersionsOfWhatIsTheSame(t *testing.T) {
	m := menu.Demo()
	with := menu.Demo()
	with.Version = 77
	with.Items[3].Price++
	with.Categories = append(with.Categories, menu.Category{ID: "new", Version: 9, Name: menu.Text{"en": "New"}})
	next, err := m.Replace(with, 1)
	if err != nil {
		t.Fatal(err)
	}
	if next.Version != 2 || next.Items[3].Version != 2 || next.Items[4].Version != 1 || next.Categories[len(next.Categories)-1].Version != 2 {
		t.Errorf("menu %d, changed %d, same %d", next.Version, next.Items[3].Version, next.Items[4].Version)
	}
	with = menu.Demo()
	with.Items[0], with.Items[1] = with.Items[1], with.Items[0]
	if next, err = m.Replace(with, 0); err != nil || next.Version != 2 || next.Items[0].ID != "medium-fries" || next.Items[0].Version != 1 {
		t.Errorf("another order of items: %v", err)
	}
	with = menu.Demo()
	with.Language = "nl"
	if next, err = m.Replace(with, 0); err != nil || next.Version != 2 || next.Language != "nl" {
		t.Errorf("another language: %v", err)
	}
	with.Items[0].Price = -1
	if _, err = m.Replace(with, 0); !errors.Is(err, fault.KindInvalid) || fault.Of(err).Field != "items[0].priceMinor" {
		t.Errorf("a bad menu: %v", err)
	}
	unchanged(t, m)
}

// What is wrong with a thing is told as a field of it; what it breaks elsewhere
// is told by the name of the other.
func TestAnEditThatBreaksTheMenuIsRefused(t *testing.T) {
	m := menu.Demo()
	it := stew()
	it.Price = -1
	if _, err := m.PutItem(it, 0); fault.Of(err).Field != "priceMinor" {
		t.Errorf("%v", err)
	}
	g, _ := m.Group("salt")
	g.Options = append(g.Options[:1:1], menu.Option{ID: "ketchup", Name: menu.Text{"en": "Ketchup"}, Kind: menu.Add})
	_, err := m.PutGroup(g, 0)
	if f := fault.Of(err); f.Kind != fault.KindInvalid || f.Field != "" || !strings.Contains(f.Sentence, `item "large-fries"`) {
		t.Errorf("%+v", f)
	}
	unchanged(t, m)
}
