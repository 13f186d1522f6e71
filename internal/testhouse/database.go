package testhouse

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	bells "orderup/feed/postgres"
	"orderup/internal/pgtest"
	"orderup/store"
	"orderup/store/postgres"
	"orderup/store/sqlite"
)

// chosen returns the database that the variable ORDERUP_TEST_DB names: sqlite,
// which it is without it, or postgres. The same tests run on both.
func chosen() func(testing.TB, *plan) store.Store {
	if os.Getenv("ORDERUP_TEST_DB") == "postgres" {
		return func(t testing.TB, p *plan) store.Store { return openPostgres(t, p, pgtest.Start(t)) }
	}
	return openSQLite
}

// Flag returns the value of orderup's flag --db for a program that a test runs,
// on the database that ORDERUP_TEST_DB names: this SQLite file, or a fresh
// PostgreSQL database.
func Flag(t testing.TB, file string) string {
	t.Helper()
	if os.Getenv("ORDERUP_TEST_DB") == "postgres" {
		return pgtest.Start(t)
	}
	return "sqlite:" + file
}

// OnSQLite opens the house on SQLite in any case: in a bubble of
// testing/synctest, where a network would hold up the clock.
func OnSQLite() Option { return func(p *plan) { p.on = openSQLite } }

// OnPostgres opens the house on a PostgreSQL database, as a node of a name.
// Several may share one.
func OnPostgres(url, node string) Option {
	return func(p *plan) {
		p.Node = node
		p.on = func(t testing.TB, p *plan) store.Store { return openPostgres(t, p, url) }
	}
}

// openSQLite opens a store that does not wait for the disk: a test outlives its
// files.
func openSQLite(t testing.TB, p *plan) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Log: p.Log, UnsafeSynchronousOff: true})
	if err != nil {
		t.Fatal(err)
	}
	closeLater(t, s)
	return s
}

// openPostgres opens a store and the bell that goes with it.
func openPostgres(t testing.TB, p *plan, url string) store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, postgres.Options{Log: p.Log})
	if err != nil {
		t.Fatal(err)
	}
	closeLater(t, s)
	bell, err := bells.Open(url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bell.Close)
	p.Bell = bell
	return s
}

func closeLater(t testing.TB, s store.Store) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
}
