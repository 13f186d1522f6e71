package evening

import (
	"container/heap"
	"time"
)

// An entry is something that will happen at a time.
type entry struct {
	at  time.Time
	nth int // of all entries: those of one time happen in the order in which they were made
	do  func()
}

// An agenda is what will happen, the first first.
type agenda struct {
	entries []entry
	made    int
}

func (a *agenda) add(at time.Time, do func()) {
	a.made++
	heap.Push(a, entry{at, a.made, do})
}

func (a *agenda) take() entry { return heap.Pop(a).(entry) }

// Len is part of heap.Interface, as are the others.
func (a *agenda) Len() int { return len(a.entries) }

func (a *agenda) Less(i, j int) bool {
	if e, f := a.entries[i], a.entries[j]; !e.at.Equal(f.at) {
		return e.at.Before(f.at)
	}
	return a.entries[i].nth < a.entries[j].nth
}

func (a *agenda) Swap(i, j int) { a.entries[i], a.entries[j] = a.entries[j], a.entries[i] }

func (a *agenda) Push(x any) { a.entries = append(a.entries, x.(entry)) }

func (a *agenda) Pop() any {
	last := a.entries[len(a.entries)-1]
	a.entries[len(a.entries)-1] = entry{} // lets go of what it would do
	a.entries = a.entries[:len(a.entries)-1]
	return last
}
