package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"orderup/order"
)

// Announce keeps what a node has to say, by the clock of the database.
func (s *Store) Announce(ctx context.Context, l order.Location, node string, text []byte) error {
	_, err := s.exec(ctx, "announce", `
		INSERT INTO presence (location_id, node, at, text) VALUES ($1, $2, clock_timestamp(), $3)
		ON CONFLICT (location_id, node) DO UPDATE SET at = excluded.at, text = excluded.text`, l, node, append([]byte{}, text...))
	return err
}

// Announced returns what each node said within the given time.
func (s *Store) Announced(ctx context.Context, l order.Location, within time.Duration) ([][]byte, error) {
	if s.isClosed() {
		return nil, errUnavailable("closed", nil)
	}
	ctx, cancel := context.WithTimeout(ctx, s.database.timeout)
	defer cancel()
	rows, err := s.pool.Query(ctx, `
		SELECT text FROM presence WHERE location_id = $1 AND at >= clock_timestamp() - $2::interval ORDER BY node`, l, within)
	if err != nil {
		return nil, s.explain("read announcements", err)
	}
	texts, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	return texts, s.explain("read announcements", err)
}
