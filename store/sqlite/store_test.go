package sqlite_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"orderup/order"
	"orderup/store"
	"orderup/store/sqlite"
	"orderup/store/storetest"
)

const main = order.Location("main")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) func() store.Store {
		path := filepath.Join(t.TempDir(), "orders.db")
		return func() store.Store { return open(t, path, sqlite.Options{}) }
	})
}

// open opens the store at path, quietly.
func open(t testing.TB, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	o.Log = slog.New(slog.DiscardHandler)
	s, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openMain makes the location main known.
func openMain(t testing.TB, s *sqlite.Store) {
	t.Helper()
	if err := s.Open(t.Context(), store.Location{ID: main, Name: "Main", Zone: "UTC", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
}

// TestEverythingCommittedIsRemembered: nobody else writes to the file, so that
// who follows the log need not read it.
func TestEverythingCommittedIsRemembered(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "orders.db"), sqlite.Options{})
	defer s.Close()
	openMain(t, s)
	for seq := int64(1); seq <= 5; seq++ {
		if err := s.Update(t.Context(), main, storetest.Placing(main, int(seq))); err != nil {
			t.Fatal(err)
		}
		for after := range seq {
			events, all := s.Recent(main, after, 100)
			if !all || int64(len(events)) != seq-after || events[0].Seq != after+1 {
				t.Errorf("after %d of %d: %d events, all %v", after, seq, len(events), all)
			}
		}
	}
}
