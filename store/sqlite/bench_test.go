package sqlite_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/order"
	"orderup/store"
	"orderup/store/sqlite"
)

// BenchmarkPlace places orders of two lines from many callers at once, in
// group commit and with a commit each.
func BenchmarkPlace(b *testing.B) {
	for _, max := range []int{256, 1} {
		for _, callers := range []int{1, 16, 256} {
			b.Run(fmt.Sprintf("batch=%d/callers=%d", max, callers), func(b *testing.B) { benchmarkPlace(b, max, callers) })
		}
	}
}

func benchmarkPlace(b *testing.B, max, callers int) {
	var commits atomic.Int64
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), sqlite.Options{
		MaxBatch: max, Log: slog.New(slog.DiscardHandler), OnCommit: func(int, time.Duration) { commits.Add(1) },
	})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.Open(b.Context(), store.Location{ID: main, Name: "Main", Zone: "UTC", Currency: "EUR"}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	var next atomic.Int64
	var callersDone sync.WaitGroup
	for range callers {
		callersDone.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				if err := s.Update(b.Context(), main, placing(i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	callersDone.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
	b.ReportMetric(float64(b.N)/float64(commits.Load()), "orders/commit")
}

// placing returns the transaction that places the order with id i.
func placing(i int64) func(store.Tx) error {
	return func(tx store.Tx) error {
		n, err := tx.NextNumber("2026-11-23")
		if err != nil {
			return err
		}
		draft := order.Draft{Customer: "Ines", Lines: []order.Line{{Name: "Large Fries", Price: 350, Quantity: 1}, {Name: "Cheeseburger", Price: 850, Quantity: 1}}}
		o, e := order.Place(draft, order.Slip{ID: order.ID(fmt.Sprintf("019aafa0-0000-7000-8000-%012d", i)), Location: main, Day: "2026-11-23", Number: n, Currency: "EUR"},
			order.Change{By: "bench", At: time.UnixMilli(1_764_000_000_000 + i).UTC()})
		if err := tx.Insert(o); err != nil {
			return err
		}
		return tx.Append(e)
	}
}
