package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"orderup/order"
	"orderup/store"
)

// Nodes spreads what is asked over several stores of one database, in turns,
// so that the suite shows whether they are as good as one.
func Nodes(stores ...store.Store) store.Store { return &nodes{Store: stores[0], all: stores} }

type nodes struct {
	store.Store // one that answers what all answer alike
	all         []store.Store
	turns       atomic.Int64
}

func (n *nodes) next() store.Store { return n.all[int(n.turns.Add(1))%len(n.all)] }

func (n *nodes) Open(ctx context.Context, l store.Location) error { return n.next().Open(ctx, l) }

func (n *nodes) View(ctx context.Context, l order.Location, f func(store.Reader) error) error {
	return n.next().View(ctx, l, f)
}

func (n *nodes) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	return n.next().Update(ctx, l, f)
}

func (n *nodes) Prune(ctx context.Context, before time.Time) (int, error) {
	return n.next().Prune(ctx, before)
}

func (n *nodes) Lead(ctx context.Context, l order.Location, work string) (*store.Lease, error) {
	return n.next().Lead(ctx, l, work)
}

func (n *nodes) Announce(ctx context.Context, l order.Location, node string, text []byte) error {
	return n.next().Announce(ctx, l, node, text)
}

func (n *nodes) Announced(ctx context.Context, l order.Location, within time.Duration) ([][]byte, error) {
	return n.next().Announced(ctx, l, within)
}

func (n *nodes) Close() error {
	var errs []error
	for _, s := range n.all {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

func testLead(t *testing.T, h *house) {
	lead := func(l order.Location, work string) *store.Lease {
		t.Helper()
		lease, err := h.Lead(t.Context(), l, work)
		h.must(err)
		return lease
	}
	first := lead(north, "kitchen")
	same(t, "nobody led", first != nil, true)
	for range 2 { // of two nodes, each
		same(t, "one leads already", lead(north, "kitchen"), nil)
	}
	elsewhere, other := lead(south, "kitchen"), lead(north, "upkeep")
	same(t, "other work is led by others", elsewhere != nil && other != nil, true)
	expectLed(t, first, true)

	first.Release()
	<-first.Lost()
	second := lead(north, "kitchen")
	same(t, "a released lease is free", second != nil, true)
	first.Release()
	same(t, "released again, it takes nothing from the next", lead(north, "kitchen"), nil)
	expectLed(t, second, true)

	h.reopen()
	<-second.Lost()
	<-other.Lost()
	third := lead(north, "kitchen")
	same(t, "a closed store has given its leases back", third != nil, true)
	third.Release()
	second.Release()
}

func expectLed(t *testing.T, l *store.Lease, want bool) {
	t.Helper()
	select {
	case <-l.Lost():
		same(t, "led", false, want)
	default:
		same(t, "led", true, want)
	}
}

func testAnnounce(t *testing.T, h *house) {
	expect := func(l order.Location, within time.Duration, want ...string) {
		t.Helper()
		for range 2 { // of two nodes, each
			said, err := h.Announced(t.Context(), l, within)
			h.must(err)
			var got []string
			for _, text := range said {
				got = append(got, string(text))
			}
			same(t, "announced", got, want)
		}
	}
	expect(north, time.Hour)
	h.must(h.Announce(t.Context(), north, "b", []byte("b1")))
	h.must(h.Announce(t.Context(), north, "a", []byte{}))
	h.must(h.Announce(t.Context(), south, "a", []byte("south")))
	h.must(h.Announce(t.Context(), north, "b", []byte("b2")))
	expect(north, time.Hour, "", "b2")
	expect(south, time.Hour, "south")
	expect(north, 0)
}
