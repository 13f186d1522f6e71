package postgres_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"orderup/internal/pgtest"
	"orderup/order"
	"orderup/store"
	"orderup/store/postgres"
	"orderup/store/storetest"
)

// A conn is another program's connection to the database.
type conn struct{ *pgx.Conn }

func connect(t *testing.T, url string) conn {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(context.Background()) })
	return conn{c}
}

func (c conn) exec(t *testing.T, query string) {
	t.Helper()
	if _, err := c.Exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func (c conn) numbers(t *testing.T, query string) []int64 {
	t.Helper()
	rows, err := c.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	return numbers
}

// Every commit that appended events tells the listeners where each log ends.
func TestCommitNotifies(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	s := open(t, url, postgres.Options{})
	t.Cleanup(func() { s.Close() })
	openMain(t, s)
	ear := connect(t, url)
	ear.exec(t, `LISTEN `+postgres.Channel)
	err := s.Update(t.Context(), main, func(tx store.Tx) error { return tx.SetNote("quiet", []byte("1")) })
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if err := s.Update(t.Context(), main, storetest.Placing(main, i)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		n, err := ear.WaitForNotification(ctx)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		var heads map[order.Location]int64
		if err := json.Unmarshal([]byte(n.Payload), &heads); err != nil || len(heads) != 1 || heads[main] != int64(i+1) {
			t.Errorf("payload %s (%v)", n.Payload, err)
		}
	}
}

// A batch waits for the other node's, on a location of both.
func TestLocksAreTakenInOrder(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	s := open(t, url, postgres.Options{})
	t.Cleanup(func() { s.Close() })
	openMain(t, s)
	other := connect(t, url)
	other.exec(t, `BEGIN`)
	other.exec(t, `UPDATE locations SET last_seq = 7, last_number = 7, number_day = '2026-11-23'`)
	outcome := make(chan error)
	go func() { outcome <- s.Update(t.Context(), main, storetest.Placing(main, 1)) }()
	watcher := connect(t, url)
	waiting := `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
	for watcher.numbers(t, waiting)[0] == 0 && t.Context().Err() == nil {
		select {
		case err := <-outcome:
			t.Fatalf("it did not wait for the lock: %v", err)
		default:
		}
	}
	other.exec(t, `COMMIT`)
	if err := <-outcome; err != nil {
		t.Fatal(err)
	}
	if log := logOf(t, s); len(log) != 1 || log[0].Seq != 8 || log[0].Order.Number != 8 {
		t.Errorf("log %+v", log)
	}
}
