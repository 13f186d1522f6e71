package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/order"
	"orderup/store"
)

// A Stand makes an empty store for a benchmark, which closes it. So many
// transactions share a commit at most, and each commit is told.
type Stand func(b *testing.B, maxBatch int, onCommit func(transactions int, took time.Duration)) store.Store

// BenchPlace places orders of two lines from many callers at once, in group
// commit and with a commit each.
func BenchPlace(b *testing.B, stand Stand) {
	for _, max := range []int{256, 1} {
		for _, callers := range []int{1, 16, 256} {
			b.Run(fmt.Sprintf("batch=%d/callers=%d", max, callers), func(b *testing.B) {
				newBench(b, stand, max).run(b, callers, func(i int) func(store.Tx) error { return Placing(north, i) })
			})
		}
	}
}

// BenchMove takes orders from pending to in progress.
func BenchMove(b *testing.B, stand Stand) {
	for _, callers := range []int{1, 16, 256} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := newBench(b, stand, 256)
			err := s.Update(b.Context(), north, func(tx store.Tx) error {
				for i := range b.N {
					if err := Placing(north, i)(tx); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			s.run(b, callers, starting)
		})
	}
}

// A bench is a store that counts its commits.
type bench struct {
	store.Store
	commits atomic.Int64
}

func newBench(b *testing.B, stand Stand, max int) *bench {
	s := &bench{}
	s.Store = stand(b, max, func(int, time.Duration) { s.commits.Add(1) })
	b.Cleanup(func() { s.Close() })
	if err := s.Open(b.Context(), location(north)); err != nil {
		b.Fatal(err)
	}
	return s
}

// run runs b.N transactions from a number of callers.
func (s *bench) run(b *testing.B, callers int, transaction func(i int) func(store.Tx) error) {
	b.ReportAllocs()
	b.ResetTimer()
	s.commits.Store(0)
	var next atomic.Int64
	var calling sync.WaitGroup
	for range callers {
		calling.Go(func() {
			for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
				if err := s.Update(b.Context(), north, transaction(i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	calling.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
	b.ReportMetric(float64(b.N)/float64(s.commits.Load()), "orders/commit")
}

// ID names the order that Placing places.
func ID(i int) order.ID { return order.ID(fmt.Sprintf("019aafa0-0000-7000-8000-%012d", i)) }

var byBench = order.Change{By: "bench", At: time.UnixMilli(1_764_000_000_000).UTC()}

// Placing returns the transaction that places order i at a location.
func Placing(l order.Location, i int) func(store.Tx) error {
	return func(tx store.Tx) error {
		n, err := tx.NextNumber(today)
		if err != nil {
			return err
		}
		draft := order.Draft{Customer: "Ines", Lines: []order.Line{
			{Name: "Large Fries", Price: 350, Quantity: 1}, {Name: "Cheeseburger", Price: 850, Quantity: 1},
		}}
		o, placed := order.Place(draft, order.Slip{ID: ID(i), Location: l, Day: today, Number: n, Currency: "EUR"}, byBench)
		if err := tx.Insert(o); err != nil {
			return err
		}
		return tx.Append(placed)
	}
}

// starting returns the transaction that starts order i.
func starting(i int) func(store.Tx) error {
	return func(tx store.Tx) error {
		o, err := tx.Order(ID(i))
		if err != nil {
			return err
		}
		was := o.Version
		events, err := o.MoveTo(order.InProgress, byBench)
		if err != nil {
			return err
		}
		if err := tx.Save(o, was); err != nil {
			return err
		}
		return tx.Append(events...)
	}
}
