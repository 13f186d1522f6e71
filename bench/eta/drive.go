package main

import (
	"fmt"
	"strconv"

	"orderup/sim/kitchens"
)

// askEvery is how long a guest waits before looking again, in seconds.
const askEvery = 120

// An outcome is what was forecast for an order, and what became of it.
type outcome struct {
	order   string
	created float64
	ready   float64
	answers []answer // at creation, then every two minutes
	asked   []float64
}

// A drive leads one player through the events of a kitchen.
type drive struct {
	player
	open    map[string]*outcome
	waiting []*outcome // in the order of the next query: all wait equally long
	done    []*outcome
	queries int
}

// play tells a player what happens, asks it as guests would, and returns what
// came out for the orders that were created from a time on.
func play(p player, events []kitchens.Event, from float64) ([]*outcome, error) {
	d := drive{player: p, open: map[string]*outcome{}}
	for _, e := range events {
		if err := d.askUntil(e.T); err != nil {
			return nil, err
		}
		if err := d.happen(e); err != nil {
			return nil, err
		}
	}
	var measured []*outcome
	for _, o := range d.done {
		if o.created >= from {
			measured = append(measured, o)
		}
	}
	return measured, nil
}

func (d *drive) happen(e kitchens.Event) error {
	if err := d.tell(e); err != nil {
		return fmt.Errorf("tell of a %s: %w", e.Type, err)
	}
	switch e.Type {
	case kitchens.Create:
		o := &outcome{order: e.Order, created: e.T}
		d.open[e.Order] = o
		return d.query(o, e.T, true)
	case kitchens.Ready:
		o := d.open[e.Order]
		o.ready = e.T
		delete(d.open, e.Order)
		d.done = append(d.done, o)
	}
	return nil
}

// askUntil asks for those who have waited long enough before t.
func (d *drive) askUntil(t float64) error {
	for len(d.waiting) > 0 {
		o := d.waiting[0]
		next := o.asked[len(o.asked)-1] + askEvery
		if o.ready == 0 && next > t {
			return nil
		}
		d.waiting = d.waiting[1:]
		if o.ready > 0 {
			continue
		}
		if err := d.query(o, next, false); err != nil {
			return err
		}
	}
	return nil
}

func (d *drive) query(o *outcome, t float64, quote bool) error {
	d.queries++
	a, err := d.ask(kitchens.Event{Type: kitchens.Query, T: t, ID: strconv.Itoa(d.queries), Order: o.order, Quote: quote})
	o.answers, o.asked = append(o.answers, a), append(o.asked, t)
	d.waiting = append(d.waiting, o)
	return err
}
