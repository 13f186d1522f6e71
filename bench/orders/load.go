package main

import (
	"context"
	"fmt"
	"time"

	"orderup/bench"
)

// sample is one measurement of one server.
type sample struct {
	Server    string
	Writers   int
	Round     int
	PerSecond float64       // orders acknowledged
	P50, P99  time.Duration // from the first byte sent to the last byte of the answer
	CPU       time.Duration // processor time of the server for one order
}

// load lets writers post orders for a while, each its next one when the last is acknowledged.
func load(ctx context.Context, server *bench.Server, writers int, length time.Duration) (sample, error) {
	before, err := server.CPU()
	if err != nil {
		return sample{}, err
	}
	began := time.Now()
	written, err := bench.Write(ctx, []string{server.Address}, writers, began.Add(length))
	if err != nil {
		return sample{}, err
	}
	took := time.Since(began)
	if written.Refused > 0 {
		return sample{}, fmt.Errorf("%d orders were refused: %w", written.Refused, bench.ErrBusy)
	}
	waits := written.Waits
	after, err := server.CPU()
	if err != nil {
		return sample{}, err
	}
	return sample{
		Server:    server.Kind.Name,
		Writers:   writers,
		PerSecond: float64(len(waits)) / took.Seconds(),
		P50:       bench.Percentile(waits, 50),
		P99:       bench.Percentile(waits, 99),
		CPU:       (after - before) / time.Duration(max(len(waits), 1)),
	}, nil
}
