package restaurant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"orderup/fault"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// stockNote is the note that says what is left of the menu.
const stockNote = "stock"

// stockOf reads what is left of the menu.
func stockOf(r store.Reader) (*menu.Stock, error) {
	s := &menu.Stock{}
	text, err := r.Note(stockNote)
	if err != nil || text == nil {
		return s, err
	}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("decode what is left of the menu: %w", err)
	}
	return s, nil
}

// changeStock keeps what change makes of the stock, if anything: an order of
// what nobody counts writes nothing.
func changeStock(tx store.Tx, change func(*menu.Stock) error) error {
	s, err := stockOf(tx)
	if err != nil {
		return err
	}
	before := maps.Clone(s.Items)
	if err := change(s); err != nil || maps.Equal(before, s.Items) {
		return err
	}
	s.Version++
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode what is left of the menu: %w", err)
	}
	return tx.SetNote(stockNote, text)
}

// takeStock takes what an order asks for, in the order's transaction, and says
// of each portion whether it was counted: those are returned when the order is
// cancelled before anybody made it. It returns a Conflict fault "menu.sold_out"
// about the first portion that is not there.
func takeStock(tx store.Tx, portions []menu.Portion, day order.Day) (counted []bool, err error) {
	counted = make([]bool, len(portions))
	return counted, changeStock(tx, func(s *menu.Stock) error {
		for i, p := range portions {
			counted[i], err = s.Take(p, string(day))
			if f, ok := errors.AsType[*fault.Fault](err); ok {
				return f.At(fmt.Sprintf("items[%d]", i))
			}
		}
		return nil
	})
}

// returnStock puts back portions that were counted when they were taken.
func returnStock(tx store.Tx, portions []menu.Portion, day order.Day) error {
	return changeStock(tx, func(s *menu.Stock) error {
		for _, p := range portions {
			s.Return(p, string(day))
		}
		return nil
	})
}

// forgetStock forgets what was left of items that are off the menu.
func forgetStock(tx store.Tx, m *menu.Menu) error {
	return changeStock(tx, func(s *menu.Stock) error {
		maps.DeleteFunc(s.Items, func(id menu.ItemID, _ menu.Supply) bool {
			_, there := m.Item(id)
			return !there
		})
		return nil
	})
}

// SetAvailability says what is left of an item from now on, and returns what is
// kept of it. It returns a NotFound fault "menu.item", or the fault of
// menu.Stock.Set.
func (h *House) SetAvailability(ctx context.Context, who staff.Principal, id menu.ItemID, supply menu.Supply, k Key) (kept menu.Supply, replayed bool, err error) {
	if err := who.Demand(staff.SetAvailability); err != nil {
		return kept, false, err
	}
	now, hash := h.clock(), digest("availability", id, supply)
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		kept, replayed, err = onceFor(tx, k, hash, now, func() (kept menu.Supply, err error) {
			at, err := h.places.of(who.Location, tx)
			if err != nil {
				return kept, err
			}
			if err := h.demandItem(tx, id); err != nil {
				return kept, err
			}
			day := string(at.today(now))
			err = changeStock(tx, func(s *menu.Stock) error {
				err := s.Set(id, supply, day)
				kept = s.Of(id, day)
				return err
			})
			return kept, err
		})
		return err
	})
	return kept, replayed, err
}

// demandItem returns a NotFound fault unless an item is on the menu.
func (h *House) demandItem(r store.Reader, id menu.ItemID) error {
	m, err := h.menuOf(r)
	if err != nil {
		return err
	}
	if _, there := m.Item(id); !there {
		return fault.NotFound("menu.item", "there is no item %.64q on the menu", id)
	}
	return nil
}
