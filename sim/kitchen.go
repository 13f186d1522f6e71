// Package sim is a kitchen that runs by itself: a crew of simulated cooks who
// take orders through their statuses. They go through package restaurant like
// everybody else: what they do is stored, told and audited as any cook's work,
// under the name "simulation".
//
// How long things take is drawn from a seed and the order's number, never from
// the moment: the same seed gives the same order the same times.
package sim

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
	"orderup/store"
)

// Never is a Config.Idle: the crew stays until it is stopped.
const Never time.Duration = -1

// The defaults of a Config.
const (
	DefaultCooks = 3
	DefaultIdle  = time.Minute
)

// A Config is what a simulated kitchen is made of.
type Config struct {
	House    *restaurant.House
	Location order.Location
	Log      *slog.Logger
	Cooks    int           // who cook one order each at a time; DefaultCooks when 0
	Idle     time.Duration // the crew goes home when there was no open order for so long; DefaultIdle when 0, see Never
}

// A Kitchen has at most one crew at work, here or on another node. Its methods
// may be called at any time from any goroutine.
type Kitchen struct {
	config Config
	who    staff.Principal
	crew   atomic.Pointer[crew] // the crew at work here, or the last one; nil before the first

	mu     sync.Mutex   // held while a crew is sent home or hired
	lease  *store.Lease // the right to have a crew; nil when there is none here
	asked  int64        // the wish.Asked that the crew serves
	closed bool
}

// New returns a kitchen where nobody works yet; Run lets it go on with what is
// wanted.
func New(c Config) *Kitchen {
	c.Cooks = cmp.Or(c.Cooks, DefaultCooks)
	c.Idle = cmp.Or(c.Idle, DefaultIdle)
	return &Kitchen{config: c, who: principal(c.Location)}
}

// Start asks for a crew to work, on whichever node. If one works the same shift
// already nothing changes; a crew with another speed or seed is replaced, and
// the new one goes on with the orders as they are. It returns an Invalid fault
// "sim.speed", an Unavailable fault "sim.closed" after Close, or the store's.
func (k *Kitchen) Start(ctx context.Context, s Shift) (State, error) {
	s, err := s.withDefaults()
	if err != nil {
		return State{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return State{}, fault.Unavailable("sim.closed", "the server is stopping: start the simulation again in a moment")
	}
	if err := k.finish(ctx); err != nil {
		return State{}, err
	}
	if err := k.change(ctx, func(w wish) wish { return w.again(s, time.Now()) }); err != nil {
		return State{}, err
	}
	if err := k.tend(ctx); err != nil {
		return State{}, err
	}
	return k.State(ctx)
}

// Stop sends the crew home and waits until it has left: afterwards it changes
// no order any more, on no node. It returns the store's faults, or an
// Unavailable fault "sim.elsewhere" when another node does not stop in time.
func (k *Kitchen) Stop(ctx context.Context) (State, error) {
	ctx, cancel := context.WithTimeout(ctx, tendWithin)
	defer cancel()
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.change(ctx, func(w wish) wish { w.Open = false; return w }); err != nil {
		return State{}, err
	}
	k.release()
	if err := k.nobody(ctx); err != nil {
		return State{}, err
	}
	return k.State(ctx)
}

// Close sends the crew home and stops the kitchen for good, on this node; what
// is wanted stays, for another node or after a restart.
func (k *Kitchen) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	k.release()
}

// State tells what the kitchen does right now, on whichever node. It returns
// the store's faults.
func (k *Kitchen) State(ctx context.Context) (State, error) {
	c := k.crew.Load()
	if c != nil && c.working() {
		return c.state(), nil
	}
	w, err := k.wanted(ctx)
	switch {
	case err != nil:
		return State{}, err
	case w.Open && (c == nil || !c.since.Equal(w.Since)):
		return k.elsewhere(ctx, w)
	case c != nil:
		return c.state(), nil
	}
	return State{Cooks: k.config.Cooks, Message: closedMessage}, nil
}

func (k *Kitchen) sendHome() {
	if c := k.crew.Load(); c != nil {
		c.leave()
	}
}

// principal is who the simulation is to the house.
func principal(l order.Location) staff.Principal {
	return staff.Principal{Role: staff.System, Name: "simulation", Location: l}
}
