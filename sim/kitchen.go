// Package sim is a restaurant that runs by itself: a crew of simulated cooks
// and, for a demonstration, guests who order. Both go through package
// restaurant like everybody else: what they do is stored, told and audited as
// any cook's work, under the name "simulation".
//
// How long things take is drawn from a seed and the order's number, never from
// the moment: the same seed gives the same order the same times.
package sim

import (
	"cmp"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
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

// A Kitchen has at most one crew at work. Its methods may be called at any
// time from any goroutine.
type Kitchen struct {
	config Config
	crew   atomic.Pointer[crew] // the crew at work, or the last one; nil before the first

	mu     sync.Mutex // held while a crew is sent home or hired
	closed bool
}

// New returns a kitchen where nobody works yet.
func New(c Config) *Kitchen {
	c.Cooks = cmp.Or(c.Cooks, DefaultCooks)
	c.Idle = cmp.Or(c.Idle, DefaultIdle)
	return &Kitchen{config: c}
}

// Start sends a crew to work. If one works the same shift already nothing
// changes; a crew with another speed or seed is replaced, and the new one goes
// on with the orders as they are. It returns an Invalid fault "sim.speed", or
// an Unavailable fault "sim.closed" after Close.
func (k *Kitchen) Start(s Shift) (State, error) {
	s, err := s.withDefaults()
	if err != nil {
		return State{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return State{}, fault.Unavailable("sim.closed", "the server is stopping: start the simulation again in a moment")
	}
	if c := k.crew.Load(); c == nil || !c.working() || c.shift != s {
		k.sendHome()
		k.crew.Store(hire(k.config, s))
	}
	return k.State(), nil
}

// Stop sends the crew home and waits until it has left: afterwards it changes
// no order any more.
func (k *Kitchen) Stop() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sendHome()
	return k.State()
}

// Close stops the kitchen for good.
func (k *Kitchen) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	k.sendHome()
}

// State tells what the kitchen does right now.
func (k *Kitchen) State() State {
	c := k.crew.Load()
	if c == nil {
		return State{Cooks: k.config.Cooks, Message: closedMessage}
	}
	return c.state()
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
