package sqlite

import (
	"log/slog"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"orderup/order"
	"orderup/store"
)

// opened returns a new store with the location main.
func opened(t *testing.T, o Options) *Store {
	t.Helper()
	o.Log = slog.New(slog.DiscardHandler)
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "orders.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Open(t.Context(), store.Location{ID: main, Name: "Main", Zone: "UTC", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
	return s
}

const main = order.Location("main")

// Every connection is set up for what Update promises.
func TestConnectionsAreSafe(t *testing.T) {
	t.Parallel()
	s := opened(t, Options{})
	reader := <-s.readers
	defer func() { s.readers <- reader }()
	for _, session := range []*session{s.committer.session, reader} {
		for query, want := range map[string]string{
			`PRAGMA journal_mode`: "wal",
			`PRAGMA synchronous`:  "2", // FULL
			`PRAGMA foreign_keys`: "1",
			`PRAGMA busy_timeout`: "5000",
		} {
			var got string
			if _, err := session.row(query, nil, &got); err != nil || got != want {
				t.Errorf("%s is %s (%v), want %s", query, got, err, want)
			}
		}
	}
}

// The words of the schema are those of package order.
func TestSchemaKnowsTheStatuses(t *testing.T) {
	t.Parallel()
	s := opened(t, Options{})
	var definition string
	if err := s.db.QueryRowContext(t.Context(), `SELECT sql FROM sqlite_schema WHERE name = 'orders'`).Scan(&definition); err != nil {
		t.Fatal(err)
	}
	if got := statusesIn(t, definition); !reflect.DeepEqual(got, order.Statuses) {
		t.Errorf("the schema has %q, package order has %q", got, order.Statuses)
	}
}

// statusesIn finds the words of status IN (...).
func statusesIn(t *testing.T, definition string) (words []order.Status) {
	t.Helper()
	list := regexp.MustCompile(`status IN \(([^)]*)\)`).FindStringSubmatch(definition)
	if list == nil {
		t.Fatalf("no statuses in %s", definition)
	}
	for _, quoted := range regexp.MustCompile(`'([^']*)'`).FindAllStringSubmatch(list[1], -1) {
		words = append(words, order.Status(quoted[1]))
	}
	return words
}

// No query may cost more when its table grows: each finds what it needs in an
// index, in the order asked for.
func TestQueriesUseTheirIndex(t *testing.T) {
	t.Parallel()
	s := opened(t, Options{})
	for _, c := range []struct {
		query      string
		parameters int
		want       string
	}{
		{newest, 3, "USING INDEX orders_newest (location_id=?"},
		{newestOfStatus, 4, "USING INDEX orders_status (location_id=? AND status=?"},
		{tally, 1, "USING COVERING INDEX orders_status (location_id=?"},
		{eventsOfOrder, 4, "USING INDEX sqlite_autoindex_events_2 (order_id=? AND version>?"},
		{lastEvent, 3, "USING INDEX sqlite_autoindex_events_2 (order_id=?"},
		{forget, 2, "USING COVERING INDEX idempotency_at (at<?"},
	} {
		plan := planOf(t, s, c.query, c.parameters)
		if !strings.Contains(plan, c.want) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN") {
			t.Errorf("%s\n%s", c.query, plan)
		}
	}
}

func planOf(t *testing.T, s *Store, query string, parameters int) string {
	t.Helper()
	rows, err := s.db.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query, make([]any, parameters)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

func FuzzEventBody(f *testing.F) {
	f.Add([]byte(`{"from":"pending","message":"é","order":{"id":"1","lines":[{"price":350}],"readyBy":"2026-11-23T10:00:00.5Z"}}`))
	f.Add([]byte(`{"order":{"lines":null,"total":9223372036854775807}}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e := order.Event{Seq: 7, Type: order.Placed, Actor: "ines"}
		if err := decode(body, &e); err != nil {
			return
		}
		if e.Seq != 7 || e.Type != order.Placed || e.Actor != "ines" {
			t.Errorf("the body has changed what the columns say: %+v", e)
		}
	})
}
