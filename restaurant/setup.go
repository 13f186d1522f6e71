package restaurant

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/menu"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// The notes in which the set-up of a kitchen is kept: the second, which is
// small, says whether the first has changed.
const (
	setupNote        = "kitchen"
	setupVersionNote = "kitchen.version"
)

// setups keeps the set-ups that were read.
type setups struct {
	known sync.Map // order.Location -> kitchen.Setup
}

// of returns the set-up of the location that r reads, as it is in that state:
// no order is routed by an old one, on no node.
func (s *setups) of(l order.Location, r store.Reader) (kitchen.Setup, error) {
	version, err := noteVersion(r, setupVersionNote)
	if err != nil {
		return kitchen.Setup{}, err
	}
	if known, ok := s.known.Load(l); ok && known.(kitchen.Setup).Version == version {
		return known.(kitchen.Setup), nil
	}
	setup := kitchen.Default()
	text, err := r.Note(setupNote)
	if err != nil {
		return setup, err
	}
	if text != nil {
		setup = kitchen.Setup{}
		if err := json.Unmarshal(text, &setup); err != nil {
			return setup, fmt.Errorf("decode the set-up of the kitchen of %s: %w", l, err)
		}
	}
	s.known.Store(l, setup)
	return setup, nil
}

// current returns the set-up of a location as it was when it was last read; a
// first time it is read.
func (s *setups) current(ctx context.Context, from store.Store, l order.Location) (setup kitchen.Setup, err error) {
	if known, ok := s.known.Load(l); ok {
		return known.(kitchen.Setup), nil
	}
	err = from.View(ctx, l, func(r store.Reader) error {
		setup, err = s.of(l, r)
		return err
	})
	return setup, err
}

// noteVersion reads a note that holds a number; 0 when there is none.
func noteVersion(r store.Reader, name string) (int64, error) {
	text, err := r.Note(name)
	if err != nil || text == nil {
		return 0, err
	}
	version, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("decode note %s: %w", name, err)
	}
	return version, nil
}

// Setup returns how the kitchen of the caller's location works.
func (h *House) Setup(ctx context.Context, who staff.Principal) (setup kitchen.Setup, err error) {
	if err := who.Demand(staff.SeeKitchen); err != nil {
		return setup, err
	}
	err = h.store.View(ctx, who.Location, func(r store.Reader) error {
		setup, err = h.setups.of(who.Location, r)
		return err
	})
	return setup, err
}

// SetUpKitchen replaces the set-up of the kitchen of the caller's location; what
// is at work stays where it is. expected is the version that the caller has
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
		return saveSetup(tx, setup)
	})
	return setup, err
}

func saveSetup(tx store.Tx, setup kitchen.Setup) error {
	text, err := json.Marshal(setup)
	if err != nil {
		return fmt.Errorf("encode the set-up of the kitchen: %w", err)
	}
	if err := tx.SetNote(setupNote, text); err != nil {
		return err
	}
	return tx.SetNote(setupVersionNote, strconv.AppendInt(nil, setup.Version, 10))
}
