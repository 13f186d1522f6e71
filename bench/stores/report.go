package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"orderup/bench"
)

// way is from a change on one node to a client of the same or of another: all changes of all rounds together, in
// milliseconds.
type way struct {
	Store  string `json:"store"`
	Where  string `json:"client"`
	Posted spread `json:"sincePosted"`
	Acked  spread `json:"sinceAcknowledged"`
}

// spread says how values lie.
type spread struct {
	P50 float64 `json:"p50ms"`
	P99 float64 `json:"p99ms"`
	Max float64 `json:"maxms"`
}

// ways groups news by store and by where the client is, in the order of their first appearance.
func ways(all []news) []way {
	type path struct{ store, where string }
	pathOf := func(n news) path { return path{n.Store, n.Where} }
	var ways []way
	for _, p := range distinct(all, pathOf) {
		var posted, acked []time.Duration
		for _, n := range all {
			if pathOf(n) == p {
				posted, acked = append(posted, n.Posted), append(acked, n.Acked)
			}
		}
		ways = append(ways, way{p.store, p.where, spreadOf(posted), spreadOf(acked)})
	}
	return ways
}

func spreadOf(values []time.Duration) spread {
	slices.Sort(values)
	at := func(p float64) float64 { return milliseconds(bench.Percentile(values, p)) }
	return spread{at(50), at(99), at(100)}
}

func wayTable(ways []way) [][]string {
	cells := [][]string{{"store", "client at", "from acknowledgement: p50 ms", "p99 ms", "max ms", "from posting: p50 ms", "p99 ms", "max ms"}}
	for _, w := range ways {
		line := []string{w.Store, w.Where}
		for _, s := range []spread{w.Acked, w.Posted} {
			line = append(line, fmt.Sprintf("%.2f", s.P50), fmt.Sprintf("%.2f", s.P99), fmt.Sprintf("%.2f", s.Max))
		}
		cells = append(cells, line)
	}
	return cells
}

// report prints the tables, for people and as JSON, and writes them into the page.
func report(r results, p plan) error {
	rows, ways := summarise(r.samples), ways(r.news)
	var text strings.Builder
	fmt.Fprintf(&text, "%s. Median of %d rounds of %v each.\n\n%s\n", p.machine, p.rounds, p.length, bench.Table(table(rows)))
	fmt.Fprintf(&text, "%d changes of one order on the first node, one after the other, nothing else to do:\n\n%s", p.rounds*p.changes, bench.Table(wayTable(ways)))
	fmt.Println(text.String())
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"orders": rows, "ways": ways}); err != nil {
		return err
	}
	if p.page == "" {
		return nil
	}
	return bench.Publish(p.page, "stores", text.String(), bench.Plot{
		Title: "Orders acknowledged in a second: more is better", Cells: table(rows), Value: 2, Ours: "SQLite",
	})
}
