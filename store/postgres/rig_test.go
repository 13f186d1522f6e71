package postgres

import (
	"errors"
	"log/slog"
	"reflect"
	"sync"
	"testing"
	"time"

	"orderup/fault"
	"orderup/internal/pgtest"
	"orderup/order"
	"orderup/store"
	"orderup/store/storetest"
)

const main = order.Location("main")

var errOwn = errors.New("the caller's own error")

// A rig is a store whose writer can be held up, so that a test decides what is
// in a batch.
type rig struct {
	*testing.T
	*Store
	commits *[]int // transactions of each commit
}

func newRig(t *testing.T, o Options) rig { return newRigOn(t, pgtest.Start(t), o) }

func newRigOn(t *testing.T, url string, o Options) rig {
	t.Helper()
	commits := &[]int{}
	o.Log = slog.New(slog.DiscardHandler)
	o.OnCommit = func(n int, took time.Duration) {
		if took <= 0 {
			t.Errorf("a commit took %s", took)
		}
		*commits = append(*commits, n)
	}
	s, err := Open(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Open(t.Context(), store.Location{ID: main, Name: "Main", Zone: "UTC", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
	return rig{t, s, commits}
}

// hold keeps the writer busy until release is called, which waits until it has
// gone on.
func (r rig) hold() (release func()) {
	held, free, gone := make(chan struct{}), make(chan struct{}), make(chan error)
	var once sync.Once
	go func() {
		gone <- r.Update(r.Context(), main, func(store.Tx) error {
			once.Do(func() { close(held); <-free })
			return nil
		})
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

func (r rig) same(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		r.Helper()
		r.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func (r rig) isFault(err error, kind fault.Kind, code string) {
	r.Helper()
	if err == nil {
		r.Errorf("no error, want %s", code)
		return
	}
	if f := fault.Of(err); f.Kind != kind || f.Code != code {
		r.Errorf("%s %s (%v), want %s", f.Kind, f.Code, err, code)
	}
}
