package main

import (
	"strings"
	"testing"
)

// TestWhatIsShownOfAnAddressIsNoSecret: it goes into the log and onto the
// screen.
func TestWhatIsShownOfAnAddressIsNoSecret(t *testing.T) {
	t.Parallel()
	for db, want := range map[string]string{
		"sqlite:orderup.db": "sqlite:orderup.db",
		"sqlite:C:/a@b.db":  "sqlite:C:/a@b.db",
		"orderup.db":        "orderup.db",
		"postgres://ines:secret@db.example:5432/orders":                     "postgres://db.example:5432/orders",
		"postgresql://db.example/orders?user=ines&password=secret":          "postgresql://db.example/orders",
		"postgres://ines:secret@one:5432,two:5432/orders":                   "postgres://one:5432,two:5432/orders",
		"postgres://ines:se%cret@db.example/orders":                         "(an address that cannot be read)",
		"host=db.example password=secret":                                   "(an address that cannot be read)",
		"postgres:host=db.example password=secret":                          "(an address that cannot be read)",
		"mysql://ines:secret@db.example/orders":                             "mysql://db.example/orders",
		"postgres://ines:secret@/orders?host=%2Frun%2Fpostgresql&port=5432": "(an address that cannot be read)",
	} {
		if got := describe(db); got != want || strings.Contains(got, "secret") {
			t.Errorf("describe(%q) = %q, want %q", db, got, want)
		}
	}
}
