package reliability

import (
	"context"
	"database/sql"
	"errors"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// ReadPostgres reads the database at url. PostgreSQL checks its pages itself, when it reads them.
func ReadPostgres(ctx context.Context, url string) (*Ledger, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	l := newLedger()
	l.Integrity = []string{"ok"}
	return l, errors.Join(l.read(ctx, db), db.Close())
}
