// Package restaurant holds every command and query of the house, one file for
// each group of verbs. It is the only door for transports: here permission is
// asked, the transaction is opened and the bell is rung. The rules themselves
// stand in the domain packages.
//
// A command that returns without error is on disk, with its events, before
// anybody else hears of it.
package restaurant

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"orderup/feed"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// A Config is what a house is made of.
type Config struct {
	Store    store.Store
	Bell     feed.Bell
	Node     string         // name of this process among those on one database; they are all different
	Location store.Location // opened at once
	Menu     *menu.Menu     // of a location that was given none yet; nil for none
	Now      func() time.Time
	Rate     float64        // how fast Now goes; 1 when 0
	Kitchen  *kitchen.Setup // of a location that has set up none; kitchen.Default when nil
	Log      *slog.Logger
}

// A House runs the restaurants of one store.
type House struct {
	store   store.Store
	bell    feed.Bell
	now     func() time.Time
	rate    float64
	log     *slog.Logger
	cursors cursors
	tallies tallies
	places  places
	setups  setups
	menus   menus
	models  models
	heads   heads
	node    string
	home    order.Location // the one that was opened
}

// Open returns a house on a store in which the configured location is open.
func Open(ctx context.Context, c Config) (*House, error) {
	if err := c.Store.Open(ctx, c.Location); err != nil {
		return nil, fmt.Errorf("open location %s: %w", c.Location.ID, err)
	}
	sealing, err := newCursors(c.Store.Identity())
	if err != nil {
		return nil, err
	}
	h := &House{store: c.Store, bell: c.Bell, now: c.Now, rate: cmp.Or(c.Rate, 1), log: c.Log, cursors: sealing, heads: heads{store: c.Store}, node: c.Node, home: c.Location.ID}
	h.setups.first, h.menus.first = kitchen.Default(), c.Menu
	if c.Kitchen != nil {
		h.setups.first = *c.Kitchen
	}
	_, err = h.Location(ctx, staff.Principal{Location: c.Location.ID})
	return h, err
}

// clock returns the time that goes into orders: UTC, to the millisecond.
func (h *House) clock() time.Time { return h.now().UTC().Truncate(time.Millisecond) }

// Clock returns the house's time, which screens show, and how fast it goes: 1,
// unless the service is simulated.
func (h *House) Clock() (now time.Time, rate float64) { return h.clock(), h.rate }

// update runs f in a transaction of a location and rings its bell once that is
// on disk.
func (h *House) update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	if err := h.store.Update(ctx, l, f); err != nil {
		return err
	}
	h.bell.Ring(string(l))
	return nil
}

// newID draws the id of an order.
func newID() (order.ID, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("draw an order id: %w", err)
	}
	return order.ID(id.String()), nil
}

// digest condenses what a command says, to recognise it when it comes again.
func digest(parts ...any) []byte {
	text, err := json.Marshal(parts)
	if err != nil {
		panic(fmt.Sprintf("a command is plain data, yet: %v", err))
	}
	sum := sha256.Sum256(text)
	return sum[:]
}
