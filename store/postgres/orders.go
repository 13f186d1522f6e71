package postgres

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"orderup/order"
	"orderup/store"
)

// columns are those of an order, as scanOrder reads them.
const columns = `id, location_id, day, number, status, version, customer, total, currency, items,
	ready_by, placed_at, updated_at, completed_at, reason, work`

// The writes of a batch: the arguments are those of orderColumns.
const (
	givenOrders = `unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::bigint[], $9::text[],
		$10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::text[]) AS u (` + columns + `)`
	insertOrders = `INSERT INTO orders (` + columns + `)
		SELECT id, location_id, day, number, status, version, customer, total, currency, items::json,
			ready_by, placed_at, updated_at, completed_at, reason, work::json
		FROM ` + givenOrders
	updateOrders = `UPDATE orders o SET status = u.status, version = u.version, customer = u.customer, total = u.total,
			currency = u.currency, items = u.items::json, ready_by = u.ready_by, placed_at = u.placed_at,
			updated_at = u.updated_at, completed_at = u.completed_at, reason = u.reason, work = u.work::json
		FROM ` + givenOrders + ` WHERE o.location_id = u.location_id AND o.id = u.id`
)

// orderColumns turns orders into an array for each column.
func orderColumns(orders []order.Order) ([]any, error) {
	n := len(orders)
	var (
		ids, locations, days, states, customers = make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
		currencies, items, reasons, works       = make([]string, n), make([]string, n), make([]string, n), make([]string, n)
		numbers, versions, totals               = make([]int64, n), make([]int64, n), make([]int64, n)
		ready, placed, updated, completed       = make([]int64, n), make([]int64, n), make([]int64, n), make([]*int64, n)
	)
	for i, o := range orders {
		lines, err := json.Marshal(o.Lines)
		if err != nil {
			return nil, fmt.Errorf("encode the lines of order %s: %w", o.ID, err)
		}
		work, err := json.Marshal(o.Work)
		if err != nil {
			return nil, fmt.Errorf("encode the work of order %s: %w", o.ID, err)
		}
		ids[i], locations[i], days[i], numbers[i] = string(o.ID), string(o.Location), string(o.Day), int64(o.Number)
		states[i], versions[i], customers[i], totals[i] = string(o.Status), o.Version, o.Customer, int64(o.Total)
		currencies[i], items[i], reasons[i], works[i] = string(o.Currency), string(lines), string(o.Reason), string(work)
		ready[i], placed[i], updated[i], completed[i] = o.ReadyBy.UnixMilli(), o.PlacedAt.UnixMilli(), o.UpdatedAt.UnixMilli(), orNull(o.CompletedAt)
	}
	return []any{ids, locations, days, numbers, states, versions, customers, totals, currencies, items,
		ready, placed, updated, completed, reasons, works}, nil
}

// Order returns an order.
func (r *reader) Order(id order.ID) (order.Order, error) {
	return r.order(`SELECT `+columns+` FROM orders WHERE id = $1 AND location_id = $2`, id, r.place.ID)
}

// OrderNumbered returns the order with a number of the day.
func (r *reader) OrderNumbered(day order.Day, n order.Number) (order.Order, error) {
	return r.order(`SELECT `+columns+` FROM orders WHERE location_id = $1 AND day = $2 AND number = $3`, r.place.ID, day, n)
}

func (r *reader) order(query string, args ...any) (order.Order, error) {
	found, err := readAll(r, "orders", scanOrder, query, args...)
	if err != nil {
		return order.Order{}, err
	}
	if len(found) == 0 {
		return order.Order{}, unknown()
	}
	return found[0], nil
}

const (
	newest         = `SELECT ` + columns + ` FROM orders WHERE location_id = $1 ORDER BY id DESC LIMIT $2`
	older          = `SELECT ` + columns + ` FROM orders WHERE location_id = $1 AND id < $3 ORDER BY id DESC LIMIT $2`
	newestOfStatus = `SELECT ` + columns + ` FROM orders WHERE location_id = $1 AND status = $3 ORDER BY id DESC LIMIT $2`
	olderOfStatus  = `SELECT ` + columns + ` FROM orders WHERE location_id = $1 AND status = $3 AND id < $4 ORDER BY id DESC LIMIT $2`
)

// Orders returns a page of orders, newest first. A page of several statuses is
// put together from one page of each: PostgreSQL would sort all orders that
// have one of them.
func (r *reader) Orders(q store.Query) ([]order.Order, error) {
	if len(q.Status) == 0 {
		return r.page(newest, older, q)
	}
	var page []order.Order
	for _, s := range order.Statuses {
		if !slices.Contains(q.Status, s) {
			continue
		}
		orders, err := r.page(newestOfStatus, olderOfStatus, q, string(s))
		if err != nil {
			return nil, err
		}
		page = append(page, orders...)
	}
	slices.SortFunc(page, func(a, b order.Order) int { return cmp.Compare(b.ID, a.ID) })
	return page[:min(len(page), max(q.Limit, 0))], nil
}

func (r *reader) page(first, next string, q store.Query, status ...any) ([]order.Order, error) {
	args := append([]any{r.place.ID, max(q.Limit, 0)}, status...)
	if q.Before == "" {
		return readAll(r, "orders", scanOrder, first, args...)
	}
	return readAll(r, "orders", scanOrder, next, append(args, q.Before)...)
}

func scanOrder(rows pgx.Rows) (order.Order, error) {
	var (
		o                      order.Order
		items, work            []byte
		ready, placed, updated int64
		completed              *int64
	)
	err := rows.Scan(&o.ID, &o.Location, &o.Day, &o.Number, &o.Status, &o.Version, &o.Customer, &o.Total, &o.Currency, &items,
		&ready, &placed, &updated, &completed, &o.Reason, &work)
	if err != nil {
		return o, err
	}
	o.ReadyBy, o.PlacedAt, o.UpdatedAt = moment(ready), moment(placed), moment(updated)
	if completed != nil {
		o.CompletedAt = moment(*completed)
	}
	if err := json.Unmarshal(items, &o.Lines); err != nil {
		return o, fmt.Errorf("decode the lines of order %s: %w", o.ID, err)
	}
	if err := json.Unmarshal(work, &o.Work); err != nil {
		return o, fmt.Errorf("decode the work of order %s: %w", o.ID, err)
	}
	return o, nil
}

const tally = `SELECT status, count(*), sum(total)::bigint FROM orders WHERE location_id = $1 GROUP BY status`

// Tally counts the orders of each status.
func (r *reader) Tally() (map[order.Status]order.Count, error) {
	counts := map[order.Status]order.Count{}
	_, err := readAll(r, "the counts of orders", func(rows pgx.Rows) (s order.Status, err error) {
		var c order.Count
		err = rows.Scan(&s, &c.Orders, &c.Total)
		counts[s] = c
		return s, err
	}, tally, r.place.ID)
	if err != nil {
		return nil, err
	}
	return counts, nil
}

// moment is the time of a column.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// orNull is the column of a time that may be missing.
func orNull(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}
