package postgres

import (
	"fmt"

	"github.com/jackc/pgx/v5"

	"orderup/order"
)

// fetch reads every row that is wanted, in one round trip. The first begins
// the transaction: it marks the writer's row and locks the locations, so that
// whatever else is read is as the last transaction has left it.
func (b *batch) fetch() error {
	var q pgx.Batch
	if !b.begun {
		q.Queue(`BEGIN ISOLATION LEVEL READ COMMITTED`)
		q.Queue(markWriter, b.writer, b.serial)
	}
	if ids := b.places.wants(); len(ids) > 0 {
		each(q.Queue(lockPlaces, texts(ids)), func(rows pgx.Rows) error {
			p, err := scanPlace(rows)
			b.places.read[p.ID] = p
			return err
		})
	}
	b.fetchOrders(&q)
	b.fetchRest(&q)
	if q.Len() == 0 {
		return nil
	}
	b.begun = true
	if err := b.conn.SendBatch(b.ctx, &q).Close(); err != nil {
		return fmt.Errorf("read what the transactions ask for: %w", err)
	}
	return nil
}

const (
	ordersByID     = `SELECT ` + columns + ` FROM orders WHERE (location_id, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`
	ordersByNumber = `SELECT ` + columns + ` FROM orders WHERE (location_id, day, number) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]))`
	highestNumbers = `SELECT u.location_id, u.day, coalesce((
			SELECT o.number FROM orders o WHERE o.location_id = u.location_id AND o.day = u.day ORDER BY o.number DESC LIMIT 1), 0)
		FROM unnest($1::text[], $2::text[]) AS u (location_id, day)`
	readLogged = `SELECT location_id, order_id, version FROM events
		WHERE (location_id, order_id, version) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]))`
)

func (b *batch) fetchOrders(q *pgx.Batch) {
	keep := func(rows pgx.Rows) error {
		o, err := scanOrder(rows)
		b.orders.read[name{o.Location, string(o.ID)}] = row{Order: o, known: true, stored: o.Version}
		b.numbers.read[ticket{o.Location, o.Day, o.Number}] = o.ID
		return err
	}
	if names := b.orders.wants(); len(names) > 0 {
		each(q.Queue(ordersByID, nameColumns(names)...), keep)
	}
	if tickets := b.numbers.wants(); len(tickets) > 0 {
		each(q.Queue(ordersByNumber, ticketColumns(tickets)...), keep)
	}
	if shifts := b.highest.wants(); len(shifts) > 0 {
		each(q.Queue(highestNumbers, shiftColumns(shifts)...), func(rows pgx.Rows) error {
			var s shift
			var n order.Number
			err := rows.Scan(&s.location, &s.day, &n)
			b.highest.read[s] = n
			return err
		})
	}
}

// fetchRest asks for what is neither a location nor an order.
func (b *batch) fetchRest(q *pgx.Batch) {
	if events := b.logged.wants(); len(events) > 0 {
		each(q.Queue(readLogged, versionColumns(events)...), func(rows pgx.Rows) error {
			var v version
			err := rows.Scan(&v.location, &v.key, &v.number)
			b.logged.read[v] = true
			return err
		})
	}
	if names := b.replies.wants(); len(names) > 0 {
		each(q.Queue(readReplies, nameColumns(names)...), func(rows pgx.Rows) error {
			n, reply, err := scanReply(rows)
			b.replies.read[n] = reply
			return err
		})
	}
	if names := b.notes.wants(); len(names) > 0 {
		each(q.Queue(readNotes, nameColumns(names)...), func(rows pgx.Rows) error {
			n, text, err := scanNote(rows)
			b.notes.read[n] = text
			return err
		})
	}
}

// each has scan called for every row of a query.
func each(q *pgx.QueuedQuery, scan func(pgx.Rows) error) {
	q.Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

func texts[T ~string](list []T) []string {
	column := make([]string, len(list))
	for i, t := range list {
		column[i] = string(t)
	}
	return column
}

func versionColumns(versions []version) []any {
	names, numbers := make([]name, len(versions)), make([]int64, len(versions))
	for i, v := range versions {
		names[i], numbers[i] = v.name, v.number
	}
	return append(nameColumns(names), numbers)
}

func ticketColumns(tickets []ticket) []any {
	locations, days, numbers := make([]string, len(tickets)), make([]string, len(tickets)), make([]int64, len(tickets))
	for i, t := range tickets {
		locations[i], days[i], numbers[i] = string(t.location), string(t.day), int64(t.number)
	}
	return []any{locations, days, numbers}
}

func shiftColumns(shifts []shift) []any {
	locations, days := make([]string, len(shifts)), make([]string, len(shifts))
	for i, s := range shifts {
		locations[i], days[i] = string(s.location), string(s.day)
	}
	return []any{locations, days}
}
