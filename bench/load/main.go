// Command load puts the same load on orderup and on the Node peers with the generator behind orderup bench, and compares
// how late updates arrive and what they cost: "guests", each of whom follows one of many orders, and "staff", who are
// told of every update. It starts and stops the servers itself, on free loopback ports.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"orderup/bench"
	"orderup/load"
)

type plan struct {
	machine string
	kinds   []bench.Kind
	rounds  int
	scenes  []scene
}

// scene is a load with the name that the table gives it.
type scene struct {
	name string
	load load.Plan // without the server
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	orderup := flag.String("orderup", "bin/orderup", "program to measure")
	peers := flag.String("peers", "bench/peers", "folder of the Node servers, after npm ci")
	rounds := flag.Int("rounds", 3, "how often each server has its turn")
	length := flag.Duration("time", 4*time.Second, "length of one measurement")
	rooms := flag.Int("rooms", 200, "orders that are followed and updated")
	guests := flag.Int("guests", 2000, "clients that follow one order each")
	staff := flag.Int("staff", 200, "clients that are told of everything")
	rate := flag.Float64("rate", 200, "updates a second")
	busy := flag.Float64("busy", 2000, "updates a second of the busy scene, in which the guests' orders are updated more than NestJS can follow")
	only := flag.String("only", "", "measure only servers whose name contains this")
	page := flag.String("write", "", "page that gets the table, between its bench:load markers")
	flag.Parse()

	everyone := load.Plan{Rooms: *rooms, Rate: *rate, Duration: *length, Settle: 10 * time.Second, Ramp: 1000}
	rush := with(everyone, *guests, load.Guest)
	rush.Rate = *busy
	p := plan{machine: bench.Machine(), rounds: *rounds, scenes: []scene{
		{fmt.Sprintf("%d guests, %.0f updates/s", *guests, *rate), with(everyone, *guests, load.Guest)},
		{fmt.Sprintf("%d guests, %.0f updates/s", *guests, *busy), rush},
		{fmt.Sprintf("%d staff, %.0f updates/s", *staff, *rate), with(everyone, *staff, load.Staff)},
	}}
	for _, kind := range bench.Kinds(*orderup, *peers) {
		if strings.Contains(kind.Name, *only) && !strings.Contains(kind.Name, "one commit") {
			p.kinds = append(p.kinds, kind)
		}
	}
	samples, err := measure(ctx, p)
	if err != nil {
		return err
	}
	return report(samples, p, *page)
}

func with(p load.Plan, connections int, as load.Role) load.Plan {
	p.Connections, p.As = connections, as
	return p
}

// sample is one measurement of one server.
type sample struct {
	Server, Scene string
	load.Result
}

// measure gives each server its turn in each round, so that a noisy minute of the machine hits all of them.
func measure(ctx context.Context, p plan) ([]sample, error) {
	serverCPU, ownCPU := bench.Processors()
	if err := bench.PinSelf(ownCPU); err != nil {
		return nil, err
	}
	var all []sample
	for round := range p.rounds {
		for _, kind := range p.kinds {
			for _, s := range p.scenes {
				r, err := measureServer(ctx, kind, serverCPU, s.load)
				if err != nil {
					return nil, fmt.Errorf("measure %s: %w", kind.Name, err)
				}
				fmt.Fprintf(os.Stderr, "round %d/%d  %-20s %-28s p50 %.2f ms  p99 %.2f ms  lost %d\n", round+1, p.rounds, kind.Name, s.name, r.Latency.P50, r.Latency.P99, r.Lost)
				all = append(all, sample{kind.Name, s.name, *r})
			}
		}
	}
	return all, nil
}

// measureServer measures a fresh server.
func measureServer(ctx context.Context, kind bench.Kind, cpu int, p load.Plan) (r *load.Result, err error) {
	server, err := bench.Start(ctx, kind, cpu)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	p.URL, p.PID = "http://"+server.Address, server.PID()
	return load.Run(ctx, p, func(load.Progress) {})
}

func report(samples []sample, p plan, page string) error {
	rows := summarise(samples)
	first := p.scenes[0].load
	text := fmt.Sprintf("%s. Updates by REST to %d orders, median of %d rounds of %v each.\n\n%s",
		p.machine, first.Rooms, p.rounds, first.Duration, bench.Table(table(rows)))
	fmt.Println(text)
	if err := json.NewEncoder(os.Stdout).Encode(rows); err != nil {
		return err
	}
	if page == "" {
		return nil
	}
	return bench.Publish(page, "load", text,
		bench.Plot{Title: "Deliveries for a second of processor time, to NestJS: more is better", Cells: table(rows), Value: 5, Ours: "orderup"},
		bench.Plot{Title: "From when an update was due to its delivery, p99 in ms: less is better", Cells: table(rows), Value: 3, Ours: "orderup"})
}
