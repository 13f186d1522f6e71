package main

import "math"

// A score is what a player reached in one kitchen. Minutes are means.
type score struct {
	Orders  int
	Ready   float64 // minutes that orders took
	MAE     float64 // minutes between P50 and truth, at creation
	Bias    float64 // the same, signed: below 0 is too early
	Waiting float64 // minutes between P50 and truth, every two minutes while waiting
	Pinball float64 // of P80, at creation
	Covered float64 // share ready by the P80 at creation
	Broken  float64 // share ready more than 3 minutes after the first promise
	Early   float64 // share ready more than 8 minutes before it
	Changes float64 // of the promise, per order
	Pushed  float64 // share whose promise moved by more than 3 minutes in all
}

// grade scores outcomes.
func grade(outcomes []*outcome) (s score) {
	ticks := 0.0
	for _, o := range outcomes {
		s.add(o)
		for _, a := range o.answers[1:] {
			s.Waiting += math.Abs(a.P50-o.ready) / 60
			ticks++
		}
	}
	n := float64(max(s.Orders, 1))
	for _, mean := range []*float64{&s.Ready, &s.MAE, &s.Bias, &s.Pinball, &s.Covered, &s.Broken, &s.Early, &s.Changes, &s.Pushed} {
		*mean /= n
	}
	s.Waiting /= max(ticks, 1)
	return s
}

func (s *score) add(o *outcome) {
	quote := o.answers[0]
	s.Orders++
	s.Ready += (o.ready - o.created) / 60
	s.MAE += math.Abs(quote.P50-o.ready) / 60
	s.Bias += (quote.P50 - o.ready) / 60
	s.Pinball += pinball(o.ready-quote.P80, 0.8) / 60
	s.Covered += share(o.ready <= quote.P80)
	s.Broken += share(o.ready > quote.Published+3*60)
	s.Early += share(o.ready < quote.Published-8*60)
	changes, moved := o.moves()
	s.Changes += float64(changes)
	s.Pushed += share(moved > 3*60)
}

// moves returns how often the promise changed, and by how much in all.
func (o *outcome) moves() (changes int, moved float64) {
	for i := 1; i < len(o.answers); i++ {
		if o.answers[i].Published != o.answers[i-1].Published {
			changes++
		}
	}
	return changes, o.answers[len(o.answers)-1].Published - o.answers[0].Published
}

// pinball is the loss of a quantile tau that was missed by over.
func pinball(over, tau float64) float64 { return max(tau*over, (tau-1)*over) }

func share(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
