package main

import (
	"fmt"
	"strings"
	"time"

	"orderup/bench"
)

// reference is the kind of server that ratios are taken to: what the seed was.
const reference = "NestJS"

// row is the median of a server's samples with one number of writers.
type row struct {
	Server    string  `json:"server"`
	Writers   int     `json:"writers"`
	PerSecond float64 `json:"ordersPerSecond"`
	P50       float64 `json:"p50ms"`
	P99       float64 `json:"p99ms"`
	CPU       float64 `json:"cpuMicrosecondsPerOrder"`
	Ratio     float64 `json:"ratioToNestJS"` // of orders per second, within the same round; 0 when NestJS was not measured
}

// summarise groups samples by number of writers, then server, in the order of their first appearance.
func summarise(samples []sample) []row {
	var rows []row
	for _, writers := range distinct(samples, func(s sample) int { return s.Writers }) {
		for _, server := range distinct(samples, func(s sample) string { return s.Server }) {
			rows = append(rows, median(samples, server, writers))
		}
	}
	return rows
}

func distinct[K comparable](samples []sample, key func(sample) K) []K {
	seen := map[K]bool{}
	var keys []K
	for _, s := range samples {
		if k := key(s); !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

func median(samples []sample, server string, writers int) row {
	referenceOf := map[int]float64{}
	for _, s := range samples {
		if s.Writers == writers && strings.HasPrefix(s.Server, reference) {
			referenceOf[s.Round] = s.PerSecond
		}
	}
	var perSecond, p50, p99, cpu, ratios []float64
	for _, s := range samples {
		if s.Server != server || s.Writers != writers {
			continue
		}
		perSecond = append(perSecond, s.PerSecond)
		p50 = append(p50, milliseconds(s.P50))
		p99 = append(p99, milliseconds(s.P99))
		cpu = append(cpu, 1000*milliseconds(s.CPU))
		if base := referenceOf[s.Round]; base > 0 {
			ratios = append(ratios, s.PerSecond/base)
		}
	}
	return row{server, writers, bench.Median(perSecond), bench.Median(p50), bench.Median(p99), bench.Median(cpu), bench.Median(ratios)}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func table(rows []row) [][]string {
	cells := [][]string{{"server", "writers", "orders/s", "to NestJS", "p50 ms", "p99 ms", "server CPU µs/order"}}
	for _, r := range rows {
		cells = append(cells, []string{
			r.Server, fmt.Sprint(r.Writers), fmt.Sprintf("%.0f", r.PerSecond), fmt.Sprintf("x%.2f", r.Ratio),
			fmt.Sprintf("%.2f", r.P50), fmt.Sprintf("%.2f", r.P99), fmt.Sprintf("%.0f", r.CPU),
		})
	}
	return cells
}
