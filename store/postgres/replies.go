package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"orderup/order"
	"orderup/store"
)

const (
	readReplies = `SELECT i.location_id, i.key, i.hash, i.at, i.result FROM idempotency i
		JOIN unnest($1::text[], $2::text[]) AS u (location_id, key) ON i.location_id = u.location_id AND i.key = u.key`
	saveReplies = `INSERT INTO idempotency (location_id, key, hash, at, result)
		SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[], $5::text[])
		ON CONFLICT (location_id, key) DO UPDATE SET hash = excluded.hash, at = excluded.at, result = excluded.result`
)

// A name is what something of a location is kept under.
type name struct {
	location order.Location
	key      string
}

// nameColumns are the two arrays of names.
func nameColumns(names []name) []any {
	locations, keys := make([]string, len(names)), make([]string, len(names))
	for i, n := range names {
		locations[i], keys[i] = string(n.location), n.key
	}
	return []any{locations, keys}
}

// replyColumns are the arguments of saveReplies.
func replyColumns(replies map[name]*store.Reply) []any {
	var names []name
	var hashes [][]byte
	var times []int64
	var results []string
	for n, r := range replies {
		names = append(names, n)
		hashes, times, results = append(hashes, r.Hash), append(times, r.At.UnixMilli()), append(results, string(r.Result))
	}
	return append(nameColumns(names), hashes, times, results)
}

func scanReply(rows pgx.Rows) (n name, r *store.Reply, err error) {
	r = &store.Reply{}
	var at int64
	err = rows.Scan(&n.location, &n.key, &r.Hash, &at, (*[]byte)(&r.Result))
	r.At = moment(at)
	return n, r, err
}

// Reply returns what was remembered under an idempotency key.
func (r *reader) Reply(key string) (store.Reply, bool, error) {
	found, err := readAll(r, "a remembered reply", func(rows pgx.Rows) (*store.Reply, error) {
		_, reply, err := scanReply(rows)
		return reply, err
	}, readReplies, nameColumns([]name{{r.place.ID, key}})...)
	if err != nil || len(found) == 0 {
		return store.Reply{}, false, err
	}
	return *found[0], true, nil
}

// pruneStep is how many replies are forgotten in one transaction, so that
// nothing waits behind a night's worth of them.
const pruneStep = 500

const forget = `DELETE FROM idempotency WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency WHERE at < $1 ORDER BY at LIMIT $2))`

// Prune forgets replies remembered before the given time. By the way it clears
// away what nodes that are gone have left.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	total := 0
	for {
		n, err := s.exec(ctx, "forget replies", forget, before.UnixMilli(), pruneStep)
		total += int(n)
		if err != nil {
			return total, err
		}
		if n < pruneStep {
			return total, s.sweep(ctx)
		}
	}
}

// sweep forgets nodes that were not heard of for days.
func (s *Store) sweep(ctx context.Context) error {
	for _, query := range []string{
		`DELETE FROM presence WHERE at < now() - interval '1 day'`,
		`DELETE FROM writers WHERE at < now() - interval '7 days'`,
	} {
		if _, err := s.exec(ctx, "sweep away nodes that are gone", query); err != nil {
			return err
		}
	}
	return nil
}
