package reliability

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// Ledger is what a database file holds.
type Ledger struct {
	Orders    map[string]Ack     // by order id
	Versions  map[string][]int64 // of the events of each order, ascending
	Seqs      map[string][]int64 // of the events of each location, ascending
	LastSeqs  map[string]int64   // the counter of each location
	Steps     []Step             // every event, by location and number
	Integrity []string           // what PRAGMA integrity_check said; "ok" alone is good
}

// ReadLedger reads the database at path, of a server that no longer runs, from a copy that it makes in scratch:
// opening a database replays its log, and evidence is not to be touched.
func ReadLedger(ctx context.Context, path, scratch string) (*Ledger, error) {
	if err := copyDatabase(path, scratch); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(scratch, filepath.Base(path)))
	if err != nil {
		return nil, fmt.Errorf("open the copy of %s: %w", path, err)
	}
	defer db.Close()
	l := newLedger()
	if err := errors.Join(l.check(ctx, db), l.read(ctx, db)); err != nil {
		return nil, fmt.Errorf("read the copy of %s: %w", path, err)
	}
	return l, nil
}

func newLedger() *Ledger {
	return &Ledger{Orders: map[string]Ack{}, Versions: map[string][]int64{}, Seqs: map[string][]int64{}, LastSeqs: map[string]int64{}}
}

// copyDatabase copies the file and its write-ahead log. The -shm file is only an index of the log: a new one is made.
func copyDatabase(path, dir string) error {
	for _, suffix := range []string{"", "-wal"} {
		err := copyFile(path+suffix, filepath.Join(dir, filepath.Base(path)+suffix))
		if err != nil && !(suffix != "" && errors.Is(err, fs.ErrNotExist)) {
			return fmt.Errorf("copy the database: %w", err)
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// check asks SQLite whether the file is sound.
func (l *Ledger) check(ctx context.Context, db *sql.DB) error {
	return each(ctx, db, "PRAGMA integrity_check", func(scan scanner) error {
		var said string
		err := scan(&said)
		l.Integrity = append(l.Integrity, said)
		return err
	})
}

// read reads the tables, which are the same on both stores.
func (l *Ledger) read(ctx context.Context, db *sql.DB) error {
	return errors.Join(
		each(ctx, db, "SELECT id, status, version FROM orders", func(scan scanner) error {
			var a Ack
			err := scan(&a.ID, &a.Status, &a.Version)
			l.Orders[a.ID] = a
			return err
		}),
		each(ctx, db, "SELECT location_id, seq, order_id, version FROM events ORDER BY location_id, seq", func(scan scanner) error {
			var location, order string
			var seq, version int64
			err := scan(&location, &seq, &order, &version)
			l.Seqs[location] = append(l.Seqs[location], seq)
			l.Versions[order] = append(l.Versions[order], version)
			l.Steps = append(l.Steps, Step{order, version})
			return err
		}),
		each(ctx, db, "SELECT id, last_seq FROM locations", func(scan scanner) error {
			var location string
			var last int64
			err := scan(&location, &last)
			l.LastSeqs[location] = last
			return err
		}),
	)
}

type scanner func(dest ...any) error

// each runs a query and hands every row to take.
func each(ctx context.Context, db *sql.DB, query string, take func(scanner) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows.Scan); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}
