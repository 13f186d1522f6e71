package sqlite

import (
	"context"
	"fmt"
	"time"

	"orderup/store"
)

// pruneStep is how many replies are forgotten in one transaction, so that
// orders do not wait behind a night's worth of them.
const pruneStep = 500

// Remember keeps a reply under an idempotency key.
func (t *tx) Remember(key string, r store.Reply) error {
	_, err := t.batch.write(`
		INSERT INTO idempotency (location_id, key, hash, at, result) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (location_id, key) DO UPDATE SET hash = excluded.hash, at = excluded.at, result = excluded.result`,
		t.place.ID, key, r.Hash, r.At.UnixMilli(), string(r.Result))
	if err != nil {
		return fmt.Errorf("remember a reply: %w", err)
	}
	return nil
}

// Reply returns what was remembered under an idempotency key.
func (r *reader) Reply(key string) (store.Reply, bool, error) {
	var reply store.Reply
	var at int64
	found, err := r.session.row(`SELECT hash, at, result FROM idempotency WHERE location_id = ? AND key = ?`,
		[]any{r.place.ID, key}, &reply.Hash, &at, (*[]byte)(&reply.Result))
	if err != nil {
		return store.Reply{}, false, explain("read a remembered reply", err)
	}
	if !found {
		return store.Reply{}, false, nil
	}
	reply.At = moment(at)
	return reply, true, nil
}

const forget = `DELETE FROM idempotency WHERE rowid IN (SELECT rowid FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)`

// Prune forgets replies remembered before the given time.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	total := 0
	for {
		n, err := s.pruneSome(ctx, before)
		total += n
		if err != nil || n < pruneStep {
			return total, err
		}
	}
}

func (s *Store) pruneSome(ctx context.Context, before time.Time) (int, error) {
	var n int64
	err := s.do(ctx, func(b *batch) (err error) {
		if n, err = b.write(forget, before.UnixMilli(), pruneStep); err != nil {
			return fmt.Errorf("forget replies: %w", err)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return int(n), nil
}
