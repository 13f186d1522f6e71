package kitchens

import (
	"cmp"
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

func compare(a, b float64) int { return cmp.Compare(a, b) }

// A day is a service under way.
type day struct {
	*House
	r       *rand.Rand
	number  int
	now     float64 // minutes after midnight
	later   agenda
	benches []bench
	speed   float64 // ln of the times of today
	mood    float64 // ln of the times of this hour: goes up and down
	moodAt  float64
	heard   []Event
}

// A happening is something that will be done.
type happening struct {
	at    float64
	place int // those of one moment are done in the order they were planned
	do    func()
}

type agenda struct {
	all   []happening
	count int
}

func (a *agenda) Len() int { return len(a.all) }
func (a *agenda) Less(i, j int) bool {
	return a.all[i].at < a.all[j].at || a.all[i].at == a.all[j].at && a.all[i].place < a.all[j].place
}
func (a *agenda) Swap(i, j int) { a.all[i], a.all[j] = a.all[j], a.all[i] }
func (a *agenda) Push(x any)    { a.all = append(a.all, x.(happening)) }
func (a *agenda) Pop() any {
	last := a.all[len(a.all)-1]
	a.all = a.all[:len(a.all)-1]
	return last
}

// at plans something.
func (d *day) at(minute float64, do func()) {
	d.later.count++
	heap.Push(&d.later, happening{max(minute, d.now), d.later.count, do})
}

// Events returns what the screens hear in so many days, from the menu on.
func (h *House) Events(days int) []Event {
	events := []Event{h.menu()}
	for n := range days {
		events = append(events, Event{Type: NewDay, T: seconds(n, 5*60)})
		events = append(events, h.play(n)...)
	}
	return events
}

// play plays the day of that number, from 0.
func (h *House) play(number int) []Event {
	r := rand.New(rand.NewPCG(h.seed, 100+uint64(number)))
	d := &day{House: h, r: r, number: number, speed: h.dayNoise * r.NormFloat64(), benches: make([]bench, len(h.stations))}
	for i, g := range h.guests(rand.New(rand.NewPCG(h.seed, 10_000+uint64(number)))) {
		d.at(g.at, func() { d.welcome(fmt.Sprintf("%d-%d", number+1, i+1), g) })
	}
	for d.later.Len() > 0 {
		next := heap.Pop(&d.later).(happening)
		d.now = next.at
		next.do()
	}
	slices.SortStableFunc(d.heard, func(a, b Event) int { return compare(a.T, b.T) })
	return d.heard
}

// hear tells the screens of something, unless the order was never entered.
func (d *day) hear(o *order, e Event) {
	if !o.hidden {
		e.T, e.Order = seconds(d.number, d.now), o.id
		d.heard = append(d.heard, e)
	}
}

// seconds turns minutes of a day into seconds since the first, to a tenth.
func seconds(day int, minute float64) float64 {
	return math.Round(600*(float64(day)*24*60+minute)) / 10
}

// pace returns by how much longer everything takes at this moment.
func (d *day) pace() float64 {
	const memory = 45 // minutes until a mood is forgotten, by e
	kept := math.Exp(-(d.now - d.moodAt) / memory)
	d.mood = kept*d.mood + math.Sqrt(1-kept*kept)*d.drift*d.r.NormFloat64()
	d.moodAt = d.now
	return math.Exp(d.speed + d.mood)
}
