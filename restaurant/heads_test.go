package restaurant_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/store"
)

// A gate lets views through while it is open.
type gate struct {
	store.Store
	open  atomic.Pointer[chan struct{}]
	views atomic.Int64
}

func (g *gate) View(ctx context.Context, l order.Location, f func(store.Reader) error) error {
	if wait := g.open.Load(); wait != nil {
		<-*wait
	}
	g.views.Add(1)
	return g.Store.View(ctx, l, f)
}

// TestWhoAsksForTheHeadTogetherSharesOneReading: a crowd that comes back asks a
// thousand times at once. But nobody gets an answer from before his question.
func TestWhoAsksForTheHeadTogetherSharesOneReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var g gate
		h := testhouse.Open(t, testhouse.OnSQLite(), testhouse.OnStore(func(s store.Store) store.Store { g.Store = s; return &g }))
		h.MustPlace(t, "Ines", 1)
		shut := make(chan struct{})
		g.open.Store(&shut)
		before := g.views.Load()
		var asking sync.WaitGroup
		ask := func(least int64) {
			asking.Go(func() {
				if seq, err := h.Head(t.Context(), testhouse.Person); err != nil || seq < least {
					t.Errorf("head %d, %v; want at least %d", seq, err, least)
				}
			})
			synctest.Wait()
		}
		ask(1)
		h.MustPlace(t, "Bob", 1)
		time.Sleep(time.Millisecond)
		for range 1000 {
			ask(2)
		}
		time.Sleep(time.Millisecond)
		close(shut)
		asking.Wait()
		if n := g.views.Load() - before; n != 2 {
			t.Errorf("%d readings for 1001 questions, want 2", n)
		}
	})
}
