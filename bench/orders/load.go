package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

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
	waits, err := writeAll(ctx, server.Address, writers, began.Add(length))
	if err != nil {
		return sample{}, err
	}
	took := time.Since(began)
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

// writeAll returns how long each order took, sorted.
func writeAll(ctx context.Context, address string, writers int, until time.Time) ([]time.Duration, error) {
	group, ctx := errgroup.WithContext(ctx)
	perWriter := make([][]time.Duration, writers)
	for i := range perWriter {
		group.Go(func() (err error) {
			perWriter[i], err = write(ctx, address, i, until)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Sorted(slices.Values(slices.Concat(perWriter...))), nil
}

func write(ctx context.Context, address string, writer int, until time.Time) ([]time.Duration, error) {
	caller, err := bench.Dial(address)
	if err != nil {
		return nil, err
	}
	defer caller.Close()
	var waits []time.Duration
	for ctx.Err() == nil && time.Now().Before(until) {
		body := fmt.Appendf(nil, `{"customerName":"Guest %d of writer %d","items":[{"name":"Large Fries","price":3.50,"quantity":1},{"name":"Cheeseburger","price":8.50,"quantity":1}]}`, len(waits), writer)
		began := time.Now()
		if _, err := caller.Post("/orders", body); err != nil {
			return nil, err
		}
		waits = append(waits, time.Since(began))
	}
	return waits, ctx.Err()
}
