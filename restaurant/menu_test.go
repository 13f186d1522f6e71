package restaurant_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"orderup/fault"
	"orderup/feed/local"
	"orderup/internal/testhouse"
	"orderup/menu"
	"orderup/money"
	"orderup/restaurant"
	"orderup/store"
)

// priced returns an edit that gives beer a price.
func priced(p money.Amount, expected int64) func(*menu.Menu) (*menu.Menu, error) {
	return func(m *menu.Menu) (*menu.Menu, error) {
		it, _ := m.Item("beer")
		it.Price = p
		return m.PutItem(it, expected)
	}
}

// beer is what the house asks for a beer, in a transaction and outside.
func beer(t *testing.T, h *restaurant.House, s store.Store) (price money.Amount) {
	t.Helper()
	c, err := h.Menu(t.Context(), testhouse.Person)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), testhouse.Location, func(tx store.Tx) error {
		m, err := restaurant.MenuOf(h, tx)
		if err != nil {
			return err
		}
		it, _ := m.Item("beer")
		price = it.Price
		return nil
	})
	if it, _ := c.Menu.Item("beer"); err != nil || it.Price != price {
		t.Fatalf("%d in an order, %d on the card: %v", price, it.Price, err)
	}
	return price
}

// node opens another process on the store of a house.
func node(t *testing.T, h *testhouse.House, first *menu.Menu) *restaurant.House {
	t.Helper()
	var at store.Location
	err := h.Store.View(t.Context(), testhouse.Location, func(r store.Reader) (err error) {
		at, err = r.Location()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	other, err := restaurant.Open(t.Context(), restaurant.Config{
		Store: h.Store, Bell: &local.Bell{}, Node: "other", Now: time.Now, Log: slog.New(slog.DiscardHandler), Location: at, Menu: first,
	})
	if err != nil {
		t.Fatal(err)
	}
	return other
}

// TestNoNodeSellsFromAnOldMenu: what one node changes holds for the next order
// on every other, which keeps the menu in memory.
func TestNoNodeSellsFromAnOldMenu(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	other := node(t, h, menu.Demo())
	for i := range money.Amount(5) {
		want := 350 + i
		editor := []*restaurant.House{h.House, other}[i%2]
		m, err := editor.EditMenu(t.Context(), testhouse.Person, priced(want, 0))
		if err != nil || m.Version != int64(i)+1 && i > 0 {
			t.Fatalf("version %d, %v", m.Version, err)
		}
		if a, b := beer(t, h.House, h.Store), beer(t, other, h.Store); a != want || b != want {
			t.Errorf("a beer is %d here and %d there, want %d", a, b, want)
		}
	}
}

// TestAMenuThatWasNeverKeptIsForgotten: a version that was seen in a
// transaction which failed is given out again, to another menu.
func TestAMenuThatWasNeverKeptIsForgotten(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	failed := errors.New("the power went")
	err := h.Store.Update(t.Context(), testhouse.Location, func(tx store.Tx) error {
		m, err := priced(999, 0)(menu.Demo())
		if err != nil {
			return err
		}
		if err := restaurant.KeepMenu(tx, m); err != nil {
			return err
		}
		if m, err = restaurant.MenuOf(h.House, tx); err != nil || m.Version != 2 {
			t.Errorf("the transaction does not see its own menu: %v", err)
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if got := beer(t, h.House, h.Store); got != 350 {
		t.Errorf("a beer is %d", got)
	}
	if m, err := h.EditMenu(t.Context(), testhouse.Person, priced(400, 1)); err != nil || m.Version != 2 {
		t.Fatal(err)
	}
	if got := beer(t, h.House, h.Store); got != 400 {
		t.Errorf("a beer is %d", got)
	}
}

func TestAMenuOutlivesARestart(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	if _, err := h.EditMenu(t.Context(), testhouse.Person, priced(400, 0)); err != nil {
		t.Fatal(err)
	}
	if got := beer(t, node(t, h, nil), h.Store); got != 400 {
		t.Errorf("a beer is %d", got)
	}
}

func TestAHouseWithoutAMenuHasAnEmptyOne(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	yen := menu.Demo()
	yen.Currency = "JPY"
	for story, first := range map[string]*menu.Menu{"none": nil, "one in another currency": yen} {
		c, err := node(t, h, first).Menu(t.Context(), testhouse.Person)
		if err != nil || len(c.Menu.Items) != 0 || c.Menu.Currency != "EUR" || c.Menu.Version != 1 || c.Currency != "EUR" {
			t.Errorf("%s: %+v, %v", story, c.Menu, err)
		}
	}
	with := menu.Demo()
	with.Currency = ""
	other := node(t, h, nil)
	r, err := other.ReplaceMenu(t.Context(), testhouse.Person, with, 1, "")
	if err != nil || r.Version != 2 || r.Items != len(with.Items) || r.Groups != len(with.Groups) || r.Categories != 7 || with.Currency != "" {
		t.Errorf("the first import: %+v, %v", r, err)
	}
	if c, err := other.Menu(t.Context(), testhouse.Person); err != nil || c.Menu.Currency != "EUR" || len(c.Menu.Items) != r.Items {
		t.Errorf("%+v, %v", c.Menu, err)
	}
}

func TestReplaceMenuRefuses(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	dollars, dearer := menu.Demo(), menu.Demo()
	dollars.Currency = "USD"
	dearer.Items[0].Price++
	for story, c := range map[string]struct {
		with     *menu.Menu
		expected int64
		code     string
	}{
		"another currency": {dollars, 0, "menu.currency"},
		"an old version":   {dearer, 7, "menu.version"},
		"a bad menu":       {&menu.Menu{Language: "en", Items: []menu.Item{{ID: "x"}}}, 0, "menu.text"},
	} {
		if _, err := h.ReplaceMenu(t.Context(), testhouse.Person, c.with, c.expected, ""); fault.Of(err).Code != c.code {
			t.Errorf("%s: %v", story, err)
		}
	}
	if m, err := h.ReplaceMenu(t.Context(), testhouse.Person, menu.Demo(), 7, ""); err != nil || m.Version != 1 {
		t.Errorf("the same menu again: %v", err)
	}
	if c, err := h.Menu(t.Context(), testhouse.Person); err != nil || c.Menu.Version != 1 {
		t.Errorf("version %d, %v", c.Menu.Version, err)
	}
}

// TestARepeatedImportIsDoneOnce: it must not take back what was edited
// meanwhile.
func TestARepeatedImportIsDoneOnce(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	with := menu.Demo()
	with.Items[0].Price++
	first, err := h.ReplaceMenu(t.Context(), testhouse.Person, with, 1, "k")
	if err != nil || first.Version != 2 || first.Replayed {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := h.EditMenu(t.Context(), testhouse.Person, priced(400, 0)); err != nil {
		t.Fatal(err)
	}
	again, err := h.ReplaceMenu(t.Context(), testhouse.Person, with, 1, "k")
	if err != nil || !again.Replayed || again.Version != 2 || again.Items != first.Items {
		t.Errorf("%+v, %v", again, err)
	}
	if got := beer(t, h.House, h.Store); got != 400 {
		t.Errorf("a beer is %d", got)
	}
	if _, err := h.ReplaceMenu(t.Context(), testhouse.Person, menu.Demo(), 1, "k"); fault.Of(err).Code != "idempotency.mismatch" {
		t.Errorf("another menu under the same key: %v", err)
	}
}

// TestAMenuGrowsNoLargerThanItsFile: what is kept can be exported and imported.
func TestAMenuGrowsNoLargerThanItsFile(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	large := menu.Demo()
	long := menu.Text{}
	for _, l := range menu.Languages {
		long[l] = strings.Repeat("字", menu.MaxDescription)
	}
	for i := range 300 {
		it := large.Items[0]
		it.ID, it.Description = menu.ItemID(fmt.Sprint("long-", i)), long
		large.Items = append(large.Items, it)
	}
	if len(large.JSON()) <= menu.MaxBytes {
		t.Fatalf("not large enough: %d bytes", len(large.JSON()))
	}
	_, err := h.ReplaceMenu(t.Context(), testhouse.Person, large, 0, "")
	if !errors.Is(err, fault.KindTooLarge) || fault.Of(err).Code != "menu.size" {
		t.Errorf("%v", err)
	}
	if got := beer(t, h.House, h.Store); got != 350 {
		t.Errorf("a beer is %d", got)
	}
}
