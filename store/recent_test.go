package store_test

import (
	"sync"
	"testing"

	"orderup/order"
	"orderup/store"
)

const here order.Location = "main"

// numbered returns events first to last.
func numbered(first, last int64) (events []order.Event) {
	for seq := first; seq <= last; seq++ {
		events = append(events, order.Event{Seq: seq})
	}
	return events
}

func TestRecentKnowsWhatItHolds(t *testing.T) {
	t.Parallel()
	var r store.Recent
	if _, held := r.After(here, 0, 10); held {
		t.Error("an empty one claims to know what comes after 0")
	}
	r.Add(here, numbered(41, 45)...)
	for _, c := range []struct {
		after       int64
		limit       int
		first, last int64 // first > last: none
		held        bool
	}{
		{39, 10, 1, 0, false},
		{40, 10, 41, 45, true},
		{40, 2, 41, 42, true},
		{43, 10, 44, 45, true},
		{45, 10, 1, 0, true},
		{99, 10, 1, 0, true},
	} {
		events, held := r.After(here, c.after, c.limit)
		if held != c.held || !isRun(events, c.first, c.last) {
			t.Errorf("after %d, at most %d: %v, %v", c.after, c.limit, events, held)
		}
	}
	if _, held := r.After("elsewhere", 41, 10); held {
		t.Error("it knows a location that it was never told of")
	}
}

// TestRecentForgetsWhatIsBeforeAGap: the number between was given out by
// another process, and only the log can tell what it is.
func TestRecentForgetsWhatIsBeforeAGap(t *testing.T) {
	t.Parallel()
	var r store.Recent
	r.Add(here, numbered(1, 3)...)
	r.Add(here, numbered(5, 6)...)
	if events, held := r.After(here, 2, 10); held {
		t.Errorf("after 2: %v, without 4", events)
	}
	if events, held := r.After(here, 4, 10); !held || !isRun(events, 5, 6) {
		t.Errorf("after 4: %v, %v", events, held)
	}
}

// TestRecentIsBounded, and what a slow reader still holds is never written again.
func TestRecentIsBounded(t *testing.T) {
	t.Parallel()
	var r store.Recent
	r.Add(here, numbered(1, 1000)...)
	slow, _ := r.After(here, 0, 1000)
	var writers sync.WaitGroup
	writers.Go(func() { r.Add(here, numbered(1001, 50_000)...) })
	if !isRun(slow, 1, 1000) {
		t.Error("what was handed out has changed")
	}
	writers.Wait()
	if _, held := r.After(here, 50_000-2049, 1); held {
		t.Error("it holds more than 2,048 events")
	}
	if events, held := r.After(here, 50_000-1024, 2000); !held || !isRun(events, 50_000-1023, 50_000) {
		t.Errorf("it holds %d of the last 1,024 events", len(events))
	}
}

func isRun(events []order.Event, first, last int64) bool {
	if int64(len(events)) != max(last-first+1, 0) {
		return false
	}
	for i, e := range events {
		if e.Seq != first+int64(i) {
			return false
		}
	}
	return true
}
