package postgres

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orderup/order"
)

// flush writes what a request has written so far, so that queries see it.
func (b *batch) flush() error {
	var q pgx.Batch
	if err := b.queueWrites(&q); err != nil {
		return err
	}
	if q.Len() == 0 {
		return nil
	}
	if err := b.conn.SendBatch(b.ctx, &q).Close(); err != nil {
		return fmt.Errorf("write to the database: %w", err)
	}
	b.flushed = true
	for id, r := range b.orders.written {
		r.stored = r.Version
		b.orders.written[id] = r
	}
	b.orders.settle()
	b.places.settle()
	b.numbers.settle()
	b.highest.settle()
	b.logged.settle()
	b.replies.settle()
	b.notes.settle()
	b.log = b.log[:0]
	return nil
}

// An openError says that a COMMIT was sent and has no answer.
type openError struct{ cause error }

func (e *openError) Error() string { return "the commit has no answer: " + e.cause.Error() }
func (e *openError) Unwrap() error { return e.cause }

func isOpen(err error) bool {
	_, ok := errors.AsType[*openError](err)
	return ok
}

// errRolledBack is the answer to the COMMIT of a transaction in which a
// statement has failed.
var errRolledBack = errors.New("a statement of the transaction has failed, so that it was rolled back")

// commit writes everything, tells the listeners and commits, in one round
// trip. An openError leaves the outcome open; any other error says that nothing
// was stored.
func (b *batch) commit() error {
	var q pgx.Batch
	if err := b.queueWrites(&q); err != nil {
		return err
	}
	for _, payload := range b.announce() {
		q.Queue(`SELECT pg_notify($1, $2)`, Channel, payload)
	}
	q.Queue(`COMMIT`).Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return errRolledBack
		}
		return nil
	})
	err := b.conn.SendBatch(b.ctx, &q).Close()
	e, answered := errors.AsType[*pgconn.PgError](err)
	if err == nil || errors.Is(err, errRolledBack) || answered && e.Severity == "ERROR" {
		return err
	}
	return &openError{err}
}

func (b *batch) queueWrites(q *pgx.Batch) error {
	if err := b.queueOrders(q); err != nil {
		return err
	}
	if len(b.log) > 0 {
		columns, err := entryColumns(b.log)
		if err != nil {
			return err
		}
		q.Queue(insertEvents, columns...)
	}
	if len(b.replies.written) > 0 {
		q.Queue(saveReplies, replyColumns(b.replies.written)...)
	}
	if len(b.notes.written) > 0 {
		q.Queue(saveNotes, noteColumns(b.notes.written)...)
	}
	if len(b.places.written) > 0 {
		q.Queue(savePlaces, placeColumns(b.places.written)...)
	}
	return nil
}

// queueOrders writes each order once, however many transactions changed it.
func (b *batch) queueOrders(q *pgx.Batch) error {
	var fresh, changed []order.Order
	for _, r := range b.orders.written {
		if r.stored == 0 {
			fresh = append(fresh, r.Order)
		} else {
			changed = append(changed, r.Order)
		}
	}
	for query, orders := range map[string][]order.Order{insertOrders: fresh, updateOrders: changed} {
		if len(orders) == 0 {
			continue
		}
		columns, err := orderColumns(orders)
		if err != nil {
			return err
		}
		q.Queue(query, columns...)
	}
	return nil
}

// Channel is where every commit that appended events says so (NOTIFY). The
// payload is a JSON object: location -> number of its last event. It is a hint
// that may be lost; the log is the truth.
const Channel = "orderup"

// maxPayload is how many bytes a payload has at most; PostgreSQL's limit is 8000.
const maxPayload = 7000

// announce returns the payloads that tell of the batch.
func (b *batch) announce() []string {
	heads := map[order.Location]int64{}
	for _, e := range b.log {
		heads[e.location] = e.Seq
	}
	for id, p := range b.places.read { // of what was flushed
		if b.flushed {
			heads[id] = max(heads[id], p.seq)
		}
	}
	var payloads []string
	for len(heads) > 0 {
		payloads = append(payloads, payload(heads))
	}
	return payloads
}

// payload takes out of heads what one payload can hold.
func payload(heads map[order.Location]int64) string {
	taken, size := map[order.Location]int64{}, 0
	for id, seq := range heads {
		size += 6*len(id) + 24 // at its longest, as JSON
		if size > maxPayload && len(taken) > 0 {
			break
		}
		taken[id] = seq
		delete(heads, id)
	}
	text, _ := json.Marshal(taken) // text and numbers: it cannot fail
	return string(text)
}
