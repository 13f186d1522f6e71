package store

import (
	"slices"
	"sync"

	"orderup/order"
)

// recentEvents is how many events of a location a Recent holds at least, once
// there were so many, and half of the most that it holds.
const recentEvents = 1024

// A Recent holds the last events that this process has committed, so that who
// follows the log need not read back what was written a moment ago. Its zero
// value is ready for use.
type Recent struct {
	mu   sync.RWMutex
	runs map[order.Location][]order.Event // numbered without gaps; what was handed out is never written again
}

// Add takes events that are on the disk, in the order of their numbers. Where a
// number is missing, because another process had it, what came before is
// forgotten.
func (r *Recent) Add(l order.Location, events ...order.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.runs == nil {
		r.runs = map[order.Location][]order.Event{}
	}
	run := r.runs[l]
	for _, e := range events {
		if len(run) > 0 && e.Seq != run[len(run)-1].Seq+1 {
			run = nil
		}
		if len(run) == 2*recentEvents {
			run = append(make([]order.Event, 0, 2*recentEvents), run[recentEvents:]...)
		}
		run = append(run, e)
	}
	r.runs[l] = run
}

// After returns the events with a number above after, at most limit, which the
// caller must not change; false if it does not hold the one after that number,
// should there be one.
func (r *Recent) After(l order.Location, after int64, limit int) (events []order.Event, held bool) {
	r.mu.RLock()
	run := r.runs[l]
	r.mu.RUnlock()
	if len(run) == 0 || after < run[0].Seq-1 {
		return nil, false
	}
	skip := min(after-run[0].Seq+1, int64(len(run)))
	run = run[skip:]
	return slices.Clip(run[:min(len(run), limit)]), true
}
