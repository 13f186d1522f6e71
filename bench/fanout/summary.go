//go:build linux

package main

import (
	"fmt"
	"slices"
	"time"

	"orderup/bench"
)

// The servers that ratios are taken to: what is replaced, and what nobody gets below.
const (
	reference = "Node socket.io"
	floor     = "bare write(2)"
)

// row is the median of a server's turns with one workload.
type row struct {
	Server    string  `json:"server"`
	Workload  string  `json:"workload"`
	PerSecond float64 `json:"deliveriesPerCPUSecond"`
	ToNode    float64 `json:"ratioToNode"` // of PerSecond, within the same cycle; 0 when Node was not measured
	ToBare    float64 `json:"ratioToBare"`
	User      float64 `json:"userMicrosecondsPerDelivery"`
	System    float64 `json:"systemMicrosecondsPerDelivery"`
}

// idle is a server whose connections do nothing.
type idle struct {
	Server        string  `json:"server"`
	PerConnection float64 `json:"residentBytesPerConnection"`
	Handshakes    float64 `json:"handshakesPerCPUSecond"` // connections opened, Socket.IO and rooms joined
	empty         int     // resident bytes before
}

func (s sample) perSecond() float64 { return float64(s.deliveries) / (s.user + s.system).Seconds() }

// summarise groups samples by workload in the order of their first appearance, then by server in that of the alphabet.
func summarise(samples []sample) []row {
	var rows []row
	for _, w := range distinct(samples, func(s sample) string { return s.workload }) {
		for _, server := range slices.Sorted(slices.Values(distinct(samples, func(s sample) string { return s.server }))) {
			rows = append(rows, median(samples, server, w))
		}
	}
	return rows
}

func distinct(samples []sample, key func(sample) string) []string {
	var keys []string
	for _, s := range samples {
		if k := key(s); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func median(samples []sample, server, workload string) row {
	var perSecond, user, system []float64
	for _, s := range samples {
		if s.server == server && s.workload == workload {
			perSecond = append(perSecond, s.perSecond())
			user = append(user, microseconds(s.user, s.deliveries))
			system = append(system, microseconds(s.system, s.deliveries))
		}
	}
	return row{
		server, workload, bench.Median(perSecond),
		ratio(samples, server, reference, workload), ratio(samples, server, floor, workload),
		bench.Median(user), bench.Median(system),
	}
}

// ratio is the median over the cycles in which both servers were measured.
func ratio(samples []sample, server, base, workload string) float64 {
	baseOf := map[int]float64{}
	for _, s := range samples {
		if s.workload == workload && s.server == base {
			baseOf[s.cycle] = s.perSecond()
		}
	}
	var ratios []float64
	for _, s := range samples {
		if s.server == server && s.workload == workload && baseOf[s.cycle] > 0 {
			ratios = append(ratios, s.perSecond()/baseOf[s.cycle])
		}
	}
	return bench.Median(ratios)
}

func microseconds(d time.Duration, deliveries int) float64 {
	return float64(d) / float64(time.Microsecond) / float64(max(deliveries, 1))
}

func table(rows []row) [][]string {
	cells := [][]string{{"server", "to whom", "deliveries per CPU-second", "to Node", "to bare", "user µs each", "system µs each"}}
	for _, r := range rows {
		cells = append(cells, []string{
			r.Server, r.Workload, fmt.Sprintf("%.0f", r.PerSecond), fmt.Sprintf("x%.2f", r.ToNode), fmt.Sprintf("x%.2f", r.ToBare),
			fmt.Sprintf("%.2f", r.User), fmt.Sprintf("%.2f", r.System),
		})
	}
	return cells
}

func idleTable(idles []idle) [][]string {
	cells := [][]string{{"server", "resident bytes per connection", "handshakes per CPU-second"}}
	for _, i := range idles {
		cells = append(cells, []string{i.Server, fmt.Sprintf("%.0f", i.PerConnection), fmt.Sprintf("%.0f", i.Handshakes)})
	}
	return cells
}
