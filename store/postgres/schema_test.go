package postgres

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"orderup/order"
)

// The words of the schema are those of package order.
func TestSchemaKnowsTheStatuses(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var definition string
	err := r.pool.QueryRow(t.Context(), `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'orders_status_check'`).Scan(&definition)
	if err != nil {
		t.Fatal(err)
	}
	var words []order.Status
	for _, quoted := range regexp.MustCompile(`'([^']*)'`).FindAllStringSubmatch(definition, -1) {
		words = append(words, order.Status(quoted[1]))
	}
	if !reflect.DeepEqual(words, order.Statuses) {
		t.Errorf("the schema has %q, package order has %q", words, order.Statuses)
	}
}

// No query may cost more when its table grows: each finds what it needs in an
// index, in the order asked for.
func TestQueriesUseTheirIndex(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	conn, err := r.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	fill(t, conn.Conn())
	for _, c := range []struct{ query, parameters, want string }{
		{newest, `'l3', 50`, "Index Scan Backward using orders_pkey"},
		{older, `'l3', 50, 'o5'`, "Index Scan Backward using orders_pkey"},
		{newestOfStatus, `'l3', 50, 'pending'`, "Index Scan Backward using orders_status"},
		{olderOfStatus, `'l3', 50, 'pending', 'o5'`, "Index Scan Backward using orders_status"},
		{tally, `'l3'`, "using orders_status"},
		{events, `'l3', 7, 50`, "Index Scan using events_pkey"},
		{eventsOfOrder, `'l7', 'o77', 0, 50`, "Index Scan using events_location_id_order_id_version_key"},
		{lastEvent, `'l7', 'o77', 50`, "Index Scan Backward using events_location_id_order_id_version_key"},
		{ordersByID, `ARRAY['l7', 'l8'], ARRAY['o77', 'o78']`, "using orders_pkey"},
		{ordersByNumber, `ARRAY['l7'], ARRAY['2026-11-23'], ARRAY[77::bigint]`, "using orders_location_id_day_number_key"},
		{highestNumbers, `ARRAY['l7'], ARRAY['2026-11-23']`, "using orders_location_id_day_number_key"},
		{readLogged, `ARRAY['l7'], ARRAY['o77'], ARRAY[1::bigint]`, "using events_location_id_order_id_version_key"},
		{readReplies, `ARRAY['l7'], ARRAY['k77']`, "using idempotency_pkey"},
		{forget, `77, 500`, "using idempotency_at"},
	} {
		plan := planOf(t, conn.Conn(), c.query, c.parameters)
		if !strings.Contains(plan, c.want) || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "Sort") {
			t.Errorf("%s\n%s", c.query, plan)
		}
	}
}

// fill makes tables big enough for the planner to take them seriously.
func fill(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	for _, query := range []string{
		`INSERT INTO locations (id, name, zone, day_start, currency) SELECT 'l' || i, '', '', 0, 'EUR' FROM generate_series(0, 9) i`,
		`INSERT INTO orders (` + columns + `) SELECT 'o' || i, 'l' || i % 10, '2026-11-23', i + 1, (ARRAY['pending', 'ready'])[i % 2 + 1], 1, '', 1, 'EUR', '[]', 1, 1, 1, NULL, '', '{}'
			FROM generate_series(0, 9999) i`,
		`INSERT INTO events (location_id, seq, order_id, version, type, at, actor, body) SELECT 'l' || i % 10, i / 10 + 1, 'o' || i, 1, '', 1, '', '{}' FROM generate_series(0, 9999) i`,
		`INSERT INTO idempotency (location_id, key, hash, at, result) SELECT 'l' || i % 10, 'k' || i, '', i, '' FROM generate_series(0, 9999) i`,
		`VACUUM ANALYZE locations, orders, events, idempotency`,
	} {
		if _, err := conn.Exec(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
}

// planOf returns the plan that serves every argument.
func planOf(t *testing.T, conn *pgx.Conn, query, parameters string) string {
	t.Helper()
	statements := []string{
		`SET plan_cache_mode = force_generic_plan`,
		`PREPARE asked AS ` + query,
	}
	for _, s := range statements {
		if _, err := conn.Exec(t.Context(), s, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := conn.Query(t.Context(), fmt.Sprintf(`EXPLAIN EXECUTE asked (%s)`, parameters), pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `DEALLOCATE asked`, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
