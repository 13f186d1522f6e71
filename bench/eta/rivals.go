package main

import (
	"math"

	"orderup/sim/kitchens"
)

// poc is the formula of the system that orderup replaces: five minutes and two
// for each line; ten minutes from when somebody begins.
type poc map[string]float64

func (p poc) tell(e kitchens.Event) error {
	switch e.Type {
	case kitchens.Create:
		p[e.Order] = e.T + 60*(5+2*float64(len(e.Lines)))
	case kitchens.Start:
		p[e.Order] = e.T + 600
	}
	return nil
}

func (p poc) ask(query kitchens.Event) (answer, error) {
	at := p[query.Order]
	return answer{at, at, at}, nil
}

// average forecasts by what each dish has taken lately, from order to bump,
// and knows no queue. It is the control: the limits must refuse it.
type average struct {
	dishes map[string]float64 // minutes
	most   float64            // ln of the 80 % quantile of actual by forecast
	seen   float64
	orders map[string]*waiting
}

type waiting struct {
	lines   []kitchens.Line
	fired   []float64
	bumped  []bool
	created float64
	guess   float64 // minutes
	shown   float64
}

func newAverage() *average {
	return &average{dishes: map[string]float64{}, most: 0.3, orders: map[string]*waiting{}}
}

func (a *average) tell(e kitchens.Event) error {
	switch e.Type {
	case kitchens.Menu:
		for _, item := range e.Items {
			a.dishes[item.ID] = max(item.Prep/60, 1)
		}
	case kitchens.Create:
		a.orders[e.Order] = a.create(e)
	case kitchens.Fire:
		a.orders[e.Order].fired[*e.Line] = e.T
	case kitchens.Bump:
		a.bump(a.orders[e.Order], *e.Line, e.T)
	case kitchens.Ready:
		a.ready(a.orders[e.Order], e.T)
		delete(a.orders, e.Order)
	}
	return nil
}

func (a *average) create(e kitchens.Event) *waiting {
	w := &waiting{lines: e.Lines, created: e.T, bumped: make([]bool, len(e.Lines))}
	for _, l := range e.Lines {
		w.fired = append(w.fired, e.T)
		w.guess = max(w.guess, a.dishes[l.Item]+0.7)
	}
	return w
}

func (a *average) bump(w *waiting, line int, t float64) {
	w.bumped[line] = true
	dish := w.lines[line].Item
	a.dishes[dish] += 0.05 * ((t-w.fired[line])/60 - a.dishes[dish])
}

func (a *average) ready(w *waiting, t float64) {
	for i, done := range w.bumped {
		if !done {
			a.bump(w, i, t-40)
		}
	}
	a.seen++
	step, x := 0.03*(1+6/(1+a.seen/8)), math.Log((t-w.created)/60/w.guess)
	if x > a.most {
		a.most += 0.8 * step
	} else {
		a.most -= 0.2 * step
	}
}

func (a *average) ask(query kitchens.Event) (answer, error) {
	w := a.orders[query.Order]
	left := max(w.guess-(query.T-w.created)/60, 1)
	half, most := query.T+60*left, query.T+60*left*math.Exp(max(a.most, 0.02))
	switch {
	case w.shown == 0:
		w.shown = fullMinute(most)
	case half > w.shown+30:
		w.shown = fullMinute(max((half+most)/2, w.shown+60))
	}
	return answer{half, most, w.shown}, nil
}

func fullMinute(seconds float64) float64 { return 60 * math.Ceil(seconds/60) }
