package postgres_test

import (
	"testing"
	"time"

	"orderup/internal/pgtest"
	"orderup/store"
	"orderup/store/postgres"
	"orderup/store/storetest"
)

func BenchmarkPlace(b *testing.B) { storetest.BenchPlace(b, stand) }
func BenchmarkMove(b *testing.B)  { storetest.BenchMove(b, stand) }

func stand(b *testing.B, max int, onCommit func(int, time.Duration)) store.Store {
	return open(b, pgtest.Start(b), postgres.Options{MaxBatch: max, OnCommit: onCommit})
}
