package postgres_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/internal/pgtest"
	"orderup/order"
	"orderup/store"
	"orderup/store/postgres"
)

// BenchmarkPlace places orders of two lines from many callers at once, in
// group commit and with a commit each.
func BenchmarkPlace(b *testing.B) {
	for _, max := range []int{256, 1} {
		for _, callers := range []int{1, 16, 256} {
			b.Run(fmt.Sprintf("batch=%d/callers=%d", max, callers), func(b *testing.B) {
				newBench(b, max).run(b, callers, placing)
			})
		}
	}
}

// BenchmarkMove takes orders from pending to in progress.
func BenchmarkMove(b *testing.B) {
	for _, callers := range []int{1, 16, 256} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := newBench(b, 256)
			err := s.Update(b.Context(), main, func(tx store.Tx) error {
				for i := range b.N {
					if err := placing(i)(tx); err != nil {
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
	*postgres.Store
	commits atomic.Int64
}

func newBench(b *testing.B, max int) *bench {
	s := &bench{}
	s.Store = open(b, pgtest.Start(b),
		postgres.Options{MaxBatch: max, OnCommit: func(int, time.Duration) { s.commits.Add(1) }})
	b.Cleanup(func() { s.Close() })
	openMain(b, s.Store)
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
				if err := s.Update(b.Context(), main, transaction(i)); err != nil {
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

func idOf(i int) order.ID { return order.ID(fmt.Sprintf("019aafa0-0000-7000-8000-%012d", i)) }

var now = order.Change{By: "bench", At: time.UnixMilli(1_764_000_000_000).UTC()}

// placing returns the transaction that places order i.
func placing(i int) func(store.Tx) error {
	return func(tx store.Tx) error {
		n, err := tx.NextNumber("2026-11-23")
		if err != nil {
			return err
		}
		draft := order.Draft{Customer: "Ines", Lines: []order.Line{
			{Name: "Large Fries", Price: 350, Quantity: 1}, {Name: "Cheeseburger", Price: 850, Quantity: 1},
		}}
		o, placed := order.Place(draft, order.Slip{ID: idOf(i), Location: main, Day: "2026-11-23", Number: n, Currency: "EUR"}, now)
		if err := tx.Insert(o); err != nil {
			return err
		}
		return tx.Append(placed)
	}
}

// starting returns the transaction that starts order i.
func starting(i int) func(store.Tx) error {
	return func(tx store.Tx) error {
		o, err := tx.Order(idOf(i))
		if err != nil {
			return err
		}
		was := o.Version
		events, err := o.MoveTo(order.InProgress, now)
		if err != nil {
			return err
		}
		if err := tx.Save(o, was); err != nil {
			return err
		}
		return tx.Append(events...)
	}
}
