package feed_test

import (
	"context"
	"errors"
	"slices"
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
	looks      int
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

func (l *tape) head(context.Context) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looks++
	if l.broken {
		return 0, errors.New("the disk is away")
	}
	return l.last, nil
}

func (l *tape) set(change func(*tape)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}

func (l *tape) reader(wake <-chan struct{}, level func(error)) feed.Reader[int64] {
	return feed.Reader[int64]{Read: l.read, Number: func(n int64) int64 { return n }, Wake: wake, Head: l.head, Level: level}
}

func ignore(error) {}

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
		got := follow(t, log.reader(wake, ignore), 3)
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
		got := follow(t, log.reader(nil, ignore), 0)
		wantRun(t, got(), 1, 1)
		log.set(func(l *tape) { l.last = 2 })
		time.Sleep(feed.Poll)
		wantRun(t, got(), 1, 2)
	})
}

// TestALogThatStaysIsNotRead: a thousand readers that have nothing to do must
// not cost a thousand reads a second.
func TestALogThatStaysIsNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &tape{last: 3}
		got := follow(t, log.reader(nil, ignore), 0)
		time.Sleep(60 * feed.Poll)
		wantRun(t, got(), 1, 3)
		if log.reads != 2 || log.looks < 59 {
			t.Errorf("%d reads and %d looks in a minute without news, want 2 reads: at the start, and at the first look", log.reads, log.looks)
		}
	})
}

func TestAFailedReadIsToldAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &tape{last: 5, broken: true}
		var levels []bool
		got := follow(t, log.reader(nil, func(err error) { levels = append(levels, err == nil) }), 0)
		time.Sleep(3 * feed.Poll)
		if len(got()) != 0 || !slices.Equal(levels, []bool{false, false, false, false}) {
			t.Fatalf("%d events, told %v", len(got()), levels)
		}
		log.set(func(l *tape) { l.broken = false })
		time.Sleep(feed.Poll)
		wantRun(t, got(), 1, 5)
		if !levels[len(levels)-1] {
			t.Error("not told that it has caught up")
		}
	})
}

// TestAReadThatFailsAfterARingIsTriedAgain: nobody rings a second time for what
// could not be read the first time.
func TestAReadThatFailsAfterARingIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bell local.Bell
		wake, stop := bell.Listen("main")
		defer stop()
		log := &tape{last: 1}
		got := follow(t, log.reader(wake, ignore), 0)
		time.Sleep(2 * feed.Poll)
		log.set(func(l *tape) { l.last, l.broken = 2, true })
		bell.Ring("main")
		wantRun(t, got(), 1, 1)
		log.set(func(l *tape) { l.broken = false })
		time.Sleep(feed.Poll)
		wantRun(t, got(), 1, 2)
	})
}

// TestALogThatDoesNotAnswerIsGivenUpOn: a database behind a broken network says
// nothing at all.
func TestALogThatDoesNotAnswerIsGivenUpOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &tape{last: 1}
		told := make(chan error, 10)
		r := log.reader(nil, func(err error) { told <- err })
		r.Read = func(ctx context.Context, _ int64, _ int) ([]int64, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		start := time.Now()
		follow(t, r, 0)
		if err := <-told; !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != feed.Patience {
			t.Errorf("told %v after %v", err, time.Since(start))
		}
	})
}

func TestAHoleIsNeverSkipped(t *testing.T) {
	log := &tape{last: 10, gone: 7}
	err := log.reader(nil, ignore).Follow(t.Context(), 3, func(events []int64) error {
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
	if err := log.reader(nil, ignore).Follow(t.Context(), 0, func([]int64) error { return stop }); err != stop {
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

// memory is what a process remembers of a tape: it was told of the events it
// has committed itself.
type memory struct {
	mu     sync.Mutex
	events []int64
	alone  bool // nobody else commits
}

func (m *memory) recent(after int64, limit int) (events []int64, all bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range m.events {
		if n == after+1+int64(len(events)) && len(events) < limit {
			events = append(events, n)
		}
	}
	return events, m.alone
}

func (m *memory) note(n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, n)
}

func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = nil
}

// TestWhatIsRememberedIsNotRead: nobody reads back what this process has just
// written; but once a second the log itself is asked.
func TestWhatIsRememberedIsNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wake, log, own := make(chan struct{}, 1), &tape{last: 1}, &memory{alone: true, events: []int64{1}}
		r := log.reader(wake, ignore)
		r.Recent = own.recent
		got := follow(t, r, 0)
		for n := int64(2); n <= 2000; n++ {
			log.set(func(l *tape) { l.last = n })
			own.note(n)
			if n%3 == 0 {
				wake <- struct{}{}
				wantRun(t, got(), 1, n)
			}
		}
		log.set(func(l *tape) {
			if l.reads != 0 {
				t.Errorf("%d reads of what was remembered", l.reads)
			}
		})
		own.forget() // it was not told of the last one
		time.Sleep(feed.Poll)
		wantRun(t, got(), 1, 2000)
	})
}

// TestWhatOthersCommittedIsReadBetween: two processes take turns, and one ring
// may stand for events of both.
func TestWhatOthersCommittedIsReadBetween(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wake, log, own := make(chan struct{}, 1), &tape{}, &memory{}
		r := log.reader(wake, ignore)
		r.Recent = own.recent
		got := follow(t, r, 0)
		for n := int64(1); n <= 300; n++ {
			log.set(func(l *tape) { l.last = n })
			if n%7 < 4 { // the others are of another process
				own.note(n)
			}
			if n%5 == 0 {
				wake <- struct{}{}
				wantRun(t, got(), 1, n)
			}
		}
	})
}
