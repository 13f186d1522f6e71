package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// A session is the connection that writes. When it breaks, the next batch gets
// another one.
type session struct {
	database database
	id       string // of this writer, in the table of writers and for the server's list of connections
	conn     *pgx.Conn
	serial   int64 // of the last batch
}

func newSession(d database) *session {
	return &session{database: d, id: "orderup writer " + rand.Text()}
}

// batch returns an empty batch on a connection that was in order last time.
func (s *session) batch(ctx context.Context) (*batch, error) {
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	s.serial++
	return newBatch(ctx, s.conn, s.id, s.serial), nil
}

// The writer's name in pg_stat_activity finds the connections that it has lost
// and the server has not: they may hold locks.
const endLost = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()`

// connect makes sure that there is a connection, and no other one of ours.
func (s *session) connect(ctx context.Context) error {
	if s.conn != nil && !s.conn.IsClosed() {
		return nil
	}
	conn, err := s.database.connect(ctx, map[string]string{"application_name": s.id})
	if err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	s.conn = conn
	if _, err := conn.Exec(ctx, endLost, s.id); err != nil {
		s.drop()
		return fmt.Errorf("end connections that were lost: %w", err)
	}
	return nil
}

// drop closes a connection that is of no use, without waiting for the server.
func (s *session) drop() {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.conn.Close(ended)
}

// rollback ends a transaction that nobody needs, or its connection.
func (s *session) rollback(ctx context.Context) {
	rollback(ctx, s.conn)
	if s.conn.PgConn().TxStatus() != 'I' && !s.conn.IsClosed() {
		s.drop()
	}
}

// The row of a writer says which batch was its last. A batch marks it before
// anything else and keeps it locked, so that asking waits until the batch has
// ended one way or the other; and as asking writes, the answer comes when it is
// on every disk that a commit waits for. (The status of the batch's transaction
// id, pg_xact_status, would not do: after a crash the server may give the id of
// a lost transaction to the next one.)
const (
	markWriter = `INSERT INTO writers (id, batch) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, at = now()`
	askWriter  = `INSERT INTO writers (id, batch) VALUES ($1, 0) ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING batch`
)

// commit commits. A commit without an answer is looked up, for a fifth of the
// time limit more; only when that fails the error is an openError.
func (s *session) commit(b *batch) error {
	err := b.commit()
	if err == nil {
		return nil
	}
	if !isOpen(err) {
		s.rollback(b.ctx)
		return err
	}
	s.drop()
	deadline, _ := b.ctx.Deadline()
	ctx, cancel := context.WithDeadline(context.Background(), deadline.Add(s.database.timeout/5))
	defer cancel()
	stored, askErr := s.resolve(ctx)
	switch {
	case askErr != nil:
		return errors.Join(err, askErr)
	case stored:
		return nil
	}
	return fmt.Errorf("the commit was lost: %w", errors.Unwrap(err))
}

// resolve finds out whether the last batch was stored.
func (s *session) resolve(ctx context.Context) (stored bool, err error) {
	for attempt := 0; ; attempt++ {
		var last int64
		if err = s.connect(ctx); err == nil {
			err = s.conn.QueryRow(ctx, askWriter, s.id).Scan(&last)
		}
		if err == nil {
			return last == s.serial, nil
		}
		if ctx.Err() != nil {
			return false, fmt.Errorf("ask whether the last batch was stored: %w", err)
		}
		pause(ctx, attempt)
	}
}

func (s *session) close() error {
	if s.conn == nil || s.conn.IsClosed() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, _ = s.conn.Exec(ctx, `DELETE FROM writers WHERE id = $1`, s.id) // only tidiness
	return s.conn.Close(ctx)
}
