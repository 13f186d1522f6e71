package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"
)

// A session is one connection of its own with the statements prepared on it.
// It is used by one goroutine at a time.
//
// Statements run without a caller's context: each is bounded, and a statement
// interrupted half-way would cost the batch it is in.
type session struct {
	db    *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func openSessions(ctx context.Context, db *sql.DB, n int) ([]*session, error) {
	var sessions []*session
	for range n {
		s, err := openSession(ctx, db)
		if err != nil {
			return nil, errors.Join(err, closeAll(sessions))
		}
		sessions = append(sessions, s)
	}
	return sessions, nil
}

func closeAll(sessions []*session) error {
	var errs []error
	for _, s := range sessions {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

func openSession(ctx context.Context, db *sql.DB) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a connection to the database: %w", err)
	}
	return &session{db: db, conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

// begin starts a transaction; how is "BEGIN" or "BEGIN IMMEDIATE". A
// connection that cannot, because something broke it, is replaced first.
func (s *session) begin(how string) error {
	_, err := s.exec(how)
	if err == nil || code(err)&0xff == sqlite3.SQLITE_BUSY {
		return err
	}
	fresh, err := openSession(context.Background(), s.db)
	if err != nil {
		return err
	}
	_ = s.close() // it is broken, as we know
	*s = *fresh
	_, err = s.exec(how)
	return err
}

// rollback ends a transaction that nobody needs. SQLite may have ended it
// already, and begin replaces a connection that cannot end it: the error says
// nothing new.
func (s *session) rollback() { _, _ = s.exec("ROLLBACK") }

func (s *session) exec(query string, args ...any) (sql.Result, error) {
	stmt, err := s.stmt(query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(context.Background(), args...)
}

// row reads the one row of a query into targets; false when there is none.
func (s *session) row(query string, args []any, targets ...any) (bool, error) {
	stmt, err := s.stmt(query)
	if err != nil {
		return false, err
	}
	err = stmt.QueryRowContext(context.Background(), args...).Scan(targets...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// rows calls each for every row of a query.
func (s *session) rows(query string, args []any, each func(*sql.Rows) error) error {
	stmt, err := s.stmt(query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(context.Background(), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// stmt returns the prepared statement of a query; it is prepared once.
func (s *session) stmt(query string) (*sql.Stmt, error) {
	if stmt, ok := s.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	s.stmts[query] = stmt
	return stmt, nil
}

// close closes the connection, after its statements: while one of them is left,
// SQLite keeps the connection and its locks.
func (s *session) close() error {
	var errs []error
	for _, stmt := range s.stmts {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(append(errs, s.conn.Close())...)
}
