package evening

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"orderup/fault"
	"orderup/menu"
	"orderup/order"
	"orderup/restaurant"
)

// WarmUp is how much of the service is over when people see it.
const WarmUp = 30 * time.Minute

const (
	settles  = time.Millisecond // while warming up, the house has so long after each act to do what is due
	night    = time.Hour        // a hole of the script that is as long is skipped
	patience = time.Second      // what the house could not do is tried again
)

// A Config is what a service is made of.
type Config struct {
	House    *restaurant.House
	Location order.Location
	Clock    *Clock // of the house; it stands still in the zone of the restaurant, at the beginning of the script
	Seed     uint64
	Log      *slog.Logger
}

// Run plays a service in the house until ctx ends, whose error it returns. It
// sets up the kitchen, plays the first WarmUp of the script at once, and starts
// the clock.
func Run(ctx context.Context, c Config) error {
	setup := Setup(c.Clock.Rate())
	if _, err := c.House.SetUpKitchen(ctx, principal(c.Location, "manager"), setup, 0); err != nil {
		return fmt.Errorf("set up the kitchen of the demonstration: %w", err)
	}
	script := NewScript(Plan{Start: c.Clock.Now(), Seed: c.Seed, Menu: menu.Demo(), Setup: setup})
	p := &play{Config: c, script: script, run: rand.Text(), news: make(chan struct{}, 1)}
	p.warmUp(ctx)
	head, err := c.House.Head(ctx, principal(c.Location, "expo"))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer cancel()
	beside.Go(func() { p.watch(ctx, head) })
	p.goOn(ctx)
	return ctx.Err()
}

// A play is a script that is being played.
type play struct {
	Config
	script *Script
	run    string // makes the keys of this run its own
	acts   int
	news   chan struct{} // has a value when strangers is not empty

	mu        sync.Mutex
	strangers []order.ID // orders that people have changed
}

// warmUp plays the beginning as fast as the house can.
func (p *play) warmUp(ctx context.Context) {
	until := p.script.now.Add(WarmUp)
	for ctx.Err() == nil && p.script.When().Before(until) {
		p.Clock.PutForward(p.script.When())
		if act, ok := p.script.Step(); ok {
			p.do(ctx, act)
			rest(ctx, settles)
		}
	}
	p.Clock.PutForward(until)
	p.Clock.Start()
}

// goOn plays the rest in its time.
func (p *play) goOn(ctx context.Context) {
	for ctx.Err() == nil {
		for _, id := range p.changed() {
			p.adopt(ctx, id)
		}
		next := p.script.When()
		switch wait := next.Sub(p.Clock.Now()); {
		case wait > night:
			p.Clock.PutForward(next.Add(-time.Minute))
		case wait > 0:
			p.rest(ctx, p.Clock.Until(next))
		default:
			if act, ok := p.script.Step(); ok {
				p.do(ctx, act)
			}
		}
	}
}

// rest waits, but not when people have changed something.
func (p *play) rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.news:
	case <-ctx.Done():
	}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// do asks the house for an act. What it refuses has become impossible because
// of what somebody else did: then the script is told how things are.
func (p *play) do(ctx context.Context, a Act) {
	p.acts++
	key := restaurant.Key(fmt.Sprintf("demo %s %d", p.run, p.acts))
	for ctx.Err() == nil {
		o, err := p.ask(ctx, a, key)
		_, placed := a.Deed.(Place)
		switch {
		case err == nil && placed:
			p.script.Placed(o.ID)
			return
		case err == nil:
			return
		case refused(err):
			p.Log.Debug("the house refuses what the script says", "act", a, "error", err)
			p.adopt(ctx, a.Order)
			return
		case ctx.Err() == nil:
			p.Log.Warn("the demonstration stands still, trying again", "error", err)
			rest(ctx, patience)
		}
	}
}

// ask carries an act out and returns the order that it is about.
func (p *play) ask(ctx context.Context, a Act, key restaurant.Key) (order.Order, error) {
	who, ref := principal(p.Location, a.By), restaurant.Ref(a.Order)
	switch d := a.Deed.(type) {
	case Place:
		return theOrder(p.House.Place(ctx, who, d.Draft, key))
	case Add:
		return theOrder(p.House.AddItems(ctx, who, ref, d.Lines, key))
	case Work:
		return theOrder(p.House.Work(ctx, who, ref, d.Command, key))
	case Move:
		return theOrder(p.House.Move(ctx, who, restaurant.Move{Order: ref, To: d.To, Reason: d.Reason}, key))
	case Open:
		_, err := p.House.OpenStation(ctx, who, d.Station, d.Open)
		return order.Order{}, err
	case Supply:
		_, _, err := p.House.SetAvailability(ctx, who, d.Item, menu.Supply{State: d.State}, key)
		return order.Order{}, err
	}
	panic(fmt.Sprintf("nobody can do %T", a.Deed))
}

func theOrder(r restaurant.Result, err error) (order.Order, error) {
	if err != nil {
		return order.Order{}, err
	}
	return r.Order(), nil
}

// refused reports whether it is of no use to ask again.
func refused(err error) bool {
	return slices.Contains([]fault.Kind{fault.KindConflict, fault.KindNotFound, fault.KindInvalid, fault.KindMalformed, fault.KindForbidden}, fault.Of(err).Kind)
}

// watch notes which orders are changed by people, until ctx ends.
func (p *play) watch(ctx context.Context, head int64) {
	for ctx.Err() == nil {
		err := p.House.Follow(ctx, principal(p.Location, "expo"), head, func(events []order.Event) error {
			for _, e := range events {
				if head = e.Seq; !simulated(e.Actor) {
					p.note(e.Order.ID)
				}
			}
			return nil
		})
		if ctx.Err() == nil {
			p.Log.Warn("the demonstration does not see what people do, looking again", "error", err)
			rest(ctx, patience)
		}
	}
}

func (p *play) note(id order.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.strangers, id) {
		p.strangers = append(p.strangers, id)
	}
	select {
	case p.news <- struct{}{}:
	default:
	}
}

// changed returns the orders that people have changed since the last call.
func (p *play) changed() []order.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids := p.strangers
	p.strangers = nil
	return ids
}

// adopt tells the script how an order is in the house.
func (p *play) adopt(ctx context.Context, id order.ID) {
	o, err := p.House.Order(ctx, principal(p.Location, "expo"), restaurant.Ref(id))
	switch {
	case err == nil:
		p.script.Adopt(o, p.Clock.Now())
	case errors.Is(err, fault.KindNotFound):
		p.script.Forget(id)
	case ctx.Err() == nil:
		p.Log.Warn("the demonstration lost sight of an order, looking again", "order", id, "error", err)
		rest(ctx, patience)
		p.note(id)
	}
}
