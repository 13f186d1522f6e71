package sqlite

import (
	"context"
	"log/slog"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
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

// The words of the schema are those of package order.
func TestSchemaKnowsTheStatuses(t *testing.T) {
	t.Parallel()
	s := opened(t, Options{})
	for name, want := range map[string][]order.Status{
		"orders":      order.Statuses,
		"orders_open": slices.DeleteFunc(slices.Clone(order.Statuses), func(s order.Status) bool { return !s.Open() }),
	} {
		var definition string
		if err := s.db.QueryRowContext(t.Context(), `SELECT sql FROM sqlite_schema WHERE name = ?`, name).Scan(&definition); err != nil {
			t.Fatal(err)
		}
		if got := statusesIn(t, definition); !reflect.DeepEqual(got, want) {
			t.Errorf("%s has %q, package order has %q", name, got, want)
		}
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

// No page may cost more when the table grows: each is read from an index in
// its order.
func TestPagesComeFromAnIndex(t *testing.T) {
	t.Parallel()
	s := opened(t, Options{})
	for want, statuses := range map[string][]order.Status{
		"USING INDEX orders_newest (location_id=?": nil,
		"USING INDEX orders_open (location_id=?":   {order.Pending, order.Ready},
	} {
		plan := planOf(t, s, pageOf(statuses), main, "", 10, `[]`)
		if !strings.Contains(plan, want) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("page of %q:\n%s", statuses, plan)
		}
	}
}

func planOf(t *testing.T, s *Store, query string, args ...any) string {
	t.Helper()
	rows, err := s.db.QueryContext(context.Background(), `EXPLAIN QUERY PLAN `+query, args[:strings.Count(query, "?4")+3]...)
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
