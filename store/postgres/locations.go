package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"orderup/order"
	"orderup/store"
)

// A place is a location with its counters, as the row says or as the
// transactions of a batch have moved them.
type place struct {
	store.Location
	known  bool         // there is such a location
	seq    int64        // of the last event
	number order.Number // the last one taken on day
	day    order.Day
}

// Open makes the location known, or brings it up to date.
func (s *Store) Open(ctx context.Context, l store.Location) error {
	_, err := s.exec(ctx, fmt.Sprintf("open location %s", l.ID), `
		INSERT INTO locations (id, name, zone, day_start, currency) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE
		SET name = excluded.name, zone = excluded.zone, day_start = excluded.day_start, currency = excluded.currency`,
		l.ID, l.Name, l.Zone, l.DayStart, l.Currency)
	return err
}

// lockPlaces locks in the order of the ids, so that batches of several nodes
// wait for each other and never in a circle.
const (
	readPlace  = `SELECT id, name, zone, day_start, currency, last_seq, last_number, number_day FROM locations WHERE id = ANY ($1)`
	lockPlaces = readPlace + ` ORDER BY id FOR NO KEY UPDATE`
	savePlaces = `
		UPDATE locations l SET last_seq = u.seq, last_number = u.number, number_day = u.day
		FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) AS u (id, seq, number, day)
		WHERE l.id = u.id`
)

func scanPlace(rows pgx.Rows) (place, error) {
	p := place{known: true}
	err := rows.Scan(&p.ID, &p.Name, &p.Zone, &p.DayStart, &p.Currency, &p.seq, &p.number, &p.day)
	return p, err
}

// placeColumns are the arguments of savePlaces.
func placeColumns(places map[order.Location]place) []any {
	var ids, days []string
	var seqs, numbers []int64
	for id, p := range places {
		ids, days = append(ids, string(id)), append(days, string(p.day))
		seqs, numbers = append(seqs, p.seq), append(numbers, int64(p.number))
	}
	return []any{ids, seqs, numbers, days}
}
