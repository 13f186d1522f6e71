package restaurant

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// The notes in which the set-up of a kitchen is kept: the second, which is
// small, changes with the first.
const (
	setupNote  = "kitchen"
	setupStamp = "kitchen.version"
)

// setups keeps, of each location, the set-up that was read last.
type setups struct {
	first kitchen.Setup // of a location that was given none yet
	known sync.Map      // order.Location -> stampedSetup
}

// A stampedSetup has the stamp that it was kept with. The stamp tells the
// content and not only the version: one that was read in a transaction which
// then failed is given out a second time.
type stampedSetup struct {
	stamp []byte
	kitchen.Setup
}

// of returns the set-up of the location that r reads, as it is in that state:
// no order is routed by an old one, on no node.
func (s *setups) of(l order.Location, r store.Reader) (kitchen.Setup, error) {
	stamp, err := r.Note(setupStamp)
	if err != nil {
		return kitchen.Setup{}, err
	}
	if known, ok := s.known.Load(l); ok && bytes.Equal(known.(stampedSetup).stamp, stamp) {
		return known.(stampedSetup).Setup, nil
	}
	setup := s.first
	if stamp != nil {
		if setup, err = readSetup(r); err != nil {
			return setup, fmt.Errorf("read the set-up of the kitchen of %s: %w", l, err)
		}
	}
	s.known.Store(l, stampedSetup{stamp, setup})
	return setup, nil
}

func readSetup(r store.Reader) (setup kitchen.Setup, err error) {
	text, err := r.Note(setupNote)
	if err != nil {
		return setup, err
	}
	return setup, json.Unmarshal(text, &setup)
}

// lastSetup returns the set-up of a location as it was when it was last read; a
// first time it is read.
func (h *House) lastSetup(ctx context.Context, l order.Location) (kitchen.Setup, error) {
	if known, ok := h.setups.known.Load(l); ok {
		return known.(stampedSetup).Setup, nil
	}
	return h.setup(ctx, l)
}

// Setup returns how the kitchen of the caller's location works.
func (h *House) Setup(ctx context.Context, who staff.Principal) (setup kitchen.Setup, err error) {
	if err := who.Demand(staff.SeeKitchen); err != nil {
		return setup, err
	}
	return h.setup(ctx, who.Location)
}

func (h *House) setup(ctx context.Context, l order.Location) (setup kitchen.Setup, err error) {
	err = h.store.View(ctx, l, func(r store.Reader) error {
		setup, err = h.setups.of(l, r)
		return err
	})
	return setup, err
}

// SetUpKitchen replaces the set-up of the kitchen of the caller's location; what
// is at work stays where it is, unless its station is no more: then it goes to
// the catch-all. expected is the version that the caller has
// seen, 0 when it does not care. It returns an Invalid fault of
// kitchen.Setup.Check, or a Conflict fault "kitchen.version".
func (h *House) SetUpKitchen(ctx context.Context, who staff.Principal, setup kitchen.Setup, expected int64) (kitchen.Setup, error) {
	if err := who.Demand(staff.SetUpKitchen); err != nil {
		return setup, err
	}
	return h.changeSetup(ctx, who, func(now kitchen.Setup) (kitchen.Setup, error) {
		if expected != 0 && expected != now.Version {
			return now, fault.Conflict("kitchen.version", "the kitchen was set up anew meanwhile: look at it again before you change it")
		}
		return setup, nil
	})
}

// OpenStation opens or closes a station. The tasks of new orders go to the
// backup of a closed one. It returns a NotFound fault "kitchen.station".
func (h *House) OpenStation(ctx context.Context, who staff.Principal, id menu.StationID, open bool) (kitchen.Setup, error) {
	if err := who.Demand(staff.WorkKitchen); err != nil {
		return kitchen.Setup{}, err
	}
	return h.changeSetup(ctx, who, func(now kitchen.Setup) (kitchen.Setup, error) {
		return now.WithStation(id, open)
	})
}

// changeSetup stores what change makes of the set-up.
func (h *House) changeSetup(ctx context.Context, who staff.Principal, change func(kitchen.Setup) (kitchen.Setup, error)) (setup kitchen.Setup, err error) {
	err = h.update(ctx, who.Location, func(tx store.Tx) error {
		now, err := h.setups.of(who.Location, tx)
		if err != nil {
			return err
		}
		if setup, err = change(now); err != nil {
			return err
		}
		if err = setup.Check(); err != nil {
			return err
		}
		setup.Version = now.Version + 1
		if err = h.clearOut(tx, who, now, setup); err != nil {
			return err
		}
		return saveSetup(tx, setup)
	})
	return setup, err
}

// clearOut moves what is at work at stations that are no more to the catch-all:
// nothing is ever nowhere.
func (h *House) clearOut(tx store.Tx, who staff.Principal, was, setup kitchen.Setup) error {
	for _, st := range was.Stations {
		if _, stays := setup.Station(st.ID); stays {
			continue
		}
		by := order.Change{By: who.Name, At: h.clock()}
		orders, err := openOrders(tx, by.At)
		if err != nil {
			return err
		}
		for _, o := range orders {
			if err := moveAll(tx, o, st.ID, setup, by); err != nil {
				return err
			}
		}
	}
	return nil
}

// moveAll moves an open order's tasks from a station to the catch-all.
func moveAll(tx store.Tx, o order.Order, from menu.StationID, setup kitchen.Setup, by order.Change) error {
	if !o.Status.Open() {
		return nil
	}
	was := o.Version
	events, err := kitchen.Do(&o, kitchen.Command{Verb: kitchen.Reroute, Station: from, To: setup.CatchAll}, setup, by)
	if err != nil {
		return err
	}
	return keep(tx, o, was, events)
}

func saveSetup(tx store.Tx, setup kitchen.Setup) error {
	text, err := json.Marshal(setup)
	if err != nil {
		return fmt.Errorf("encode the set-up of the kitchen: %w", err)
	}
	if err := tx.SetNote(setupNote, text); err != nil {
		return err
	}
	return tx.SetNote(setupStamp, fmt.Appendf(nil, "%d %x", setup.Version, sha256.Sum256(text)))
}
