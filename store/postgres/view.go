package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"orderup/order"
	"orderup/store"
)

// A reader reads one location through one connection: in a view of one
// snapshot, or inside the transaction that writes.
type reader struct {
	ctx   context.Context // of the transaction, as everything it asks is part of it
	conn  *pgx.Conn
	place place
}

// View runs f on one snapshot.
func (s *Store) View(ctx context.Context, l order.Location, f func(store.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.isClosed() {
		return errUnavailable("closed", nil)
	}
	within, cancel := context.WithTimeout(ctx, s.database.timeout)
	defer cancel()
	conn, place, err := s.snapshot(within, l)
	if ctx.Err() != nil && err != nil {
		return fmt.Errorf("wait for a connection to read with: %w", ctx.Err())
	}
	if err != nil {
		return s.explain(fmt.Sprintf("begin to read location %s", l), err)
	}
	defer conn.Release()
	// A caller who leaves must not cost the pool a connection: what it asked is
	// bounded by the time limit only.
	reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.database.timeout)
	defer cancel()
	defer rollback(reading, conn.Conn())
	if !place.known {
		return unknownLocation(l)
	}
	return f(&reader{reading, conn.Conn(), place})
}

// Recent returns events that this node has committed just now; the others may
// have gone on.
func (s *Store) Recent(l order.Location, after int64, limit int) (events []order.Event, all bool) {
	events, _ = s.writer.recent.After(l, after, limit)
	return events, false
}

// snapshot begins a transaction that reads one state. It tries connections
// until one works or time is up, so that a restart of the server is only a
// pause.
func (s *Store) snapshot(ctx context.Context, l order.Location) (*pgxpool.Conn, place, error) {
	for attempt := 0; ; attempt++ {
		conn, place, err := s.trySnapshot(ctx, l)
		if err == nil || !lost(err) || s.isClosed() || ctx.Err() != nil {
			return conn, place, err
		}
		pause(ctx, attempt)
	}
}

func (s *Store) trySnapshot(ctx context.Context, l order.Location) (*pgxpool.Conn, place, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, place{}, err
	}
	p, err := beginView(ctx, conn.Conn(), l)
	if err != nil {
		_ = conn.Conn().Close(ctx) // whatever it is, the pool is better off without it
		conn.Release()
		return nil, place{}, err
	}
	return conn, p, nil
}

// beginView takes the snapshot with its first read, in one round trip.
func beginView(ctx context.Context, conn *pgx.Conn, l order.Location) (p place, err error) {
	var b pgx.Batch
	b.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	b.Queue(readPlace, []string{string(l)}).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if p, err = scanPlace(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	err = conn.SendBatch(ctx, &b).Close()
	return p, err
}

// rollback ends a transaction that nobody needs. What fails breaks the
// connection, which says so itself.
func rollback(ctx context.Context, conn *pgx.Conn) {
	if !conn.IsClosed() {
		_, _ = conn.Exec(ctx, `ROLLBACK`)
	}
}

// Location returns the location.
func (r *reader) Location() (store.Location, error) { return r.place.Location, nil }

// Head returns the number of the last event of the location.
func (r *reader) Head() (int64, error) { return r.place.seq, nil }

// readAll reads every row of a query with scan.
func readAll[T any](r *reader, what string, scan func(pgx.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := r.conn.Query(r.ctx, query, args...)
	if err != nil {
		return nil, explain("read "+what, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, explain("read "+what, err)
		}
		all = append(all, one)
	}
	return all, explain("read "+what, rows.Err())
}
