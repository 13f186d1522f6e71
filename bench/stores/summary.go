package main

import (
	"fmt"
	"slices"
	"time"

	"orderup/bench"
)

// row is the median of a setup's samples with one number of writers.
type row struct {
	Setup     string  `json:"setup"`
	Writers   int     `json:"writers"`
	PerSecond float64 `json:"ordersPerSecond"`
	Gain      float64 `json:"ratioToOneCommitPerOrder"` // of orders per second to the same store without group commit, within the same round
	ToSQLite  float64 `json:"ratioToSQLite"`            // to SQLite with as many orders per commit, within the same round
	P50       float64 `json:"p50ms"`
	P99       float64 `json:"p99ms"`
	Refused   int     `json:"refused"` // in all rounds together
	Nodes     float64 `json:"nodesCPUMicrosecondsPerOrder"`
	Database  float64 `json:"postgresqlCPUMicrosecondsPerOrder"`
}

// summarise groups samples by number of writers, then setup, in the order of their first appearance.
func summarise(samples []sample) []row {
	var rows []row
	for _, writers := range distinct(samples, func(s sample) int { return s.Writers }) {
		for _, s := range distinct(samples, func(s sample) setup { return s.Setup }) {
			rows = append(rows, median(samples, s, writers))
		}
	}
	return rows
}

// distinct returns the keys of values in the order of their first appearance.
func distinct[V any, K comparable](values []V, key func(V) K) []K {
	var keys []K
	for _, v := range values {
		if k := key(v); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func median(samples []sample, s setup, writers int) row {
	var own []sample
	refused := 0
	for _, one := range samples {
		if one.Setup == s && one.Writers == writers {
			own = append(own, one)
			refused += one.Refused
		}
	}
	of := func(value func(sample) float64) float64 {
		values := make([]float64, len(own))
		for i, one := range own {
			values[i] = value(one)
		}
		return bench.Median(values)
	}
	return row{
		Setup: s.String(), Writers: writers, Refused: refused,
		PerSecond: of(func(s sample) float64 { return s.PerSecond }),
		Gain:      of(func(s sample) float64 { return s.ratio(samples, setup{s.Setup.store, s.Setup.nodes, true}) }),
		ToSQLite:  of(func(s sample) float64 { return s.ratio(samples, setup{"SQLite", 0, s.Setup.alone}) }),
		P50:       of(func(s sample) float64 { return milliseconds(s.P50) }),
		P99:       of(func(s sample) float64 { return milliseconds(s.P99) }),
		Nodes:     of(func(s sample) float64 { return 1000 * milliseconds(s.Nodes) }),
		Database:  of(func(s sample) float64 { return 1000 * milliseconds(s.Database) }),
	}
}

// ratio compares a sample with what another setup did in the same round with as many writers; 0 when that did nothing.
func (s sample) ratio(samples []sample, to setup) float64 {
	for _, base := range samples {
		if base.Setup == to && base.Round == s.Round && base.Writers == s.Writers && base.PerSecond > 0 {
			return s.PerSecond / base.PerSecond
		}
	}
	return 0
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func table(rows []row) [][]string {
	cells := [][]string{{"store", "writers", "orders/s", "to one commit per order", "to SQLite", "p50 ms", "p99 ms", "refused", "nodes' CPU µs/order", "PostgreSQL's CPU µs/order"}}
	for _, r := range rows {
		cells = append(cells, []string{
			r.Setup, fmt.Sprint(r.Writers), fmt.Sprintf("%.0f", r.PerSecond), fmt.Sprintf("x%.2f", r.Gain), fmt.Sprintf("x%.2f", r.ToSQLite),
			fmt.Sprintf("%.2f", r.P50), fmt.Sprintf("%.2f", r.P99), fmt.Sprint(r.Refused), fmt.Sprintf("%.0f", r.Nodes), fmt.Sprintf("%.0f", r.Database),
		})
	}
	return cells
}
