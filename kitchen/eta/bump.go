package eta

import (
	"math"
	"slices"
)

// bump takes a line that is done out of the queue, and learns from it.
func (s *station) bump(l *line, t float64, teach bool) {
	teach = teach && !l.recalled && t > l.fired
	l.begun = s.leave(l, t)
	l.is, l.done = done, t
	if teach {
		s.teach(l, t)
	}
	s.admit(t)
}

// leave takes a line out of the queue, and returns what each variant thought
// of its cooking.
func (s *station) leave(l *line, t float64) *[variants]cooking {
	var begun [variants]cooking
	s.lines.take(l)
	for n := range s.variants {
		begun[n], _ = s.variants[n].drop(l)
	}
	s.version++
	return &begun
}

func (s *station) admit(t float64) {
	for n := range s.variants {
		s.variants[n].admit(s, t)
	}
}

func (s *station) teach(l *line, t float64) {
	l.taught = new([variants]lesson)
	for n := range s.variants {
		v, taught := &s.variants[n], &l.taught[n]
		*taught = v.judge(l, t)
		if c := l.begun[n]; c.line != nil && t > c.start {
			v.learn(l, c, t, taught)
		}
	}
	s.choose()
}

// unteach takes back what a bump has taught.
func (s *station) unteach(l *line) {
	if l.taught == nil {
		return
	}
	for n := range s.variants {
		s.variants[n].unlearn(l.dish, l.taught[n])
	}
	l.taught = nil
	s.version++
	s.choose()
}

// choose believes another variant when it errs clearly less.
func (s *station) choose() {
	best := s.best
	for n := range s.variants {
		if s.variants[n].error() < s.variants[best].error() {
			best = n
		}
	}
	if s.variants[best].error() < switchGain*s.variants[s.best].error() {
		s.best = best
		s.version++
	}
}

// watch looks out for somebody who clears the screen: what those taps taught
// is taken back.
func (s *station) watch(l *line, t float64) {
	if n := len(s.taps); n == 0 || math.Abs(t-s.taps[n-1].at) > clearedIn {
		s.taps, s.judge = slices.Delete(s.taps, 0, n), s.best // what these taps make it believe must not judge them
	}
	if len(s.taps) == clearedKept {
		s.taps = slices.Delete(s.taps, 0, 1)
	}
	s.taps = append(s.taps, tap{l, t, s.variants[s.judge].absurd(l, t)})
	idle := 0
	for _, t := range s.taps {
		if t.idle {
			idle++
		}
	}
	if idle <= max(clearedLines, len(s.taps)/clearedPart) {
		return
	}
	for _, t := range s.taps {
		s.unteach(t.line)
		t.line.cleared = true
	}
}

// remove takes a line that nobody wants any more out of the queue.
func (s *station) remove(l *line, t float64) {
	s.leave(l, t)
	l.is = gone
	s.admit(t)
}

// reopen puts a line back to where it was before its bump, which has taught
// nothing then.
func (s *station) reopen(l *line, t float64) {
	s.unteach(l)
	s.lines.put(l)
	for n := range s.variants {
		s.variants[n].resume(l, l.begun[n], t)
	}
	l.is, l.begun, l.recalled = queued, nil, true
	s.version++
	s.admit(t)
}

// newDay forgets half of the pace: other people, another day.
func (s *station) newDay() {
	for n := range s.variants {
		v := &s.variants[n]
		v.setPace(v.pace / 2)
	}
	s.version++
}
