package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"orderup/store"
	"orderup/store/sqlite"
	"orderup/store/storetest"
)

func BenchmarkPlace(b *testing.B) { storetest.BenchPlace(b, stand) }
func BenchmarkMove(b *testing.B)  { storetest.BenchMove(b, stand) }

func stand(b *testing.B, max int, onCommit func(int, time.Duration)) store.Store {
	return open(b, filepath.Join(b.TempDir(), "bench.db"), sqlite.Options{MaxBatch: max, OnCommit: onCommit})
}
