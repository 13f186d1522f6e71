package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"orderup/live"
	"orderup/order"
	"orderup/socketio"
	"orderup/staff"
)

// metrics are the figures that /metrics shows.
type metrics struct {
	registry *prometheus.Registry
	commits  prometheus.Histogram
	batches  prometheus.Histogram
	delivery prometheus.Histogram
}

// liveHeap adds go_gc_heap_live_bytes: what the last collection left in use, which a leak makes grow.
var liveHeap = collectors.GoRuntimeMetricsRule{Matcher: regexp.MustCompile(`^/gc/heap/live:bytes$`)}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "orderup_commit_seconds", Help: "Time of one commit, from BEGIN until it is on disk.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2, 15),
		}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "orderup_commit_batch", Help: "Changes that shared one commit.", Buckets: prometheus.ExponentialBuckets(1, 2, 10),
		}),
		delivery: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "orderup_delivery_seconds", Help: "Time from the acceptance of a change until it is queued for every socket that gets it.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2, 15),
		}),
	}
	m.registry.MustRegister(m.commits, m.batches, m.delivery,
		collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(liveHeap)), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) committed(n int, took time.Duration) {
	m.commits.Observe(took.Seconds())
	m.batches.Observe(float64(n))
}

func (m *metrics) delivered(delay time.Duration) { m.delivery.Observe(delay.Seconds()) }

// handler serves the figures, with those that are asked of the house each time.
func (m *metrics) handler(h *house) http.Handler {
	m.registry.MustRegister(asked{h})
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorLog: nil})
}

// asked collects figures from the house at the moment they are wanted.
type asked struct{ house *house }

var (
	ordersByStatus = prometheus.NewDesc("orderup_orders", "Orders by status.", []string{"status"}, nil)
	sockets        = prometheus.NewDesc("orderup_sockets", "Connections by transport.", []string{"transport"}, nil)
	rooms          = prometheus.NewDesc("orderup_rooms", "Rooms with at least one socket.", nil, nil)
	queuedMessages = prometheus.NewDesc("orderup_queued_messages", "Messages waiting to be written to sockets.", nil, nil)
	queuedBytes    = prometheus.NewDesc("orderup_queued_bytes", "Their bytes.", nil, nil)
	queuedChanges  = prometheus.NewDesc("orderup_queued_changes", "Changes waiting for their commit.", nil, nil)
	feedLag        = prometheus.NewDesc("orderup_feed_lag_events", "Committed events not yet handed to the sockets.", nil, nil)
	sentMessages   = prometheus.NewDesc("orderup_messages_sent_total", "Messages sent to sockets.", nil, nil)
	writes         = prometheus.NewDesc("orderup_writes_total", "Writes that took them: messages that wait together share one.", nil, nil)
	received       = prometheus.NewDesc("orderup_messages_received_total", "Messages received from sockets.", nil, nil)
	accepted       = prometheus.NewDesc("orderup_connections_total", "Connections accepted.", nil, nil)
	refused        = prometheus.NewDesc("orderup_connections_refused_total", "Connections refused: too many, or the server was closing.", nil, nil)
	violations     = prometheus.NewDesc("orderup_violations_total", "Sockets cut because of what they sent.", nil, nil)
	returns        = prometheus.NewDesc("orderup_returns_total", "Clients that came back: sent what they had missed (resumed), or all anew (afresh).", []string{"how"}, nil)
	slowCuts       = prometheus.NewDesc("orderup_slow_cuts_total", "Sockets cut because they did not keep up.", nil, nil)
)

// Describe names the figures.
func (asked) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		ordersByStatus, sockets, rooms, queuedMessages, queuedBytes, queuedChanges, feedLag,
		sentMessages, writes, received, accepted, refused, violations, returns, slowCuts,
	} {
		out <- d
	}
}

// Collect asks for the figures; those of a store that does not answer are left out.
func (a asked) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	a.collectHouse(ctx, out)
	s := a.house.live.Stats()
	collectNow(out, s)
	collectSoFar(out, s, a.house.live.Returns())
	out <- prometheus.MustNewConstMetric(queuedChanges, prometheus.GaugeValue, float64(a.house.store.Queued()))
}

func collectNow(out chan<- prometheus.Metric, s socketio.Stats) {
	gauge := func(d *prometheus.Desc, v int, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	gauge(sockets, s.WebSockets, "websocket")
	gauge(sockets, s.Polling, "polling")
	gauge(rooms, s.Rooms)
	gauge(queuedMessages, s.Queued)
	gauge(queuedBytes, s.QueuedBytes)
}

func collectSoFar(out chan<- prometheus.Metric, s socketio.Stats, r live.Returns) {
	counter := func(d *prometheus.Desc, v uint64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
	}
	counter(sentMessages, s.Sent)
	counter(writes, s.Writes)
	counter(received, s.Received)
	counter(accepted, s.Accepted)
	counter(refused, s.Refused)
	counter(violations, s.Violations)
	counter(slowCuts, s.SlowCuts)
	counter(returns, r.Resumed, "resumed")
	counter(returns, r.Afresh, "afresh")
}

func (a asked) collectHouse(ctx context.Context, out chan<- prometheus.Metric) {
	who := staff.Principal{Role: staff.System, Name: "metrics", Location: mainLocation}
	if counts, err := a.house.restaurant.Stats(ctx, who); err == nil {
		for _, s := range order.Statuses {
			out <- prometheus.MustNewConstMetric(ordersByStatus, prometheus.GaugeValue, float64(counts[s].Orders), string(s))
		}
	}
	pushed := a.house.live.At() // before the head is read: the lag is never negative
	if head, err := a.house.restaurant.Head(ctx, who); err == nil {
		out <- prometheus.MustNewConstMetric(feedLag, prometheus.GaugeValue, float64(head-pushed))
	}
}
