package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/pgtest"
	"orderup/order"
	"orderup/store"
	"orderup/store/postgres"
	"orderup/store/storetest"
)

// A crowd of writers places orders at two nodes, each writer one after the
// other, and keeps a ledger of what it was told.
type crowd struct {
	nodes   []*postgres.Store
	stop    atomic.Bool
	next    atomic.Int64
	placing sync.WaitGroup

	mu        sync.Mutex
	told      []string // ids that were acknowledged
	refused   int
	uncertain int
	slowest   time.Duration
}

func newCrowd(t *testing.T, url string, o postgres.Options) *crowd {
	c := &crowd{}
	for range 2 {
		s := open(t, url, o)
		t.Cleanup(func() { s.Close() })
		c.nodes = append(c.nodes, s)
	}
	openMain(t, c.nodes[0])
	return c
}

func (c *crowd) start(ctx context.Context, writers int) {
	for i := range writers {
		c.placing.Go(func() {
			for !c.stop.Load() {
				c.place(ctx, c.nodes[i%len(c.nodes)], int(c.next.Add(1)))
			}
		})
	}
}

// place places one order and notes what it was told.
func (c *crowd) place(ctx context.Context, s *postgres.Store, i int) {
	start := time.Now()
	err := s.Update(ctx, main, storetest.Placing(main, i))
	took := time.Since(start)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slowest = max(c.slowest, took)
	switch {
	case err == nil:
		c.told = append(c.told, string(storetest.ID(i)))
	case fault.Of(err).Code == "store.uncertain":
		c.uncertain++
	case errors.Is(err, fault.KindUnavailable):
		c.refused++
	default:
		c.told = append(c.told, "unexpected: "+err.Error())
	}
}

// await returns when n more orders were acknowledged.
func (c *crowd) await(t *testing.T, n int) {
	t.Helper()
	was := c.acknowledged()
	limit := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for c.acknowledged() < was+n {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("%d orders more were acknowledged in 30 s, want %d", c.acknowledged()-was, n)
		}
	}
}

func (c *crowd) acknowledged() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.told)
}

// audit compares what was told with what is stored.
func (c *crowd) audit(t *testing.T) {
	t.Helper()
	c.stop.Store(true)
	c.placing.Wait()
	stored := map[string]bool{}
	for i, e := range logOf(t, c.nodes[1]) {
		id := string(e.Order.ID)
		if e.Seq != int64(i+1) || int(e.Order.Number) != i+1 || stored[id] {
			t.Fatalf("event %d has seq %d, number %d, order %s (seen before: %v)", i+1, e.Seq, e.Order.Number, id, stored[id])
		}
		stored[id] = true
	}
	for _, id := range c.told {
		if !stored[id] {
			t.Errorf("%s was acknowledged and is not there", id)
		}
	}
	if extra := len(stored) - len(c.told); extra > c.uncertain {
		t.Errorf("%d orders are stored that nobody was told of, %d were uncertain", extra, c.uncertain)
	}
	t.Logf("%d acknowledged, %d refused, %d uncertain, slowest answer %s", len(c.told), c.refused, c.uncertain, c.slowest)
}

