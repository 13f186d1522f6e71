//go:build linux

// Command fanout measures what it costs to deliver one event to many WebSockets: package socketio, the official Node
// server, and a process that only writes the same bytes to as many sockets ("bare"). Deliveries are counted at the
// clients and divided by the processor time of the server, user and system apart.
//
// All servers are up at once, each with its clients, and are measured in turn in short slots, so that a noisy moment of
// the machine hits all of them; ratios are taken within a cycle. Servers run on one processor, clients on another. Run
//
//	(cd bench/peers && npm ci) && go run ./bench/fanout
//
// or with -short for a minute less. It needs Linux, and 20,000 open files.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"orderup/bench"
)

// plan says what is measured how long.
type plan struct {
	machine     string
	kinds       []bench.Kind
	connections int           // to each server while delivering
	idle        int           // to each server while doing nothing
	cycles      int           // how often each server has its turn
	slot        time.Duration // of one turn
	rest        time.Duration // until memory is looked at
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "fanout:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	p := plan{machine: bench.Machine()}
	swarm := flag.String("swarm", "", "be the clients of the server at this address (what fanout starts itself with)")
	peers := flag.String("peers", "bench/peers", "folder of the Node server, after npm ci")
	only := flag.String("only", "", "measure only servers whose name contains this")
	page := flag.String("write", "", "page that gets the table, between its bench:fanout markers")
	short := flag.Bool("short", false, "2,000 connections and two short cycles")
	flag.IntVar(&p.connections, "connections", 10_000, "clients of each server while delivering, at most 19,000")
	flag.IntVar(&p.idle, "idle", 19_000, "clients of each server while doing nothing, at most 19,000; 0 leaves that out")
	flag.IntVar(&p.cycles, "cycles", 7, "how often each server has its turn")
	flag.DurationVar(&p.slot, "time", time.Second, "length of one turn")
	flag.DurationVar(&p.rest, "rest", 4*time.Second, "how long idle connections rest until memory is looked at")
	flag.Parse()
	if *swarm != "" {
		return serveSwarm(*swarm, p.connections)
	}
	if *short {
		p.connections, p.idle, p.cycles, p.slot, p.rest = 2000, 2000, 2, 300*time.Millisecond, time.Second
	}
	if p.connections < 1 || p.connections > 19_000 || p.idle < 0 || p.idle > 19_000 || p.cycles < 1 {
		return errors.New("-connections 1 to 19000, -idle 0 to 19000 and -cycles 1 or more, please")
	}
	folder, err := os.MkdirTemp("", "fanout-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if p.kinds, err = kinds(folder, *peers, *only); err != nil {
		return err
	}
	return measure(ctx, p, *page)
}

// kinds builds our servers and lists all that have only in their names.
func kinds(folder, peers, only string) ([]bench.Kind, error) {
	server := filepath.Join(folder, "server")
	if out, err := exec.Command("go", "build", "-o", server, "./bench/fanout/server").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the server, from the root of the repository: %w: %s", err, out)
	}
	var chosen []bench.Kind
	for _, kind := range []bench.Kind{
		{Name: "orderup", Command: []string{server}},
		{Name: reference, Command: []string{"node", filepath.Join(peers, "node-fanout.mjs")}},
		{Name: "bare write(2)", Command: []string{server, "-bare"}},
	} {
		if strings.Contains(kind.Name, only) {
			chosen = append(chosen, kind)
		}
	}
	return chosen, nil
}

func measure(ctx context.Context, p plan, page string) error {
	idles, err := measureIdle(ctx, p)
	if err != nil {
		return err
	}
	samples, err := measureSlots(ctx, p)
	if err != nil {
		return err
	}
	return report(p, summarise(samples), idles, page)
}

func report(p plan, rows []row, idles []idle, page string) error {
	text := fmt.Sprintf("%s. %d connections to each server, median of %d turns of %v each.\n\n%s", p.machine, p.connections, p.cycles, p.slot, bench.Table(table(rows)))
	if len(idles) > 0 {
		text += fmt.Sprintf("\n%d connections at rest for %v, one run:\n\n%s", p.idle, p.rest, bench.Table(idleTable(idles)))
	}
	fmt.Println(text)
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"fanout": rows, "idle": idles}); err != nil {
		return err
	}
	if page == "" {
		return nil
	}
	return bench.Publish(page, "fanout", text, bench.Plot{
		Title: "Deliveries for a second of processor time: more is better", Cells: table(rows), Value: 2, Ours: "orderup",
	})
}
