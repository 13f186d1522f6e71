// Command orders measures how fast orders are taken: closed-loop writers post orders over kept-alive connections to
// orderup, to orderup with one commit per order, and to NestJS and plain Node servers that keep everything in memory.
//
// It starts and stops the servers itself, on free loopback ports. Run `make bench`, or
//
//	go build -o bin/orderup ./cmd/orderup && (cd bench/peers && npm ci) && go run ./bench/orders -rounds 5
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"orderup/bench"
)

type plan struct {
	machine string
	kinds   []bench.Kind
	rounds  int
	writers []int
	length  time.Duration // of one measurement
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "orders:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	orderup := flag.String("orderup", "bin/orderup", "program to measure")
	peers := flag.String("peers", "bench/peers", "folder of the Node servers, after npm ci")
	rounds := flag.Int("rounds", 5, "how often each server has its turn")
	length := flag.Duration("time", 2*time.Second, "length of one measurement")
	writers := flag.String("writers", "1,16,256", "numbers of concurrent writers")
	only := flag.String("only", "", "measure only servers whose name contains this")
	page := flag.String("write", "", "page that gets the table, between its bench:orders markers")
	flag.Parse()

	p := plan{machine: bench.Machine(), rounds: *rounds, length: *length}
	for _, kind := range bench.Kinds(*orderup, *peers) {
		if strings.Contains(kind.Name, *only) {
			p.kinds = append(p.kinds, kind)
		}
	}
	for _, text := range strings.Split(*writers, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 10_000 {
			return fmt.Errorf("-writers %s: give numbers from 1 to 10000, such as 1,16,256", *writers)
		}
		p.writers = append(p.writers, n)
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
			fmt.Fprintf(os.Stderr, "round %d/%d  %-32s", round+1, p.rounds, kind.Name)
			samples, err := measureServer(ctx, kind, serverCPU, p)
			if err != nil {
				return nil, err
			}
			for _, s := range samples {
				s.Round = round
				all = append(all, s)
				fmt.Fprintf(os.Stderr, "  %d: %.0f/s", s.Writers, s.PerSecond)
			}
			fmt.Fprintln(os.Stderr)
		}
	}
	return all, nil
}

// measureServer measures a fresh server with each number of writers, after a warm-up that compiles its hot code.
func measureServer(ctx context.Context, kind bench.Kind, cpu int, p plan) (samples []sample, err error) {
	server, err := bench.Start(ctx, kind, cpu)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if _, err := load(ctx, server, 16, min(p.length, 500*time.Millisecond)); err != nil {
		return nil, fmt.Errorf("warm up %s: %w", kind.Name, err)
	}
	for _, writers := range p.writers {
		s, err := load(ctx, server, writers, p.length)
		if err != nil {
			return nil, fmt.Errorf("measure %s with %d writers: %w", kind.Name, writers, err)
		}
		samples = append(samples, s)
	}
	return samples, nil
}

func report(samples []sample, p plan, page string) error {
	rows := summarise(samples)
	text := fmt.Sprintf("%s. Median of %d rounds of %v each.\n\n%s", p.machine, p.rounds, p.length, bench.Table(table(rows)))
	fmt.Println(text)
	if err := json.NewEncoder(os.Stdout).Encode(rows); err != nil {
		return err
	}
	if page == "" {
		return nil
	}
	return bench.Publish(page, "orders", text, bench.Plot{
		Title: "Orders acknowledged in a second: more is better", Cells: table(rows), Value: 2, Ours: "orderup",
	})
}
