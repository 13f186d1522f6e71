package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"orderup/store"
	"orderup/store/group"
)

// Options adjust a store; the zero value is right for a restaurant.
type Options struct {
	// MaxBatch is the most transactions that share one commit: 256 when zero, 1
	// for a commit each.
	MaxBatch int
	// OnCommit, if set, is told of each commit, by the goroutine that writes: how
	// many transactions it made durable, and the time from BEGIN until they were
	// on disk.
	OnCommit func(n int, took time.Duration)
	// Log is told of migrations and of failures; slog.Default() when nil.
	Log *slog.Logger
	// UnsafeSynchronousOff leaves out every fsync. It exists for the controls of
	// the reliability rigs, which must see it lose orders.
	UnsafeSynchronousOff bool
}

// A Store is one SQLite file, served by one process.
type Store struct {
	identity  store.Identity
	lock      *os.File
	db        *sql.DB
	readers   chan *session // those that are free
	queue     *group.Queue[func(*batch) error]
	committer *committer
	nodes     *nodes

	closing  sync.Once
	closeErr error
	closed   chan struct{} // closed when Close begins
}

var _ store.Store = (*Store)(nil)

// Open opens the database at path, and makes it if there is none. It refuses,
// in a sentence that says what to do, a path that cannot hold a database, a
// database that another orderup serves, one of another program, and one of a
// newer version.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	o.complete()
	lock, real, err := claim(path)
	if err != nil {
		return nil, err
	}
	db, err := connect(ctx, real, o)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s cannot be served: %w", path, err), lock.Close())
	}
	s := &Store{lock: lock, db: db, readers: make(chan *session, readers), queue: group.NewQueue[func(*batch) error](), nodes: newNodes(), closed: make(chan struct{})}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close(), lock.Close())
	}
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
	if o.UnsafeSynchronousOff {
		o.Log.Warn("UNSAFE: the store does not wait for the disk and will lose orders; this is for tests of reliability only")
	}
}

// connect returns the database with everything checked and migrated.
func connect(ctx context.Context, path string, o Options) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, o))
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error { return checkEngine(ctx, db) },
		func() error { return claimFile(ctx, db) },
		func() error { return useWAL(ctx, db) },
		func() error { return migrate(ctx, db, o.Log) },
	} {
		if err := step(); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return db, nil
}

func dsn(path string, o Options) string {
	synchronous := "synchronous(FULL)"
	if o.UnsafeSynchronousOff {
		synchronous = "synchronous(OFF)"
	}
	pragmas := url.Values{"_pragma": {"busy_timeout(5000)", "foreign_keys(ON)", "temp_store(MEMORY)", synchronous}}
	path = filepath.ToSlash(path)
	if path[0] != '/' { // C:/orders.db
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: pragmas.Encode()}).String()
}

// oldest is the first SQLite without the bug that could corrupt a database in
// WAL mode (sqlite.org/wal.html, "The WAL-Reset Bug").
const oldest = 3_051_003

// checkEngine refuses an SQLite that is too old.
func checkEngine(ctx context.Context, db *sql.DB) error {
	var version string
	if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return fmt.Errorf("ask SQLite for its version: %w", err)
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return fmt.Errorf("read SQLite's version %q: %w", version, err)
	}
	if major*1_000_000+minor*1_000+patch < oldest {
		return fmt.Errorf("this orderup was built with SQLite %s, which can lose orders; build it with 3.51.3 or newer", version)
	}
	return nil
}

// useWAL turns the write-ahead log on, which the file remembers.
func useWAL(ctx context.Context, db *sql.DB) error {
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode); err != nil {
		return fmt.Errorf("turn on the write-ahead log: %w", err)
	}
	if mode != "wal" {
		return fmt.Errorf("its disk cannot keep a write-ahead log (the journal mode stays %s); use a local disk", mode)
	}
	return nil
}

// start reads the identity and opens the sessions.
func (s *Store) start(ctx context.Context, o Options) (err error) {
	if s.identity, err = identify(ctx, s.db); err != nil {
		return err
	}
	s.db.SetMaxIdleConns(-1) // a session that is closed is not to come back
	sessions, err := openSessions(ctx, s.db, 1+readers)
	if err != nil {
		return err
	}
	for _, reader := range sessions[1:] {
		s.readers <- reader
	}
	s.committer = &committer{
		queue: s.queue, session: sessions[0], max: o.MaxBatch, onCommit: o.OnCommit, log: o.Log,
		failed: make(chan struct{}), done: make(chan struct{}),
	}
	go s.committer.run()
	return nil
}

// Identity returns what makes this database itself.
func (s *Store) Identity() store.Identity { return s.identity }

// Queued returns how many transactions wait for the committer.
func (s *Store) Queued() int { return s.queue.Len() }

// Failed returns a channel that is closed when an fsync has failed: nothing
// can be written any more, and the program should end and be started again.
func (s *Store) Failed() <-chan struct{} { return s.committer.failed }

// Ping returns nil when the store can be read.
func (s *Store) Ping(ctx context.Context) error {
	session, err := s.borrow(ctx)
	if err != nil {
		return err
	}
	defer func() { s.readers <- session }()
	var one int
	_, err = session.row(`SELECT count(*) FROM meta WHERE key = 'epoch'`, nil, &one)
	return explain("read the database", err)
}
