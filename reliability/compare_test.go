package reliability

import (
	"database/sql"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kept is a database that kept every promise: two orders of one house, and the acknowledgements for them.
const kept = `
CREATE TABLE locations (id TEXT PRIMARY KEY, last_seq INTEGER);
CREATE TABLE orders (id TEXT PRIMARY KEY, location_id TEXT, status TEXT, version INTEGER);
CREATE TABLE events (location_id TEXT, seq INTEGER, order_id TEXT, version INTEGER);
INSERT INTO locations VALUES ('main', 4);
INSERT INTO orders VALUES ('a', 'main', 'ready', 3), ('b', 'main', 'pending', 1);
INSERT INTO events VALUES ('main', 1, 'a', 1), ('main', 2, 'b', 1), ('main', 3, 'a', 2), ('main', 4, 'a', 3);`

func promised() map[string]Ack {
	return map[string]Ack{"a": {"a", "ready", 3}, "b": {"b", "pending", 1}}
}

// readLedgerOf makes a database by SQL and reads it as a rig does.
func readLedgerOf(t *testing.T, statements string) *Ledger {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
	l, err := ReadLedger(t.Context(), path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAnHonestLedgerIsClean(t *testing.T) {
	t.Parallel()
	if v := Compare(promised(), readLedgerOf(t, kept), true); !v.Clean() {
		t.Errorf("complaints about a good database: %q", v.Complaints)
	}
}

// The controls of the checker: every fault that a rig looks for, made by hand, must be found, counted and named.
func TestEveryFaultIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story, damage string
		want          string
	}{
		{"a lost order", "DELETE FROM orders WHERE id = 'b'; DELETE FROM events WHERE order_id = 'b'; UPDATE events SET seq = seq - 1 WHERE seq > 2; UPDATE locations SET last_seq = 3",
			"1 lost, 0 behind, 0 duplicate, 0 gaps, 0 integrity faults"},
		{"a lost step", "UPDATE orders SET version = 2, status = 'in_progress' WHERE id = 'a'; DELETE FROM events WHERE seq = 4; UPDATE locations SET last_seq = 3",
			"0 lost, 1 behind, 0 duplicate, 0 gaps, 0 integrity faults"},
		{"another status", "UPDATE orders SET status = 'completed' WHERE id = 'a'",
			"0 lost, 1 behind, 0 duplicate, 0 gaps, 0 integrity faults"},
		{"a duplicate", "INSERT INTO orders VALUES ('c', 'main', 'pending', 1); INSERT INTO events VALUES ('main', 5, 'c', 1); UPDATE locations SET last_seq = 5",
			"0 lost, 0 behind, 1 duplicate, 0 gaps, 0 integrity faults"},
		{"a version left out", "UPDATE events SET version = 4 WHERE seq = 4; UPDATE orders SET version = 4 WHERE id = 'a'",
			"0 lost, 0 behind, 0 duplicate, 1 gaps, 0 integrity faults"},
		{"a version twice", "UPDATE events SET version = 2 WHERE seq = 4",
			"0 lost, 0 behind, 0 duplicate, 1 gaps, 0 integrity faults"},
		{"versions in the wrong order", "UPDATE events SET version = 5 - version WHERE seq IN (3, 4)",
			"0 lost, 0 behind, 0 duplicate, 1 gaps, 0 integrity faults"},
		{"a missing event", "DELETE FROM events WHERE seq = 4",
			"0 lost, 0 behind, 0 duplicate, 2 gaps, 0 integrity faults"},
		{"a counter ahead", "UPDATE locations SET last_seq = 5",
			"0 lost, 0 behind, 0 duplicate, 1 gaps, 0 integrity faults"},
		{"an event of nothing", "INSERT INTO events VALUES ('main', 5, 'ghost', 1); UPDATE locations SET last_seq = 5",
			"0 lost, 0 behind, 0 duplicate, 1 gaps, 0 integrity faults"},
		{"a location of nothing", "DELETE FROM locations",
			"0 lost, 0 behind, 0 duplicate, 1 gaps, 0 integrity faults"},
	} {
		t.Run(c.story, func(t *testing.T) {
			t.Parallel()
			v := Compare(promised(), readLedgerOf(t, kept+c.damage), true)
			if v.Clean() || v.String() != c.want {
				t.Errorf("verdict: %s, want %s\n%s", v, c.want, strings.Join(v.Complaints, "\n"))
			}
		})
	}
}

func TestUnansweredOrdersAreNoDuplicates(t *testing.T) {
	t.Parallel()
	acked := promised()
	maps.DeleteFunc(acked, func(id string, _ Ack) bool { return id == "b" })
	if v := Compare(acked, readLedgerOf(t, kept), false); !v.Clean() {
		t.Errorf("with commands under way: %q", v.Complaints)
	}
	if v := Compare(acked, readLedgerOf(t, kept), true); v.Unasked != 1 {
		t.Errorf("with every command answered: %s, want one duplicate", v)
	}
}

func TestABrokenIntegrityCheckIsAFault(t *testing.T) {
	t.Parallel()
	l := readLedgerOf(t, kept)
	l.Integrity = []string{"row 3 missing from index orders_active"}
	if v := Compare(promised(), l, true); v.Unsound != 1 {
		t.Errorf("verdict: %s", v)
	}
}

func TestReadLedgerLeavesTheEvidenceAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "orders.db")
	if err := os.WriteFile(path, []byte("no database at all, but longer than its header would be, so that it is read"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadLedger(t.Context(), path, t.TempDir()); err == nil {
		t.Error("a file that is no database was read")
	}
	if _, err := ReadLedger(t.Context(), filepath.Join(dir, "absent"), t.TempDir()); err == nil {
		t.Error("a file that is not there was read")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder of the evidence now holds %v, %v", entries, err)
	}
}

func TestTheJournalKeepsTheFurthestAcknowledgement(t *testing.T) {
	t.Parallel()
	var j Journal
	for _, a := range []Ack{{"a", "pending", 1}, {"a", "ready", 3}, {"a", "in_progress", 2}, {"b", "pending", 1}} {
		j.Note(a)
	}
	if got := j.Acks(); j.Len() != 2 || got["a"] != (Ack{"a", "ready", 3}) || got["b"].Version != 1 {
		t.Errorf("the journal holds %+v", got)
	}
}
