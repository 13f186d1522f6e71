package sim

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"orderup/fault"
)

// Who runs the crew, of several nodes on one database: what is wanted is a note
// of the location, which every node may change; and the one node that holds the
// lease does it. When that node dies another gets the lease and goes on with
// the orders as they are. What must not happen twice does not hang on the lease:
// each move names the version it has seen.

// work is the name of the note, of the lease and of what is announced.
const work = "simulation"

// tendEvery is how often a node compares what is wanted with what is done.
const tendEvery = time.Second

// tendWithin is how long that may take.
const tendWithin = 5 * time.Second

// A wish is what is wanted of the kitchen.
type wish struct {
	Open  bool      `json:"open"`
	Shift Shift     `json:"shift"`
	Since time.Time `json:"since"` // when this shift was first wanted
	Asked int64     `json:"asked"` // grows each time it is wanted again
}

// again is the wish after somebody has asked for a shift.
func (w wish) again(s Shift, now time.Time) wish {
	if !w.Open || w.Shift != s {
		w.Open, w.Shift, w.Since = true, s, now.UTC().Truncate(time.Millisecond)
	}
	w.Asked++
	return w
}

// Run keeps the crew as it is wanted, until ctx ends, and then stops the kitchen
// for good; what is wanted stays.
func (k *Kitchen) Run(ctx context.Context) {
	defer k.Close()
	tick := time.NewTicker(tendEvery)
	defer tick.Stop()
	away := false
	for {
		err := k.round(ctx)
		if err != nil && !away && ctx.Err() == nil {
			k.config.Log.Warn("cannot look after the simulated kitchen, trying again", "location", k.config.Location, "error", err)
		}
		away = err != nil
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// round tends the kitchen once and tells the other nodes how it goes.
func (k *Kitchen) round(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tendWithin)
	defer cancel()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return nil
	}
	if err := k.tend(ctx); err != nil || k.lease == nil {
		return err
	}
	return k.config.House.Announce(ctx, k.who, work, k.crew.Load().state())
}

// tend makes what is done here what is wanted, if it is this node's to do. mu
// must be held.
func (k *Kitchen) tend(ctx context.Context) error {
	k.noticeLoss()
	if err := k.finish(ctx); err != nil {
		return err
	}
	w, err := k.wanted(ctx)
	if err != nil {
		return err
	}
	if !w.Open {
		k.release()
		return nil
	}
	ours := k.lease != nil
	if !ours {
		if k.lease, err = k.config.House.Lead(ctx, k.who, work); err != nil || k.lease == nil {
			return err
		}
	}
	// A crew that went home this very moment is the next round's to notice: to
	// hire another one here would keep an empty kitchen open.
	switch c := k.crew.Load(); {
	case !ours || c.shift != w.Shift:
		k.sendHome()
		k.crew.Store(hire(k.config, w))
		k.asked = w.Asked
	case c.working():
		k.asked = w.Asked
	}
	return nil
}

// finish closes the kitchen when the crew went home because there was nothing
// to do, unless it was asked for again meanwhile.
func (k *Kitchen) finish(ctx context.Context) error {
	if c := k.crew.Load(); k.lease == nil || c.working() {
		return nil
	}
	err := k.change(ctx, func(w wish) wish {
		w.Open = w.Open && w.Asked != k.asked
		return w
	})
	if err == nil {
		k.release()
	}
	return err
}

// noticeLoss sends the crew home when the right to it was lost.
func (k *Kitchen) noticeLoss() {
	if k.lease == nil {
		return
	}
	select {
	case <-k.lease.Lost():
		k.config.Log.Warn("the right to run the simulated kitchen was lost with the database", "location", k.config.Location)
		k.release()
	default:
	}
}

// release sends the crew home and leaves the work to whoever wants it.
func (k *Kitchen) release() {
	if k.lease == nil {
		return
	}
	k.sendHome()
	k.lease.Release()
	k.lease = nil
}

// nobody returns when no node runs a crew any more.
func (k *Kitchen) nobody(ctx context.Context) error {
	for {
		lease, err := k.config.House.Lead(ctx, k.who, work)
		if err != nil {
			return err
		}
		if lease != nil {
			lease.Release()
			return nil
		}
		if sleep(ctx, tendEvery/10); ctx.Err() != nil {
			return fault.Unavailable("sim.elsewhere", "another server does not answer whether its cooks went home: try again in a moment").Because(ctx.Err())
		}
	}
}

// wanted reads what is wanted.
func (k *Kitchen) wanted(ctx context.Context) (w wish, err error) {
	_, err = k.config.House.Note(ctx, k.who, work, &w)
	return w, err
}

// change changes what is wanted.
func (k *Kitchen) change(ctx context.Context, f func(wish) wish) error {
	return k.config.House.ChangeNote(ctx, k.who, work, func(old []byte) any {
		var was wish
		if json.Unmarshal(old, &was) != nil {
			was = wish{} // none yet, or one of a later version
		}
		if now := f(was); now != was {
			return now
		}
		return nil
	})
}

// elsewhere tells what the crew of another node does.
func (k *Kitchen) elsewhere(ctx context.Context, w wish) (State, error) {
	s := State{Running: true, Speed: w.Shift.Speed, Seed: w.Shift.Seed, Cooks: k.config.Cooks, Since: w.Since, Message: "the simulated kitchen is about to open"}
	told, err := k.config.House.Announced(ctx, k.who, work)
	if err != nil {
		return s, err
	}
	for _, a := range told {
		var other State
		if json.Unmarshal(a.Text, &other) == nil && other.Running && other.Since.Equal(w.Since) {
			s = other
			s.Message = fmt.Sprintf("run by server %s: %s", a.Node, other.Message)
		}
	}
	return s, nil
}
