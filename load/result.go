package load

import (
	"fmt"
	"strings"
	"time"
)

// A Result is what came of a run.
type Result struct {
	Connected      int64   `json:"connected"`      // sockets that got in
	Dropped        int64   `json:"dropped"`        // sockets that the server cut
	ConnectSeconds float64 `json:"connectSeconds"` // until all were in

	Sent     int64 `json:"updatesSent"`   // that the server confirmed
	Failed   int64 `json:"updatesFailed"` // that it refused, or did not answer
	Expected int64 `json:"deliveriesExpected"`
	Received int64 `json:"deliveriesReceived"` // each once

	Lost       int64 `json:"lost"`
	Duplicate  int64 `json:"duplicate"`
	OutOfOrder int64 `json:"outOfOrder"`
	Unasked    int64 `json:"unasked"` // deliveries to guests that had not joined the order

	Latency Latency `json:"latency"` // of deliveries, from when their update was due

	CPUSeconds   float64 `json:"serverCpuSeconds,omitempty"` // while updates were sent
	RSSMB        float64 `json:"serverRssMb,omitempty"`      // at the end, in 2^20 bytes
	PerCPUSecond float64 `json:"deliveriesPerCpuSecond,omitempty"`
}

// Latency is a distribution, in milliseconds.
type Latency struct {
	P50  float64 `json:"p50Ms"`
	P90  float64 `json:"p90Ms"`
	P99  float64 `json:"p99Ms"`
	P999 float64 `json:"p999Ms"`
	Max  float64 `json:"maxMs"`
}

// result sums a run up.
func (t *tally) result(p Plan, expected int64) *Result {
	ms := func(percent float64) float64 { return inMilliseconds(t.latency.Percentile(percent)) }
	received := t.received.Load()
	return &Result{
		Connected: t.connected.Load(), Dropped: t.dropped.Load(), Sent: t.sent.Load(), Failed: t.failed.Load(),
		Expected: expected, Received: received,
		Lost: max(expected-received, 0), Duplicate: t.duplicate.Load(), OutOfOrder: t.outOfOrder.Load(), Unasked: t.unasked.Load(),
		Latency: Latency{ms(50), ms(90), ms(99), ms(99.9), inMilliseconds(t.latency.Max())},
	}
}

// use adds what the server used.
func (r *Result) use(before, after Usage) {
	const mib = 1 << 20
	r.CPUSeconds, r.RSSMB = (after.CPU - before.CPU).Seconds(), float64(after.RSS)/mib
	if r.CPUSeconds > 0 {
		r.PerCPUSecond = float64(r.Received) / r.CPUSeconds
	}
}

// Clean reports whether every update reached everybody who was to see it, once and in order.
func (r *Result) Clean() bool {
	return r.Lost == 0 && r.Duplicate == 0 && r.OutOfOrder == 0 && r.Failed == 0 && r.Dropped == 0
}

// String is a table for people.
func (r *Result) String() string {
	var b strings.Builder
	row := func(name, format string, values ...any) {
		fmt.Fprintf(&b, "%-24s%s\n", name, fmt.Sprintf(format, values...))
	}
	row("connected", "%d in %.1f s, %d dropped", r.Connected, r.ConnectSeconds, r.Dropped)
	row("updates", "%d sent, %d failed", r.Sent, r.Failed)
	row("deliveries", "%d of %d", r.Received, r.Expected)
	row("lost", "%d", r.Lost)
	row("duplicate", "%d", r.Duplicate)
	row("out of order", "%d", r.OutOfOrder)
	if r.Unasked > 0 {
		row("not asked for", "%d", r.Unasked)
	}
	l := r.Latency
	row("latency ms", "p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f", l.P50, l.P90, l.P99, l.P999, l.Max)
	if r.RSSMB > 0 {
		row("server", "%.2f s of processor time, %.1f MB resident", r.CPUSeconds, r.RSSMB)
		row("", "%.0f deliveries per second of processor time", r.PerCPUSecond)
	}
	return b.String()
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f ms", inMilliseconds(d)) }
