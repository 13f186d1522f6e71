package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"orderup/store"
)

// Options adjust a store; the zero value is right for a restaurant.
type Options struct {
	// MaxBatch is the most transactions that share one commit: 256 when zero, 1
	// for a commit each.
	MaxBatch int
	// OnCommit, if set, is told of each commit, by the goroutine that writes: how
	// many transactions it made durable, and the time from BEGIN until they were.
	OnCommit func(n int, took time.Duration)
	// Log is told of migrations and of failures; slog.Default() when nil.
	Log *slog.Logger
	// Timeout is how long a caller waits for a database that does not answer,
	// before it is told so: 2 s when zero. A commit without an answer adds a fifth
	// of it at most, a queue behind that another tenth.
	Timeout time.Duration
}

// A Store is one PostgreSQL database, as one of its nodes sees it.
type Store struct {
	database database
	identity store.Identity
	pool     *pgxpool.Pool // to read with
	writer   *writer
	leases   leases

	closing  sync.Once
	closeErr error
	closed   chan struct{} // closed when Close begins
}

var _ store.Store = (*Store)(nil)

// Open opens the database at url (postgres://user:password@host:port/name, or
// any other form that libpq takes) and makes its tables if there are none. It
// refuses, in a sentence that says what to do, a server that cannot be reached
// or is too old, a name or password that is not accepted, a database that does
// not exist or cannot be written, and a schema of a newer version.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	o.complete()
	d, err := newDatabase(url, o)
	if err != nil {
		return nil, err
	}
	identity, err := d.prepare(ctx, o.Log)
	if err != nil {
		return nil, d.sentence(err)
	}
	pool, err := d.pool(ctx)
	if err != nil {
		return nil, d.sentence(err)
	}
	s := &Store{database: d, identity: identity, pool: pool, writer: newWriter(d, o), closed: make(chan struct{})}
	go s.writer.run()
	return s, nil
}

func (o *Options) complete() {
	if o.MaxBatch < 1 {
		o.MaxBatch = 256
	}
	if o.OnCommit == nil {
		o.OnCommit = func(int, time.Duration) {}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Timeout <= 0 {
		o.Timeout = 2 * time.Second
	}
}

// Identity returns what makes this database itself.
func (s *Store) Identity() store.Identity { return s.identity }

// Queued returns how many transactions wait for the writer.
func (s *Store) Queued() int { return s.writer.queue.Len() }

// Ping returns nil when the store can be read.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.exec(ctx, "read the database", `SELECT FROM meta WHERE key = 'epoch'`)
	return err
}

// exec runs one statement of its own.
func (s *Store) exec(ctx context.Context, attempted, query string, args ...any) (rows int64, err error) {
	if s.isClosed() {
		return 0, errUnavailable("closed", nil)
	}
	ctx, cancel := context.WithTimeout(ctx, s.database.timeout)
	defer cancel()
	tag, err := s.pool.Exec(ctx, query, args...)
	return tag.RowsAffected(), s.explain(attempted, err)
}

// explain is explain for what a Close may have come between.
func (s *Store) explain(attempted string, err error) error {
	if err != nil && s.isClosed() {
		return errUnavailable("closed", err)
	}
	return explain(attempted, err)
}

func (s *Store) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// Close waits for the transactions and views under way and closes all
// connections. Whoever comes later gets an Unavailable fault. Closing again
// does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.closed)
		s.leases.close()
		err := s.writer.stop()
		s.pool.Close()
		if err != nil {
			s.closeErr = fmt.Errorf("close the database: %w", err)
		}
	})
	return s.closeErr
}
