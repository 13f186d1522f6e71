package main

import (
	"fmt"
	"slices"

	"orderup/bench"
	"orderup/load"
)

// row is the median of a server's samples of one scene.
type row struct {
	Scene    string  `json:"scene"`
	Server   string  `json:"server"`
	P50      float64 `json:"p50ms"`
	P99      float64 `json:"p99ms"`
	CPU      float64 `json:"cpuMicrosPerDelivery"`
	RSS      float64 `json:"rssMb"`
	Faults   int64   `json:"faults"`        // deliveries lost, doubled or out of order, and updates refused, of all rounds together
	PerCPU   float64 `json:"perCpuSecond"`  // deliveries
	ToNestJS float64 `json:"ratioToNestJS"` // of PerCPU; 0 when it was not measured
}

const reference = "NestJS, in memory"

// summarise groups samples by scene, then server, in the order of their first appearance.
func summarise(samples []sample) []row {
	var rows []row
	for _, scene := range distinct(samples, func(s sample) string { return s.Scene }) {
		first := len(rows)
		for _, server := range distinct(samples, func(s sample) string { return s.Server }) {
			own := slices.DeleteFunc(slices.Clone(samples), func(s sample) bool { return s.Scene != scene || s.Server != server })
			rows = append(rows, median(scene, server, own))
		}
		compare(rows[first:])
	}
	return rows
}

func distinct(samples []sample, name func(sample) string) (names []string) {
	for _, s := range samples {
		if !slices.Contains(names, name(s)) {
			names = append(names, name(s))
		}
	}
	return names
}

func median(scene, server string, samples []sample) row {
	figure := func(of func(load.Result) float64) float64 {
		values := make([]float64, len(samples))
		for i, s := range samples {
			values[i] = of(s.Result)
		}
		return bench.Median(values)
	}
	r := row{
		Scene: scene, Server: server,
		P50: figure(func(r load.Result) float64 { return r.Latency.P50 }), P99: figure(func(r load.Result) float64 { return r.Latency.P99 }),
		CPU: figure(func(r load.Result) float64 { return r.CPUSeconds * 1e6 / float64(max(r.Received, 1)) }),
		RSS: figure(func(r load.Result) float64 { return r.RSSMB }), PerCPU: figure(func(r load.Result) float64 { return r.PerCPUSecond }),
	}
	for _, s := range samples {
		r.Faults += s.Lost + s.Duplicate + s.OutOfOrder + s.Failed
	}
	return r
}

// compare fills in the ratios of the rows of one scene.
func compare(rows []row) {
	at := slices.IndexFunc(rows, func(r row) bool { return r.Server == reference && r.PerCPU > 0 })
	for i := range rows {
		if at >= 0 {
			rows[i].ToNestJS = rows[i].PerCPU / rows[at].PerCPU
		}
	}
}

func table(rows []row) [][]string {
	cells := [][]string{{"server", "clients", "p50 ms", "p99 ms", "server CPU µs/delivery", "deliveries per CPU-second, to NestJS", "memory MB", "faults"}}
	for _, r := range rows {
		cells = append(cells, []string{
			r.Server, r.Scene, fmt.Sprintf("%.2f", r.P50), fmt.Sprintf("%.2f", r.P99), fmt.Sprintf("%.1f", r.CPU),
			fmt.Sprintf("x%.2f", r.ToNestJS), fmt.Sprintf("%.0f", r.RSS), fmt.Sprint(r.Faults),
		})
	}
	return cells
}
