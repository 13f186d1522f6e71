package feed_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"orderup/fault"
	"orderup/feed"
	"orderup/feed/local"
)

// A tape is a log of plain numbers; those up to gone were thrown away.
type tape struct {
	mu         sync.Mutex
	last, gone int64
	broken     bool
	reads      int
}

func (l *tape) read(_ context.Context, after int64, limit int) ([]int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reads++
	if l.broken {
		return nil, errors.New("the disk is away")
	}
	var out []int64
	for n := max(after, l.gone) + 1; n <= l.last && len(out) < limit; n++ {
		out = append(out, n)
	}
	return out, nil
}

func (l *tape) set(change func(*tape)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}

func (l *tape) reader(wake <-chan struct{}, failed func(error)) feed.Reader[int64] {
	return feed.Reader[int64]{Read: l.read, Number: func(n int64) int64 { return n }, Wake: wake, Failed: failed}
}

// follow collects what a reader hands over until the test's bubble is idle.
func follow(t *testing.T, r feed.Reader[int64], after int64) (got func() []int64) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	var mu sync.Mutex
	var all []int64
	go func() {
		err := r.Follow(ctx, after, func(events []int64) error {
			mu.Lock()
			defer mu.Unlock()
			all = append(all, events...)
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Follow: %v", err)
		}
	}()
	return func() []int64 {
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

func wantRun(t *testing.T, got []int64, first, last int64) {
	t.Helper()
	if int64(len(got)) != last-first+1 {
		t.Fatalf("%d events, want %d", len(got), last-first+1)
	}
	for i, n := range got {
		if n != first+int64(i) {
			t.Fatalf("event %d is %d, want %d", i, n, first+int64(i))
		}
	}
}

func TestASleeperCatchesUpAndEachRingIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bell local.Bell
		wake, stop := bell.Listen("main")
		defer stop()
		log := &tape{last: 1203}
		got := follow(t, log.reader(wake, nil), 3)
		wantRun(t, got(), 4, 1203)
		log.set(func(l *tape) { l.last = 1205 })
		bell.Ring("elsewhere")
		wantRun(t, got(), 4, 1203)
		bell.Ring("main")
		wantRun(t, got(), 4, 1205)
	})
}

func TestALostRingCostsOnePoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &tape{last: 1}
		got := follow(t, log.reader(nil, nil), 0)
		wantRun(t, got(), 1, 1)
		log.set(func(l *tape) { l.last = 2 })
		time.Sleep(feed.Poll)
		wantRun(t, got(), 1, 2)
	})
}

func TestAFailedReadIsToldAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &tape{last: 5, broken: true}
		failures := 0
		got := follow(t, log.reader(nil, func(error) { failures++ }), 0)
		time.Sleep(3 * feed.Poll)
		if len(got()) != 0 || failures < 3 {
			t.Fatalf("%d events, %d failures told", len(got()), failures)
		}
		log.set(func(l *tape) { l.broken = false })
		time.Sleep(feed.Poll)
		wantRun(t, got(), 1, 5)
	})
}

func TestAHoleIsNeverSkipped(t *testing.T) {
	log := &tape{last: 10, gone: 7}
	err := log.reader(nil, nil).Follow(t.Context(), 3, func(events []int64) error {
		t.Errorf("handed over %v", events)
		return nil
	})
	if !errors.Is(err, fault.KindConflict) || fault.Of(err).Code != "feed.gap" {
		t.Errorf("Follow = %v, want feed.gap", err)
	}
}

func TestTheHandlersErrorEndsIt(t *testing.T) {
	stop := errors.New("enough")
	log := &tape{last: 10}
	if err := log.reader(nil, nil).Follow(t.Context(), 0, func([]int64) error { return stop }); err != stop {
		t.Errorf("Follow = %v", err)
	}
	if log.reads != 1 {
		t.Errorf("%d reads after the handler gave up", log.reads)
	}
}

func TestStopListeningLeavesNothing(t *testing.T) {
	var bell local.Bell
	wake, stop := bell.Listen("main")
	stop()
	bell.Ring("main")
	select {
	case <-wake:
		t.Error("woken after stop")
	default:
	}
}