func logOf(t *testing.T, s *postgres.Store) (events []order.Event) {
	t.Helper()
	err := s.View(t.Context(), main, func(r store.Reader) (err error) {
		events, err = r.Events(0, 1_000_000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// The server is killed under load, again and again: what was acknowledged is
// there, once, in numbers without gaps, and nobody has to do anything.
func TestServerIsKilled(t *testing.T) {
	t.Parallel()
	c := pgtest.Own(t)
	w := newCrowd(t, c.Database(t), postgres.Options{})
	w.start(t.Context(), 16)
	for range 3 {
		w.await(t, 100)
		c.Kill(t)
		c.Restart(t)
		w.await(t, 100)
	}
	w.audit(t)
}

// The server stands still for longer than anybody waits: everybody is told in
// time, and all goes on when it does.
func TestServerStandsStill(t *testing.T) {
	t.Parallel()
	c := pgtest.Own(t)
	w := newCrowd(t, c.Database(t), postgres.Options{})
	w.start(t.Context(), 16)
	w.await(t, 100)
	c.Pause(t)
	start := time.Now()
	if err := w.nodes[0].View(t.Context(), main, func(store.Reader) error { return nil }); !errors.Is(err, fault.KindUnavailable) {
		t.Errorf("a view while the server stands still: %v", err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("a view was answered after %s", took)
	}
	<-time.After(time.Until(start.Add(5 * time.Second)))
	c.Resume(t)
	healed := time.Now()
	w.await(t, 100)
	t.Logf("the writers went on after %s", time.Since(healed))
	w.audit(t)
	if w.refused == 0 || w.slowest > 3*time.Second {
		t.Errorf("%d were refused, the slowest answer took %s", w.refused, w.slowest)
	}
}

// A lease ends with the server that gave it, and with the node that holds it.
func TestLeaseIsLost(t *testing.T) {
	t.Parallel()
	c := pgtest.Own(t)
	url := c.Database(t)
	one, two := open(t, url, postgres.Options{}), open(t, url, postgres.Options{})
	t.Cleanup(func() { one.Close(); two.Close() })
	lead := func(s *postgres.Store) *store.Lease {
		t.Helper()
		lease, err := s.Lead(t.Context(), main, "kitchen")
		if err != nil {
			t.Fatal(err)
		}
		return lease
	}
	first := lead(one)
	if first == nil || lead(two) != nil {
		t.Fatal("two lead, or nobody")
	}
	c.Kill(t)
	<-first.Lost() // at once, or the test ends at its limit
	c.Restart(t)
	second := lead(two)
	if second == nil {
		t.Fatal("the work of a lost leader is not free")
	}
	c.Pause(t)
	<-second.Lost()
	c.Resume(t)
	second.Release()
}

// A reader that tails the log while writers pause in the middle and fail sees
// every event, in order; the same reader of a table that is numbered by a
// sequence, as is usual, misses some.
func TestTailMissesNothing(t *testing.T) {
	t.Parallel()
	w := newCrowd(t, pgtest.Start(t), postgres.Options{})
	var seen []int64
	var tailing sync.WaitGroup
	done := make(chan struct{})
	tailing.Go(func() {
		for last := false; ; {
			select {
			case <-done:
				last = true
			default:
			}
			after := int64(0)
			if len(seen) > 0 {
				after = seen[len(seen)-1]
			}
			step := tail(t, w.nodes[1], after)
			if seen = append(seen, step...); last && len(step) == 0 || t.Failed() {
				return
			}
		}
	})
	var writing sync.WaitGroup
	for i := range 16 {
		writing.Go(func() {
			for n := range 25 {
				err := w.nodes[i%2].Update(t.Context(), main, pausing(i*1000+n))
				if err != nil && !errors.Is(err, errRolledBack) {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	close(done)
	tailing.Wait()
	if stored := logOf(t, w.nodes[0]); len(seen) != len(stored) || len(seen) == 0 {
		t.Errorf("%d events seen, %d stored", len(seen), len(stored))
	}
	for i, seq := range seen {
		if seq != int64(i+1) {
			t.Fatalf("event %d seen has number %d", i+1, seq)
		}
	}
}

func tail(t *testing.T, s *postgres.Store, after int64) (seqs []int64) {
	err := s.View(t.Context(), main, func(r store.Reader) error {
		events, err := r.Events(after, 100)
		for _, e := range events {
			seqs = append(seqs, e.Seq)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return seqs
}

var errRolledBack = errors.New("rolled back by its own wish")

// pausing places an order and takes its time; one in ten fails after it wrote.
func pausing(i int) func(store.Tx) error {
	return func(tx store.Tx) error {
		if err := storetest.Placing(main, i)(tx); err != nil {
			return err
		}
		if i%7 == 0 {
			<-time.After(2 * time.Millisecond) // a neighbour that is slow
		}
		if i%10 == 0 {
			return errRolledBack
		}
		return nil
	}
}

// The control: numbers from a sequence are not given out in the order of
// commits.
func TestControlSequenceMissesEvents(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	one, two := connect(t, url), connect(t, url)
	exec := func(c conn, query string) { t.Helper(); c.exec(t, query) }
	exec(one, `CREATE TABLE log (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)`)
	exec(one, `BEGIN`)
	exec(one, `INSERT INTO log DEFAULT VALUES`) // takes 1 and pauses
	exec(two, `INSERT INTO log DEFAULT VALUES`) // takes 2
	seen := two.numbers(t, `SELECT seq FROM log WHERE seq > 0 ORDER BY seq`)
	exec(one, `COMMIT`)
	seen = append(seen, two.numbers(t, fmt.Sprintf(`SELECT seq FROM log WHERE seq > %d ORDER BY seq`, seen[len(seen)-1]))...)
	stored := two.numbers(t, `SELECT seq FROM log ORDER BY seq`)
	if slices.Equal(seen, stored) {
		t.Errorf("the control has seen %v of %v: the test of the tail proves nothing", seen, stored)
	}
}
