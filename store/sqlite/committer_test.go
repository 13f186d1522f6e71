package sqlite

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"orderup/order"
	"orderup/store"
	"orderup/store/storetest"
)

// A rig is a store whose committer can be held up, so that a test decides what
// is in a batch.
type rig struct {
	*testing.T
	*Store
	commits *[]int // transactions of each commit
}

func newRig(t *testing.T, o Options) rig {
	commits := &[]int{}
	o.OnCommit = func(n int, took time.Duration) {
		if took <= 0 {
			t.Errorf("a commit took %s", took)
		}
		*commits = append(*commits, n)
	}
	s := opened(t, o)
	*commits = nil // of opening the location
	return rig{t, s, commits}
}

// hold keeps the committer busy until release is called, which waits until it
// has gone on.
func (r rig) hold() (release func()) {
	held, free, gone := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		gone <- r.do(context.Background(), func(*batch) error { close(held); <-free; return nil })
	}()
	<-held
	return func() {
		close(free)
		if err := <-gone; err != nil {
			r.Error(err)
		}
	}
}

// together has all transactions wait before the first of them runs, and
// returns their outcomes.
func (r rig) together(transactions ...func(store.Tx) error) []error {
	return storetest.Together(r.T, r, main, r.hold, transactions...)
}

// inserting returns a transaction that places an order and counts how often it
// ran.
func inserting(id string, runs *int) func(store.Tx) error {
	return storetest.Inserting(main, id, "Ines", runs)
}

var errOwn = errors.New("the caller's own error")

// A transaction that failed before it wrote costs nobody anything.
func TestDropOut(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var a, b int
	outcomes := r.together(
		inserting("a", &a),
		func(tx store.Tx) error { _, err := tx.NextNumber("2026-11-23"); return errors.Join(err, errOwn) },
		func(tx store.Tx) error { return tx.Save(order.Order{ID: "a", Currency: "EUR", Version: 2}, 7) },
		func(tx store.Tx) error { return tx.Insert(order.Order{ID: "a"}) },
		inserting("b", &b),
	)
	if outcomes[0] != nil || !errors.Is(outcomes[1], errOwn) || outcomes[2] == nil || outcomes[3] == nil || outcomes[4] != nil {
		t.Errorf("outcomes %v", outcomes)
	}
	r.same("runs", []int{a, b}, []int{1, 1})
	r.same("commits", *r.commits, []int{2})
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002"})
}

// Transactions that fail after they wrote cost the batch one replay, however
// many they are.
func TestReplay(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var a, b, c, failed, panicked int
	outcomes := r.together(
		inserting("a", &a),
		func(tx store.Tx) error { return errors.Join(inserting("x", &failed)(tx), errOwn) },
		inserting("b", &b),
		func(tx store.Tx) error { _ = inserting("y", &panicked)(tx); panic("a bug") },
		inserting("c", &c),
	)
	if outcomes[0] != nil || !errors.Is(outcomes[1], errOwn) || outcomes[2] != nil || outcomes[3] == nil || outcomes[4] != nil {
		t.Errorf("outcomes %v", outcomes)
	}
	r.same("runs", []int{a, failed, b, panicked, c}, []int{2, 2, 1, 1, 1})
	r.same("commits", *r.commits, []int{3})
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002", "3 c #003"})
}

func TestMaxBatch(t *testing.T) {
	t.Parallel()
	for max, want := range map[int][]int{1: {1, 1, 1, 1, 1}, 2: {2, 2, 1}, 256: {5}} {
		r := newRig(t, Options{MaxBatch: max})
		var runs int
		for i, err := range r.together(inserting("a", &runs), inserting("b", &runs), inserting("c", &runs), inserting("d", &runs), inserting("e", &runs)) {
			if err != nil {
				t.Errorf("outcome %d: %v", i, err)
			}
		}
		r.same("commits", *r.commits, want)
		r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002", "3 c #003", "4 d #004", "5 e #005"})
	}
}

func TestContextEndsInTheQueue(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	outcome := make(chan error)
	release := r.hold()
	go func() {
		outcome <- r.Update(ctx, main, func(store.Tx) error { t.Error("it ran"); return nil })
	}()
	storetest.Await(r, 1)
	cancel()
	if err := <-outcome; !errors.Is(err, context.Canceled) {
		t.Errorf("outcome %v", err)
	}
	storetest.Await(r, 0)
	release()
}

// A location that changes in the middle of a batch has changed for the rest.
func TestLocationChangesWithinABatch(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var running sync.WaitGroup
	var names [2]string
	name := func(i int) func() {
		return func() {
			err := r.Update(t.Context(), main, func(tx store.Tx) error {
				l, err := tx.Location()
				names[i] = l.Name
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	rename := func() {
		if err := r.Open(t.Context(), store.Location{ID: main, Name: "Renamed", Zone: "UTC", Currency: "EUR"}); err != nil {
			t.Error(err)
		}
	}
	release := r.hold()
	for i, f := range []func(){name(0), rename, name(1)} {
		running.Go(f)
		storetest.Await(r, i+1)
	}
	release()
	running.Wait()
	r.same("names", names, [2]string{"Main", "Renamed"})
}

// Close waits for those who wait already.
func TestCloseServesTheQueue(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	outcome, closing := make(chan error), make(chan error)
	var runs int
	release := r.hold()
	go func() { outcome <- r.Update(t.Context(), main, inserting("a", &runs)) }()
	storetest.Await(r, 1)
	go func() { closing <- r.Close() }()
	<-r.closed
	release()
	if err := <-outcome; err != nil || runs != 1 {
		t.Errorf("%v after %d runs", err, runs)
	}
	if err := <-closing; err != nil {
		t.Error(err)
	}
}

func (r rig) same(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		r.Helper()
		r.Errorf("%s: got %v, want %v", what, got, want)
	}
}
