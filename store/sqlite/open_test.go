package sqlite_test

import (
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orderup/store/sqlite"
	"orderup/store/storetest"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path string // below a folder of the test
		with func(t *testing.T, path string)
		want string
	}{
		"missing folder":           {"none/orders.db", nil, "its folder does not exist; create "},
		"folder":                   {"", nil, "is a folder; name a file in it"},
		"text":                     {"menu.txt", text("Large Fries  3.50, Cheeseburger 8.50"), "is not a database; name another file"},
		"short text":               {"menu.txt", text("Fries"), "is not a database; name another file"},
		"database of another":      {"other.db", statements(`CREATE TABLE guests (name TEXT)`), "it is the database of another program; name another file"},
		"newer schema":             {"orders.db", newer, "its schema has version 1000 and this orderup knows none above 3; start the newer orderup that wrote it"},
		"served by another":        {"orders.db", served, "is in use by another orderup; stop that one, or name another file"},
		"served under other names": {"link.db", servedByLink, "is in use by another orderup; stop that one, or name another file"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.path)
			if c.with != nil {
				c.with(t, path)
			}
			before, _ := os.ReadFile(path)
			s, err := sqlite.Open(t.Context(), path, sqlite.Options{Log: slog.New(slog.DiscardHandler)})
			if err == nil {
				s.Close()
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("%v\nwant %s: ... %s", err, path, c.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func text(s string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// statements runs SQL on the file as another program would.
func statements(query string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
}

func newer(t *testing.T, path string) {
	if err := open(t, path, sqlite.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	statements(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (1000, 1)`)(t, path)
}

func served(t *testing.T, path string) {
	s := open(t, path, sqlite.Options{})
	t.Cleanup(func() { s.Close() })
}

func servedByLink(t *testing.T, path string) {
	file := filepath.Join(filepath.Dir(path), "orders.db")
	served(t, file)
	if err := os.Symlink(file, path); err != nil {
		t.Fatal(err)
	}
}

// A path may hold what means something in a URI.
func TestOpenTakesAnyName(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "café ?mode=ro&x #1 50%20.db")
	if err := open(t, path, sqlite.Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %s: it holds names of guests and is for its owner only", info.Mode())
	}
}

func TestCloseLeavesOneFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "orders.db"), sqlite.Options{})
	openMain(t, s)
	if err := s.Update(t.Context(), main, storetest.Placing(main, 1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 { // and the lock
		t.Errorf("files left: %v", files)
	}
}

func TestUnsafeSynchronousOffWarns(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "orders.db"),
		sqlite.Options{UnsafeSynchronousOff: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "level=WARN msg=\"UNSAFE") {
		t.Errorf("log: %s", log.String())
	}
}
