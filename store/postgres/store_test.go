package postgres_test

import (
	"log/slog"
	"testing"

	"go.uber.org/goleak"

	"orderup/internal/pgtest"
	"orderup/order"
	"orderup/store"
	"orderup/store/postgres"
	"orderup/store/storetest"
)

const main = order.Location("main")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) func() store.Store {
		url := pgtest.Start(t)
		return func() store.Store { return open(t, url, postgres.Options{}) }
	})
}

// Two nodes on one database are as good as one.
func TestTwoNodes(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) func() store.Store {
		url := pgtest.Start(t)
		return func() store.Store {
			return storetest.Nodes(open(t, url, postgres.Options{}), open(t, url, postgres.Options{}))
		}
	})
}

// open opens the store at url, quietly.
func open(t testing.TB, url string, o postgres.Options) *postgres.Store {
	t.Helper()
	o.Log = slog.New(slog.DiscardHandler)
	s, err := postgres.Open(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openMain makes the location main known.
func openMain(t testing.TB, s *postgres.Store) {
	t.Helper()
	if err := s.Open(t.Context(), store.Location{ID: main, Name: "Main", Zone: "UTC", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
}
