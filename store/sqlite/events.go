package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"

	"orderup/order"
)

// Append adds events to the location's log. A version that is in the log
// already is a Conflict fault "order.version".
func (t *tx) Append(events ...order.Event) error {
	for _, e := range events {
		e.Seq, e.Order.Lines = t.place.seq+1, slices.Clone(e.Order.Lines)
		body, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("encode event %s of order %s: %w", e.Type, e.Order.ID, err)
		}
		_, err = t.batch.write(`
			INSERT INTO events (location_id, seq, order_id, version, type, at, actor, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			t.place.ID, e.Seq, e.Order.ID, e.Order.Version, e.Type, e.At.UnixMilli(), e.Actor, string(body))
		if code(err) == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
			return conflict(e.Order.ID).Because(err)
		}
		if err != nil {
			return fmt.Errorf("append event %s of order %s: %w", e.Type, e.Order.ID, err)
		}
		t.place.seq++
		t.batch.log = append(t.batch.log, entry{t.place.ID, e})
	}
	return nil
}

// Events returns at most limit events with a number above after.
func (r *reader) Events(after int64, limit int) ([]order.Event, error) {
	return r.events(`SELECT seq, type, at, actor, body FROM events WHERE location_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
		r.place.ID, after, max(limit, 0))
}

// A plus in front of a column keeps the planner from choosing the index of the
// whole log where that of the order's few events is meant.
const (
	eventsOfOrder = `SELECT seq, type, at, actor, body FROM events
		WHERE order_id = ? AND +location_id = ? AND version > ? ORDER BY version LIMIT ?`
	lastEvent = `SELECT seq, type, at, actor, body FROM events
		WHERE order_id = ? AND +location_id = ? AND +seq <= ? ORDER BY version DESC LIMIT 1`
)

// OrderEvents returns at most limit events of an order with a version above after.
func (r *reader) OrderEvents(id order.ID, after int64, limit int) ([]order.Event, error) {
	return r.events(eventsOfOrder, id, r.place.ID, after, max(limit, 0))
}

// LastEvent returns the last event of an order with a number of at most seq.
func (r *reader) LastEvent(id order.ID, seq int64) (order.Event, error) {
	events, err := r.events(lastEvent, id, r.place.ID, seq)
	if err != nil {
		return order.Event{}, err
	}
	if len(events) == 0 {
		return order.Event{}, unknown()
	}
	return events[0], nil
}

func (r *reader) events(query string, args ...any) ([]order.Event, error) {
	var events []order.Event
	err := r.session.rows(query, args, func(rows *sql.Rows) error {
		e, err := scanEvent(rows)
		events = append(events, e)
		return err
	})
	if err != nil {
		return nil, explain("read events", err)
	}
	return events, nil
}

func scanEvent(rows *sql.Rows) (order.Event, error) {
	var (
		e    order.Event
		at   int64
		body sql.RawBytes
	)
	if err := rows.Scan(&e.Seq, &e.Type, &at, &e.Actor, &body); err != nil {
		return e, err
	}
	e.At = moment(at)
	return e, decode(body, &e)
}

// decode reads the stored body of e.
func decode(body []byte, e *order.Event) error {
	if err := json.Unmarshal(body, e); err != nil {
		return fmt.Errorf("decode event %d: %w", e.Seq, err)
	}
	return nil
}
