package restaurant

import (
	"errors"
	"fmt"
	"slices"

	"orderup/fault"
	"orderup/menu"
	"orderup/order"
	"orderup/store"
)

// serve gives lines that are on the menu what the menu says of them, as it is
// in tx, and takes them from the stock. It returns the faults of
// menu.Menu.Choose and takeStock, with the item they are about.
func (h *House) serve(tx store.Tx, lines []order.Line, day order.Day) ([]order.Line, error) {
	if !slices.ContainsFunc(lines, onMenu) {
		return lines, nil
	}
	card, err := h.menuOf(tx)
	if err != nil {
		return nil, err
	}
	served := slices.Clone(lines)
	if err := fill(served, card); err != nil {
		return nil, err
	}
	return served, takeLines(tx, served, day)
}

func onMenu(l order.Line) bool { return l.Item != "" }

// fill gives lines what the menu says of them.
func fill(lines []order.Line, card *menu.Menu) error {
	for i := range lines {
		if !onMenu(lines[i]) {
			continue
		}
		chosen, err := card.Choose(lines[i].Selection(), "")
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			return f.At(fmt.Sprintf("items[%d]", i))
		}
		if err != nil {
			return err
		}
		lines[i].Fill(chosen)
	}
	return nil
}

// takeLines takes lines from the stock and notes which of them were counted.
func takeLines(tx store.Tx, lines []order.Line, day order.Day) error {
	portions := make([]menu.Portion, len(lines))
	for i, l := range lines {
		portions[i] = portion(l, l.Quantity)
	}
	counted, err := takeStock(tx, portions, day)
	if err != nil {
		return err
	}
	for i := range lines {
		lines[i].Counted = counted[i]
	}
	return nil
}

// unserve puts back what was counted of an order that was cancelled before
// anybody had begun it.
func unserve(tx store.Tx, o order.Order) error {
	var portions []menu.Portion
	for _, l := range o.Lines {
		if l.Counted && l.Quantity > l.Voided {
			portions = append(portions, portion(l, l.Quantity-l.Voided))
		}
	}
	if len(portions) == 0 || !o.BegunAt.IsZero() {
		return nil
	}
	return returnStock(tx, portions, o.Day)
}

// portion returns so many of a line as the stock counts them.
func portion(l order.Line, quantity int) menu.Portion {
	return menu.Portion{Item: l.Item, Name: l.Name, Quantity: quantity}
}
