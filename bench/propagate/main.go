// Command propagate measures how long a change takes to reach everybody who waits for it: from posting it to the event
// at each of some hundred Socket.IO clients, for orderup and for the Node peers.
//
// "room": every client joined the room of one order, whose status changes. "everybody": every client is told of each
// new order. One change is posted when the last has reached all clients; it starts and stops the servers itself.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"orderup/bench"
)

type plan struct {
	machine string
	kinds   []bench.Kind
	rounds  int
	clients int
	changes int // in one measurement
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "propagate:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	orderup := flag.String("orderup", "bin/orderup", "program to measure")
	peers := flag.String("peers", "bench/peers", "folder of the Node servers, after npm ci")
	rounds := flag.Int("rounds", 5, "how often each server has its turn")
	clients := flag.Int("clients", 200, "Socket.IO clients")
	changes := flag.Int("changes", 100, "changes posted in one measurement")
	only := flag.String("only", "", "measure only servers whose name contains this")
	page := flag.String("write", "", "page that gets the table, between its bench:propagate markers")
	flag.Parse()

	p := plan{machine: bench.Machine(), rounds: *rounds, clients: *clients, changes: *changes}
	if p.rounds < 1 || p.clients < 1 || p.changes < 1 {
		return errors.New("-rounds, -clients and -changes must be at least 1")
	}
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

// measure gives each server its turn in each round, so that a noisy minute of the machine hits all of them.
func measure(ctx context.Context, p plan) ([]sample, error) {
	serverCPU, ownCPU := bench.Processors()
	if err := bench.PinSelf(ownCPU); err != nil {
		return nil, err
	}
	var all []sample
	for round := range p.rounds {
		for _, kind := range p.kinds {
			fmt.Fprintf(os.Stderr, "round %d/%d  %-20s", round+1, p.rounds, kind.Name)
			samples, err := measureServer(ctx, kind, serverCPU, p)
			if err != nil {
				return nil, fmt.Errorf("measure %s: %w", kind.Name, err)
			}
			for _, s := range samples {
				fmt.Fprintf(os.Stderr, "  %s p50 %v", s.Scene, s.P50.Round(10*time.Microsecond))
			}
			fmt.Fprintln(os.Stderr)
			all = append(all, samples...)
		}
	}
	return all, nil
}

func measureServer(ctx context.Context, kind bench.Kind, cpu int, p plan) (samples []sample, err error) {
	server, err := bench.Start(ctx, kind, cpu)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	for _, play := range []scene{room, everybody} {
		s, err := play(ctx, server.Address, p)
		if err != nil {
			return nil, err
		}
		s.Server = kind.Name
		samples = append(samples, s)
	}
	return samples, nil
}

// sample is one measurement: how long after posting a change each client had its event.
type sample struct {
	Server, Scene string
	P50, P99, Max time.Duration
}

func newSample(name string, waits []time.Duration) sample {
	slices.Sort(waits)
	return sample{Scene: name, P50: bench.Percentile(waits, 50), P99: bench.Percentile(waits, 99), Max: bench.Percentile(waits, 100)}
}

func report(samples []sample, p plan, page string) error {
	rows := summarise(samples)
	text := fmt.Sprintf("%s. %d clients over WebSocket, median of %d rounds of %d changes each.\n\n%s",
		p.machine, p.clients, p.rounds, p.changes, bench.Table(table(rows)))
	fmt.Println(text)
	if err := json.NewEncoder(os.Stdout).Encode(rows); err != nil {
		return err
	}
	if page == "" {
		return nil
	}
	return bench.Publish(page, "propagate", text, bench.Plot{
		Title: "From posting a change to its event, p50 in ms: less is better", Cells: table(rows), Value: 2, Ours: "orderup",
	})
}
