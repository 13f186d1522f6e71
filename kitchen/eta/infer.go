package eta

import (
	"cmp"
	"slices"
)

// maxGrouped is how many dishes are grouped, the most frequent ones: each is
// tried with each other. What else is typed at a till has no station.
const maxGrouped = 64

// A step is one line fired or done, in the past.
type step struct {
	at   float64
	line int
	done bool
}

// A group is dishes that may share a station.
type group struct {
	dishes []int // by frequency
	loss   float64
}

// A rehearsal plays the past again, with stations that are made up.
type rehearsal struct {
	*Estimator
	past  []pastLine
	dish  []int // of each line; -1 for one that is too rare
	items []string
	steps []step
}

// infer finds out which dishes share a station: those whose past is explained
// best by one queue.
func (e *Estimator) infer() {
	if !e.past.ripe() {
		return
	}
	e.past.fresh = 0
	r := e.rehearse()
	groups := r.merge()
	e.settle(r, groups)
}

func (e *Estimator) rehearse() *rehearsal {
	r := &rehearsal{Estimator: e, past: e.past.lines}
	r.rank()
	for i, l := range r.past {
		r.steps = append(r.steps, step{l.fired, i, false}, step{l.done, i, true})
	}
	slices.SortStableFunc(r.steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	return r
}

// rank numbers the dishes, the most frequent first.
func (r *rehearsal) rank() {
	count := map[string]int{}
	for _, l := range r.past {
		if count[l.item]++; count[l.item] == 1 {
			r.items = append(r.items, l.item)
		}
	}
	slices.SortStableFunc(r.items, func(a, b string) int { return count[b] - count[a] })
	r.items = r.items[:min(len(r.items), maxGrouped)]
	r.dish = make([]int, len(r.past))
	for i, l := range r.past {
		r.dish[i] = slices.Index(r.items, l.item)
	}
}

// merge joins groups of dishes as long as that explains the past better.
func (r *rehearsal) merge() []group {
	groups := make([]group, len(r.items))
	for i := range groups {
		groups[i] = r.judge([]int{i})
	}
	type pair struct {
		a, b  int
		joint group
		gain  float64
	}
	var pairs []pair
	try := func(a, b int) {
		joint := r.judge(slices.Concat(groups[a].dishes, groups[b].dishes))
		if gain := groups[a].loss + groups[b].loss - joint.loss; gain > 0 {
			pairs = append(pairs, pair{a, b, joint, gain})
		}
	}
	for a := range groups {
		for b := range a {
			try(b, a)
		}
	}
	for len(pairs) > 0 {
		best := slices.MaxFunc(pairs, func(p, q pair) int { return cmp.Compare(p.gain, q.gain) })
		pairs = slices.DeleteFunc(pairs, func(p pair) bool { return p.a == best.a || p.b == best.a || p.a == best.b || p.b == best.b })
		groups[best.a], groups[best.b] = best.joint, group{}
		for other := range groups {
			if other != best.a && groups[other].dishes != nil {
				try(min(other, best.a), max(other, best.a))
			}
		}
	}
	return slices.DeleteFunc(groups, func(g group) bool { return g.dishes == nil })
}

func (r *rehearsal) judge(dishes []int) group {
	_, loss := r.play(dishes)
	return group{dishes, loss}
}

// play lets a station cook what there was of some dishes, and returns it with
// what its best variant has erred.
func (r *rehearsal) play(dishes []int) (*station, float64) {
	member := make([]bool, len(r.items))
	for _, d := range dishes {
		member[d] = true
	}
	s := newStation("", 0)
	var erred [variants]float64
	lines := make([]*line, len(r.past))
	for _, st := range r.steps {
		if d := r.dish[st.line]; d < 0 || !member[d] {
			continue
		}
		p := r.past[st.line]
		if !st.done {
			l := &line{quantity: p.quantity, dish: s.dish(p.item, r.config.Items[p.item].Prep.Minutes()), place: uint64(st.line + 1)}
			l.place = r.next()
			lines[st.line] = l
			s.fire(l, st.at)
			continue
		}
		l := lines[st.line]
		s.bump(l, st.at, p.taps)
		if l.taught != nil {
			for n := range erred {
				erred[n] += l.taught[n].loss
			}
		}
	}
	return s, slices.Min(erred[:])
}

// settle sends the dishes of each group to a station of their own, which has
// learned what its past can teach.
func (e *Estimator) settle(r *rehearsal, groups []group) {
	for item, name := range e.inferred {
		delete(e.stations, name)
		delete(e.inferred, item)
	}
	for _, g := range groups {
		s, _ := r.play(g.dishes)
		s.name = "with " + r.items[g.dishes[0]]
		e.stations[s.name] = s
		for _, d := range g.dishes {
			e.inferred[r.items[d]] = s.name
		}
	}
}
