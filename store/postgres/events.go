package postgres

import (
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"orderup/order"
)

const insertEvents = `
	INSERT INTO events (location_id, seq, order_id, version, type, at, actor, body)
	SELECT location_id, seq, order_id, version, type, at, actor, body::json
	FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[])
		AS u (location_id, seq, order_id, version, type, at, actor, body)`

// An entry is an event with the location in whose log it stands.
type entry struct {
	location order.Location
	order.Event
}

// entryColumns are the arguments of insertEvents.
func entryColumns(entries []entry) ([]any, error) {
	n := len(entries)
	var (
		locations, orders, types, actors, bodies = make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
		seqs, versions, times                    = make([]int64, n), make([]int64, n), make([]int64, n)
	)
	for i, e := range entries {
		body, err := json.Marshal(e.Event)
		if err != nil {
			return nil, fmt.Errorf("encode event %s of order %s: %w", e.Type, e.Order.ID, err)
		}
		locations[i], seqs[i], orders[i], versions[i] = string(e.location), e.Seq, string(e.Order.ID), e.Order.Version
		types[i], times[i], actors[i], bodies[i] = string(e.Type), e.At.UnixMilli(), e.Actor, string(body)
	}
	return []any{locations, seqs, orders, versions, types, times, actors, bodies}, nil
}

const (
	events        = `SELECT seq, type, at, actor, body FROM events WHERE location_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`
	eventsOfOrder = `SELECT seq, type, at, actor, body FROM events
		WHERE location_id = $1 AND order_id = $2 AND version > $3 ORDER BY version LIMIT $4`
	lastEvent = `SELECT seq, type, at, actor, body FROM events
		WHERE location_id = $1 AND order_id = $2 AND seq <= $3 ORDER BY version DESC LIMIT 1`
)

// Events returns at most limit events with a number above after.
func (r *reader) Events(after int64, limit int) ([]order.Event, error) {
	return readAll(r, "events", scanEvent, events, r.place.ID, after, max(limit, 0))
}

// OrderEvents returns at most limit events of an order with a version above after.
func (r *reader) OrderEvents(id order.ID, after int64, limit int) ([]order.Event, error) {
	return readAll(r, "events of an order", scanEvent, eventsOfOrder, r.place.ID, id, after, max(limit, 0))
}

// LastEvent returns the last event of an order with a number of at most seq.
func (r *reader) LastEvent(id order.ID, seq int64) (order.Event, error) {
	found, err := readAll(r, "the last event of an order", scanEvent, lastEvent, r.place.ID, id, seq)
	if err != nil {
		return order.Event{}, err
	}
	if len(found) == 0 {
		return order.Event{}, unknown()
	}
	return found[0], nil
}

func scanEvent(rows pgx.Rows) (order.Event, error) {
	var e order.Event
	var at int64
	var body []byte
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
