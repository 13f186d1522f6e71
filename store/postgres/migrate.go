package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"orderup/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// oldest is the first server version that has all we use.
const oldest = 15_00_00

// prepareWithin is how long the first connection and the checks may take.
const prepareWithin = 10 * time.Second

// prepare checks the server, brings the schema up to date and returns the
// identity of the database.
func (d database) prepare(ctx context.Context, log *slog.Logger) (id store.Identity, err error) {
	config := d.config.ConnConfig.Copy()
	config.RuntimeParams["statement_timeout"], config.RuntimeParams["lock_timeout"] = "0", "0" // a migration takes its time
	config.ConnectTimeout = prepareWithin
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := checkServer(ctx, db); err != nil {
		return id, err
	}
	unlock, err := lockSchema(ctx, db)
	if err != nil {
		return id, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := migrate(ctx, db, log); err != nil {
		return id, err
	}
	return identify(ctx, db)
}

// checkServer refuses a server that is too old or that would forget what it
// has acknowledged.
func checkServer(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, prepareWithin)
	defer cancel()
	var version int
	var name, fsync, synchronous string
	err := db.QueryRowContext(ctx, `
		SELECT current_setting('server_version_num')::int, current_setting('server_version'),
			current_setting('fsync'), current_setting('synchronous_commit')`).
		Scan(&version, &name, &fsync, &synchronous)
	if err != nil {
		return err
	}
	return acceptServer(version, name, fsync, synchronous)
}

func acceptServer(version int, name, fsync, synchronous string) error {
	switch {
	case version < oldest:
		return fmt.Errorf("it is PostgreSQL %s; orderup needs version 15 or newer", name)
	case fsync == "off":
		return errors.New("it runs with fsync = off and would lose orders in a power cut; turn fsync on")
	case synchronous == "off":
		return errors.New("it has synchronous_commit = off and would lose orders in a crash; turn it on, at least for this user")
	}
	return nil
}

// schemaLock is the advisory lock of those who migrate ("ordr" and the number
// of our locks).
const schemaLock = int64(0x6f726472)<<32 | 1

// lockSchema lets one node at a time migrate; the others wait.
func lockSchema(ctx context.Context, db *sql.DB) (unlock func() error, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, schemaLock); err != nil {
		return nil, errors.Join(fmt.Errorf("wait for another node to migrate the schema: %w", err), conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, schemaLock)
		return errors.Join(err, conn.Close())
	}, nil
}

// migrate brings the schema up to date, each step in a transaction. A schema
// that is newer than this program is refused.
func migrate(ctx context.Context, db *sql.DB, log *slog.Logger) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("open the migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the schema: %w", err)
	}
	if has > knows {
		return fmt.Errorf("its schema has version %d and this orderup knows none above %d; start the newer orderup that wrote it", has, knows)
	}
	done, err := p.Up(ctx)
	for _, step := range done {
		log.Info("migrated the database", "step", step.Source.Path, "took", step.Duration)
	}
	if err != nil {
		return fmt.Errorf("migrate the schema: %w", err)
	}
	return nil
}

// identify draws the identity of a new database, or reads it.
func identify(ctx context.Context, db *sql.DB) (id store.Identity, err error) {
	var drawn [8 + 32]byte
	rand.Read(drawn[:]) // never fails, by its contract
	_, err = db.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('epoch', $1), ('secret', $2) ON CONFLICT DO NOTHING`, drawn[:8], drawn[8:])
	if err != nil {
		return id, fmt.Errorf("draw the identity of the database: %w", err)
	}
	var epoch []byte
	err = db.QueryRowContext(ctx, `SELECT (SELECT value FROM meta WHERE key = 'epoch'), (SELECT value FROM meta WHERE key = 'secret')`).
		Scan(&epoch, &id.Secret)
	if err != nil || len(epoch) != 8 {
		return id, fmt.Errorf("read the identity of the database: %w", err)
	}
	id.Epoch = binary.BigEndian.Uint64(epoch)
	return id, nil
}
