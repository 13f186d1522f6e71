package restaurant

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/money"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// The notes in which a menu is kept: the second, which is small, changes with
// the first.
const (
	menuNote  = "menu"
	menuStamp = "menu.version"
)

// menus keeps, of each location, the menu that was read last.
type menus struct {
	first *menu.Menu // of a location that was given none yet; may be nil
	known sync.Map   // order.Location -> stamped
}

// A stamped menu has the stamp that it was kept with. The stamp tells the
// content and not only the version: a version that was read in a transaction
// which then failed is given out a second time.
type stamped struct {
	stamp []byte
	menu  *menu.Menu
}

// menuOf returns the menu of the location that r reads, as it is in that state:
// no order is taken from an old one, on no node.
func (h *House) menuOf(r store.Reader) (*menu.Menu, error) {
	at, err := r.Location()
	if err != nil {
		return nil, err
	}
	stamp, err := r.Note(menuStamp)
	if err != nil {
		return nil, err
	}
	if stamp == nil {
		return h.menus.firstIn(at.Currency), nil
	}
	if known, ok := h.menus.known.Load(at.ID); ok && bytes.Equal(known.(stamped).stamp, stamp) {
		return known.(stamped).menu, nil
	}
	m, err := readMenu(r)
	if err != nil {
		return nil, fmt.Errorf("read the menu of %s: %w", at.ID, err)
	}
	h.menus.known.Store(at.ID, stamped{stamp, m})
	return m, nil
}

func readMenu(r store.Reader) (*menu.Menu, error) {
	text, err := r.Note(menuNote)
	if err != nil {
		return nil, err
	}
	m := &menu.Menu{}
	return m, json.Unmarshal(text, m)
}

// firstIn returns the menu of a location that was given none yet: the
// configured one if its prices are in the location's currency, or an empty one.
// Its version is 1, so that an editor can say that it has seen it.
func (ms *menus) firstIn(c money.Currency) *menu.Menu {
	if ms.first != nil && ms.first.Currency == c {
		return ms.first
	}
	return &menu.Menu{Version: 1, Language: menu.Languages[0], Currency: c}
}

// keepMenu keeps a menu. It returns a TooLarge fault "menu.size" for one whose
// file could not be imported again.
func keepMenu(tx store.Tx, m *menu.Menu) error {
	text := m.JSON()
	if len(text) > menu.MaxBytes {
		return fault.TooLarge("menu.size", "the menu would have %d bytes: at most %d fit into its file", len(text), menu.MaxBytes)
	}
	if err := tx.SetNote(menuNote, text); err != nil {
		return err
	}
	return tx.SetNote(menuStamp, fmt.Appendf(nil, "%d %x", m.Version, sha256.Sum256(text)))
}

// A Card is a menu with what is left of it on a business day.
type Card struct {
	Menu     *menu.Menu // to be read only
	Stock    *menu.Stock
	Day      order.Day
	Currency money.Currency
}

// Menu returns the menu of the caller's location, as it is now.
func (h *House) Menu(ctx context.Context, who staff.Principal) (c Card, err error) {
	if err := who.Demand(staff.ReadMenu); err != nil {
		return c, err
	}
	now := h.clock()
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		c, err = h.card(r, who.Location, now)
		return err
	})
	return c, err
}

func (h *House) card(r store.Reader, l order.Location, now time.Time) (c Card, err error) {
	at, err := h.places.of(l, r)
	if err != nil {
		return c, err
	}
	c.Day, c.Currency = at.today(now), at.Currency
	if c.Menu, err = h.menuOf(r); err != nil {
		return c, err
	}
	c.Stock, err = stockOf(r)
	return c, err
}

// EditMenu changes the menu of the caller's location to what change makes of
// it, which has nothing else to do: it may be called more than once. When that
// is the same menu nothing happens. It returns a Forbidden fault, that of
// change, or a TooLarge fault "menu.size".
func (h *House) EditMenu(ctx context.Context, who staff.Principal, change func(*menu.Menu) (*menu.Menu, error)) (m *menu.Menu, err error) {
	if err := who.Demand(staff.EditMenu); err != nil {
		return nil, err
	}
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		m, err = h.editMenu(tx, change)
		return err
	})
	return m, err
}

func (h *House) editMenu(tx store.Tx, change func(*menu.Menu) (*menu.Menu, error)) (*menu.Menu, error) {
	now, err := h.menuOf(tx)
	if err != nil {
		return nil, err
	}
	m, err := change(now)
	if err != nil || m == now {
		return m, err
	}
	if err := keepMenu(tx, m); err != nil {
		return nil, err
	}
	return m, forgetStock(tx, m)
}

// A Replacement is what is on the menu since it was replaced.
type Replacement struct {
	Version    int64 `json:"version"`
	Categories int   `json:"categories"`
	Items      int   `json:"items"`
	Groups     int   `json:"groups"`
	Replayed   bool  `json:"-"` // it was replaced earlier, under the same key
}

// ReplaceMenu puts a whole menu in the place of that of the caller's location;
// expected is the version that the caller has seen, 0 if it does not care. It
// returns an Invalid fault "menu.currency" when the prices are in another
// currency than the location's, or the faults of EditMenu and
// menu.Menu.Replace.
func (h *House) ReplaceMenu(ctx context.Context, who staff.Principal, with *menu.Menu, expected int64, k Key) (r Replacement, err error) {
	if err := who.Demand(staff.EditMenu); err != nil {
		return r, err
	}
	now, hash := h.clock(), digest("menu", with, expected)
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		var replayed bool
		r, replayed, err = onceFor(tx, k, hash, now, func() (Replacement, error) { return h.replaceMenu(tx, *with, expected) })
		r.Replayed = replayed
		return err
	})
	return r, err
}

func (h *House) replaceMenu(tx store.Tx, with menu.Menu, expected int64) (r Replacement, err error) {
	at, err := tx.Location()
	if err != nil {
		return r, err
	}
	if with.Currency != "" && with.Currency != at.Currency {
		return r, fault.Invalid("menu.currency", "its prices are in %.20s, and here prices are in %s: change them and the currency",
			with.Currency, at.Currency).At("currency")
	}
	with.Currency = at.Currency
	m, err := h.editMenu(tx, func(m *menu.Menu) (*menu.Menu, error) { return m.Replace(&with, expected) })
	if err != nil {
		return r, err
	}
	return Replacement{Version: m.Version, Categories: len(m.Categories), Items: len(m.Items), Groups: len(m.Groups)}, nil
}
