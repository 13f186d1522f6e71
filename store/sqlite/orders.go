package sqlite

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// columns are those of an order, as scanOrder reads them.
const columns = `id, location_id, day, number, status, version, customer, total, currency, items,
	ready_by, placed_at, updated_at, completed_at, reason, work`

// Insert adds a new order.
func (t *tx) Insert(o order.Order) error {
	items, work, err := encode(o)
	if err != nil {
		return err
	}
	_, err = t.batch.write(`INSERT INTO orders (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		o.ID, t.place.ID, o.Day, o.Number, o.Status, o.Version, o.Customer, o.Total, o.Currency, items,
		o.ReadyBy.UnixMilli(), o.PlacedAt.UnixMilli(), o.UpdatedAt.UnixMilli(), orNull(o.CompletedAt), o.Reason, work)
	if err != nil {
		return fmt.Errorf("insert order %s: %w", o.ID, err)
	}
	return nil
}

// Save replaces an order that still has version was.
func (t *tx) Save(o order.Order, was int64) error {
	items, work, err := encode(o)
	if err != nil {
		return err
	}
	rows, err := t.batch.write(`
		UPDATE orders SET status = ?, version = ?, customer = ?, total = ?, currency = ?, items = ?,
			ready_by = ?, placed_at = ?, updated_at = ?, completed_at = ?, reason = ?, work = ?
		WHERE id = ? AND location_id = ? AND version = ?`,
		o.Status, o.Version, o.Customer, o.Total, o.Currency, items,
		o.ReadyBy.UnixMilli(), o.PlacedAt.UnixMilli(), o.UpdatedAt.UnixMilli(), orNull(o.CompletedAt), o.Reason, work,
		o.ID, t.place.ID, was)
	if err != nil {
		return fmt.Errorf("save order %s: %w", o.ID, err)
	}
	if rows == 0 {
		return t.batch.fail(conflict(o.ID))
	}
	return nil
}

// encode returns the columns of an order that are JSON.
func encode(o order.Order) (items, work string, err error) {
	lines, err := json.Marshal(o.Lines)
	if err != nil {
		return "", "", fmt.Errorf("encode the lines of order %s: %w", o.ID, err)
	}
	tasks, err := json.Marshal(o.Work)
	if err != nil {
		return "", "", fmt.Errorf("encode the work of order %s: %w", o.ID, err)
	}
	return string(lines), string(tasks), nil
}

func conflict(id order.ID) *fault.Fault {
	return fault.Conflict("order.version", "order %s was changed by somebody else meanwhile; read it again", id)
}

// Order returns an order.
func (r *reader) Order(id order.ID) (order.Order, error) {
	return r.order(`SELECT `+columns+` FROM orders WHERE id = ? AND location_id = ?`, id, r.place.ID)
}

// OrderNumbered returns the order with a number of the day.
func (r *reader) OrderNumbered(day order.Day, n order.Number) (order.Order, error) {
	return r.order(`SELECT `+columns+` FROM orders WHERE location_id = ? AND day = ? AND number = ?`, r.place.ID, day, n)
}

func (r *reader) order(query string, args ...any) (order.Order, error) {
	found, err := r.orders(query, args...)
	if err != nil {
		return order.Order{}, err
	}
	if len(found) == 0 {
		return order.Order{}, unknown()
	}
	return found[0], nil
}

func unknown() error { return fault.NotFound("order.unknown", "there is no such order") }

// Orders returns a page of orders, newest first. A page of several statuses is
// put together from one page of each: SQLite would sort all orders that have
// one of them.
func (r *reader) Orders(q store.Query) ([]order.Order, error) {
	limit := max(q.Limit, 0)
	if len(q.Status) == 0 {
		return r.orders(newest, r.place.ID, q.Before, limit)
	}
	var page []order.Order
	for _, s := range order.Statuses {
		if !slices.Contains(q.Status, s) {
			continue
		}
		orders, err := r.orders(newestOfStatus, r.place.ID, q.Before, limit, s)
		if err != nil {
			return nil, err
		}
		page = append(page, orders...)
	}
	slices.SortFunc(page, func(a, b order.Order) int { return cmp.Compare(b.ID, a.ID) })
	return page[:min(len(page), limit)], nil
}

const (
	newest         = `SELECT ` + columns + ` FROM orders WHERE location_id = ?1 AND (?2 = '' OR id < ?2) ORDER BY id DESC LIMIT ?3`
	newestOfStatus = `SELECT ` + columns + ` FROM orders WHERE location_id = ?1 AND status = ?4 AND (?2 = '' OR id < ?2) ORDER BY id DESC LIMIT ?3`
)

func (r *reader) orders(query string, args ...any) ([]order.Order, error) {
	var orders []order.Order
	err := r.session.rows(query, args, func(rows *sql.Rows) error {
		o, err := scanOrder(rows)
		orders = append(orders, o)
		return err
	})
	if err != nil {
		return nil, explain("read orders", err)
	}
	return orders, nil
}

func scanOrder(rows *sql.Rows) (order.Order, error) {
	var (
		o                      order.Order
		items, work            sql.RawBytes
		ready, placed, updated int64
		completed              sql.Null[int64]
	)
	err := rows.Scan(&o.ID, &o.Location, &o.Day, &o.Number, &o.Status, &o.Version, &o.Customer, &o.Total, &o.Currency, &items,
		&ready, &placed, &updated, &completed, &o.Reason, &work)
	if err != nil {
		return o, err
	}
	o.ReadyBy, o.PlacedAt, o.UpdatedAt = moment(ready), moment(placed), moment(updated)
	if completed.Valid {
		o.CompletedAt = moment(completed.V)
	}
	if err := json.Unmarshal(items, &o.Lines); err != nil {
		return o, fmt.Errorf("decode the lines of order %s: %w", o.ID, err)
	}
	if err := json.Unmarshal(work, &o.Work); err != nil {
		return o, fmt.Errorf("decode the work of order %s: %w", o.ID, err)
	}
	return o, nil
}

const tally = `SELECT status, count(*), sum(total) FROM orders WHERE location_id = ? GROUP BY status`

// Tally counts the orders of each status.
func (r *reader) Tally() (map[order.Status]order.Count, error) {
	counts := map[order.Status]order.Count{}
	err := r.session.rows(tally, []any{r.place.ID},
		func(rows *sql.Rows) error {
			var s order.Status
			var c order.Count
			err := rows.Scan(&s, &c.Orders, &c.Total)
			counts[s] = c
			return err
		})
	if err != nil {
		return nil, explain("count orders", err)
	}
	return counts, nil
}

// moment is the time of a column.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// orNull is the column of a time that may be missing.
func orNull(t time.Time) sql.Null[int64] {
	return sql.Null[int64]{V: t.UnixMilli(), Valid: !t.IsZero()}
}
