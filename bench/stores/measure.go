package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"orderup/bench"
	"orderup/internal/pgtest"
)

// sample is one measurement of one setup.
type sample struct {
	Setup     setup
	Writers   int
	Round     int
	PerSecond float64       // orders acknowledged
	Refused   int           // orders that the store had no time for
	P50, P99  time.Duration // from the first byte sent to the last byte of the answer
	Nodes     time.Duration // processor time of all nodes for one order
	Database  time.Duration // and of PostgreSQL
}

// results are all measurements of a run.
type results struct {
	samples []sample
	news    []news
}

// measure gives each setup its turn in each round, so that a noisy minute of the machine hits all of them. Every other
// round is in reverse: PostgreSQL still tidies up after one setup while the next has its turn.
func measure(ctx context.Context, p plan) (results, error) {
	cluster, err := newCluster(p.folder)
	if err != nil {
		return results{}, err
	}
	defer cluster.Close()
	var all results
	for round := range p.rounds {
		turns := setups()
		if round%2 == 1 {
			slices.Reverse(turns)
		}
		for _, s := range turns {
			fmt.Fprintf(os.Stderr, "round %d/%d  %-46s", round+1, p.rounds, s)
			r, err := measureSetup(ctx, s, cluster, p, round)
			if err != nil {
				return results{}, fmt.Errorf("measure %s: %w", s, err)
			}
			for _, s := range r.samples {
				fmt.Fprintf(os.Stderr, "  %d: %.0f/s", s.Writers, s.PerSecond)
			}
			fmt.Fprintln(os.Stderr)
			all.samples, all.news = append(all.samples, r.samples...), append(all.news, r.news...)
		}
	}
	return all, nil
}

// measureSetup measures a fresh installation, after a warm-up.
func measureSetup(ctx context.Context, s setup, cluster *pgtest.Cluster, p plan, round int) (r results, err error) {
	in, err := open(ctx, s, p.orderup, cluster)
	if err != nil {
		return results{}, err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	if _, err := load(ctx, in, 16, min(p.length, 500*time.Millisecond)); err != nil {
		return results{}, fmt.Errorf("warm up: %w", err)
	}
	if !s.alone { // one change at a time shares no commit with others
		if r.news, err = follow(ctx, in, p.changes); err != nil {
			return results{}, err
		}
	}
	for _, writers := range p.writers {
		one, err := load(ctx, in, writers, p.length)
		if err != nil {
			return results{}, fmt.Errorf("with %d writers: %w", writers, err)
		}
		one.Round = round
		r.samples = append(r.samples, one)
	}
	return r, nil
}

// load lets writers post orders for a while, dealt out over the nodes.
func load(ctx context.Context, in *installation, writers int, length time.Duration) (sample, error) {
	before, err := in.cpu()
	if err != nil {
		return sample{}, err
	}
	began := time.Now()
	written, err := bench.Write(ctx, in.addresses(), writers, began.Add(length))
	if err != nil {
		return sample{}, err
	}
	took := time.Since(began)
	after, err := in.cpu()
	if err != nil {
		return sample{}, err
	}
	waits := written.Waits
	orders := time.Duration(max(len(waits), 1))
	return sample{
		Setup: in.setup, Writers: writers, Refused: written.Refused,
		PerSecond: float64(len(waits)) / took.Seconds(),
		P50:       bench.Percentile(waits, 50), P99: bench.Percentile(waits, 99),
		Nodes: (after.nodes - before.nodes) / orders, Database: (after.database - before.database) / orders,
	}, nil
}
