package main

import (
	"fmt"
	"time"

	"orderup/bench"
)

// row is the median of a server's samples of one scene, in milliseconds.
type row struct {
	Scene  string  `json:"scene"`
	Server string  `json:"server"`
	P50    float64 `json:"p50ms"`
	P99    float64 `json:"p99ms"`
	Max    float64 `json:"maxms"`
}

// summarise groups samples by scene, then server, in the order of their first appearance.
func summarise(samples []sample) []row {
	type place struct{ scene, server string }
	groups := map[place][]sample{}
	var scenes, servers []string
	for _, s := range samples {
		scenes, servers = appendNew(scenes, s.Scene), appendNew(servers, s.Server)
		groups[place{s.Scene, s.Server}] = append(groups[place{s.Scene, s.Server}], s)
	}
	var rows []row
	for _, scene := range scenes {
		for _, server := range servers {
			rows = append(rows, median(scene, server, groups[place{scene, server}]))
		}
	}
	return rows
}

func appendNew(names []string, name string) []string {
	for _, known := range names {
		if known == name {
			return names
		}
	}
	return append(names, name)
}

func median(scene, server string, samples []sample) row {
	var p50, p99, highest []float64
	for _, s := range samples {
		p50 = append(p50, milliseconds(s.P50))
		p99 = append(p99, milliseconds(s.P99))
		highest = append(highest, milliseconds(s.Max))
	}
	return row{scene, server, bench.Median(p50), bench.Median(p99), bench.Median(highest)}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func table(rows []row) [][]string {
	cells := [][]string{{"server", "who is told", "p50 ms", "p99 ms", "max ms"}}
	for _, r := range rows {
		cells = append(cells, []string{r.Server, r.Scene, fmt.Sprintf("%.2f", r.P50), fmt.Sprintf("%.2f", r.P99), fmt.Sprintf("%.2f", r.Max)})
	}
	return cells
}
