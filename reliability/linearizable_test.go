package reliability

import (
	"context"
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"orderup/internal/pgtest"
)

var histories = flag.Int("histories", 3, "how many histories TestLinearizable takes of each store")

// The size of a history.
const (
	askers    = 8
	questions = 40 // of each
	orderings = 3  // orders they are about
)

// R19. Eight clients create, get and set the same few orders, each set on the condition of a version, while the server
// is killed; on PostgreSQL there are two of them. What they were told must be what one order at a time would have said,
// in some order of the questions that respects who was answered before whom asked.
func TestLinearizable(t *testing.T) {
	for store, url := range map[string]func(*testing.T) string{
		"SQLite": func(*testing.T) string { return "" }, "PostgreSQL": func(t *testing.T) string { return pgtest.Start(t) },
	} {
		t.Run(store, func(t *testing.T) {
			ctx, stop := context.WithTimeout(t.Context(), time.Minute+time.Duration(*histories)*20*time.Second)
			defer stop()
			nodes, guests := openStore(ctx, t, url(t))
			asked, unknown := 0, 0
			for n := range *histories {
				h := takeHistory(ctx, t, nodes, guests, fmt.Sprintf("history-%d", n))
				asked += len(h)
				for _, o := range h {
					if o.Output.(outcome).unknown {
						unknown++
					}
				}
				if verdict := porcupine.CheckOperationsTimeout(orderModel, h, time.Minute); verdict != porcupine.Ok {
					t.Errorf("history %d of %d questions: %s", n, len(h), verdict)
				}
			}
			t.Logf("%d histories of %d questions, %d of them without an answer", *histories, asked, unknown)
			if asked < *histories*askers*questions/2 {
				t.Errorf("only %d answers: too few to prove anything", asked)
			}
		})
	}
}

// openStore opens two nodes on the database at url, or one house on a file when there is none.
func openStore(ctx context.Context, t *testing.T, url string) (nodes []*House, guests []*Guest) {
	t.Helper()
	if url != "" {
		return openNodes(ctx, t, url)
	}
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	return []*House{house}, []*Guest{NewGuest(house, askers)}
}

// takeHistory lets everybody ask while a node is killed and opened again.
func takeHistory(ctx context.Context, t *testing.T, nodes []*House, guests []*Guest, named string) (all []porcupine.Operation) {
	t.Helper()
	names := make([]string, orderings)
	for i := range names {
		names[i] = fmt.Sprintf("%s-%d", named, i)
	}
	everybody := make([]*asker, askers)
	asked := make(chan error, 1)
	began := time.Now()
	go func() {
		asked <- inParallel(askers, askers, func(i int) error {
			everybody[i] = &asker{id: i, guests: guests, began: began}
			return everybody[i].ask(ctx, names, questions)
		})
	}()
	pass(ctx, t, 100*time.Millisecond)
	must(t, nodes[0].Kill())
	open(ctx, t, nodes[0])
	must(t, <-asked)
	for _, a := range everybody {
		all = append(all, a.notes...)
	}
	return all
}

// The control of R19: histories that no order could have told are rejected, and one that only looks odd is not.
func TestLinearizableControl(t *testing.T) {
	create := question{name: "x", kind: "create"}
	set := question{name: "x", kind: "set", status: "ready", expected: 1}
	get := question{name: "x", kind: "get"}
	made := outcome{version: 1, status: "pending"}
	done := outcome{version: 3, status: "ready"}
	at := func(client int, from, to int64, q question, a outcome) porcupine.Operation {
		return porcupine.Operation{ClientId: client, Input: q, Output: a, Call: from, Return: to}
	}
	for name, c := range map[string]struct {
		history []porcupine.Operation
		want    bool
	}{
		"in order":                 {[]porcupine.Operation{at(0, 0, 1, create, made), at(0, 2, 3, set, done), at(1, 4, 5, get, done)}, true},
		"an old state afterwards":  {[]porcupine.Operation{at(0, 0, 1, create, made), at(0, 2, 3, set, done), at(1, 4, 5, get, made)}, false},
		"an old state meanwhile":   {[]porcupine.Operation{at(0, 0, 1, create, made), at(0, 2, 5, set, done), at(1, 3, 4, get, made)}, true},
		"two winners":              {[]porcupine.Operation{at(0, 0, 1, create, made), at(0, 2, 5, set, done), at(1, 3, 4, set, done)}, false},
		"no answer, and it worked": {[]porcupine.Operation{at(0, 0, 1, create, made), at(0, 2, 99, set, outcome{unknown: true}), at(1, 3, 4, get, done)}, true},
		"no answer, and it did not": {[]porcupine.Operation{
			at(0, 0, 1, create, made), at(0, 2, 99, set, outcome{unknown: true}), at(1, 3, 4, get, made)}, true},
		"an answer that was lost": {[]porcupine.Operation{at(0, 0, 1, create, made), at(0, 2, 3, set, made)}, false},
	} {
		if got := porcupine.CheckOperations(orderModel, c.history); got != c.want {
			t.Errorf("%s: linearizable %v, want %v", name, got, c.want)
		}
	}
}
