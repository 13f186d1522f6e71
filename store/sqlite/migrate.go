package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/binary"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"

	"orderup/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID stands in the header of our files.
const applicationID = 1869767794 // "ordr"

// claimFile refuses a database of another program, and signs a new one before
// anything else is written to it: a power cut in the middle of the first
// migration must not leave a file that looks like somebody else's.
func claimFile(ctx context.Context, db *sql.DB) error {
	var id, tables int
	err := db.QueryRowContext(ctx, `SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id`).Scan(&id, &tables)
	if err != nil {
		return fmt.Errorf("read the header of the database: %w", err)
	}
	if id != applicationID && tables > 0 {
		return fmt.Errorf("it is the database of another program; name another file")
	}
	if id == applicationID {
		return nil
	}
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return fmt.Errorf("sign the new database: %w", err)
	}
	return nil
}

// migrate brings the schema up to date, each step in a transaction. A schema
// that is newer than this program is refused.
func migrate(ctx context.Context, db *sql.DB, log *slog.Logger) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("open the migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
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
func identify(ctx context.Context, db *sql.DB) (store.Identity, error) {
	var drawn [8 + 32]byte
	rand.Read(drawn[:])                                     // never fails, by its contract
	epoch := int64(binary.BigEndian.Uint64(drawn[:8]) >> 1) // SQLite's integers have a sign
	_, err := db.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('epoch', ?), ('secret', ?) ON CONFLICT DO NOTHING`, epoch, drawn[8:])
	if err != nil {
		return store.Identity{}, fmt.Errorf("draw the identity of the database: %w", err)
	}
	var id store.Identity
	err = db.QueryRowContext(ctx, `SELECT (SELECT value FROM meta WHERE key = 'epoch'), (SELECT value FROM meta WHERE key = 'secret')`).
		Scan(&id.Epoch, &id.Secret)
	if err != nil {
		return store.Identity{}, fmt.Errorf("read the identity of the database: %w", err)
	}
	return id, nil
}
