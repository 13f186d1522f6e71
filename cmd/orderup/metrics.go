package main

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"orderup/order"
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
	queuedChanges  = prometheus.NewDesc("orderup_queued_changes", "Changes waiting for their commit.", nil, nil)
	feedLag        = prometheus.NewDesc("orderup_feed_lag_events", "Committed events not yet handed to the sockets.", nil, nil)
	sentMessages   = prometheus.NewDesc("orderup_messages_sent_total", "Messages sent to sockets.", nil, nil)
	slowCuts       = prometheus.NewDesc("orderup_slow_cuts_total", "Sockets cut because they did not keep up.", nil, nil)
)

// Describe names the figures.
func (asked) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{ordersByStatus, sockets, rooms, queuedMessages, queuedChanges, feedLag, sentMessages, slowCuts} {
		out <- d
	}
}

// Collect asks for the figures; those of a store that does not answer are left out.
func (a asked) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	a.collectHouse(ctx, out)
	gauge := func(d *prometheus.Desc, v int, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	s := a.house.live.Stats()
	gauge(sockets, s.WebSockets, "websocket")
	gauge(sockets, s.Polling, "polling")
	gauge(rooms, s.Rooms)
	gauge(queuedMessages, s.Queued)
	gauge(queuedChanges, a.house.store.Queued())
	out <- prometheus.MustNewConstMetric(sentMessages, prometheus.CounterValue, float64(s.Sent))
	out <- prometheus.MustNewConstMetric(slowCuts, prometheus.CounterValue, float64(s.SlowCuts))
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
