// Command stores compares where orders are kept: SQLite, PostgreSQL with one node and with two, each with group commit
// and with one commit per order. It measures how fast closed-loop writers get their orders acknowledged, and how long
// after that a client hears of a change, on the same node and on the other.
//
// It starts the servers itself, and a PostgreSQL of its own with fsync on; all of them share the processors with the
// load. Run `make bench`, or
//
//	go build -o bin/orderup ./cmd/orderup && go run ./bench/stores
//
// or with -short for a few seconds that only show that it works.
package main

import (
	"context"
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

// roundLimit is how long a round may take at most; the default's takes about half a minute.
const roundLimit = 2 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "stores:", err)
		os.Exit(1)
	}
}

// plan says what is measured how long.
type plan struct {
	machine string
	orderup string // the program
	folder  string // on the disk that is measured
	rounds  int
	writers []int
	length  time.Duration // of one measurement
	changes int           // whose way to the clients is measured, in each round
	page    string        // gets the tables; none if empty
}

func run(ctx context.Context, args []string) error {
	p, err := parse(args)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(p.rounds)*roundLimit)
	defer cancel()
	r, err := measure(ctx, p)
	if err != nil {
		return err
	}
	return report(r, p)
}

func parse(args []string) (plan, error) {
	p := plan{machine: bench.Machine()}
	flags := flag.NewFlagSet("stores", flag.ContinueOnError)
	flags.StringVar(&p.orderup, "orderup", "bin/orderup", "program to measure")
	flags.StringVar(&p.folder, "folder", "tmp", "folder for the PostgreSQL cluster, which the user who runs PostgreSQL can reach")
	flags.IntVar(&p.rounds, "rounds", 6, "how often each store has its turn; best even, as every other round is in reverse")
	flags.DurationVar(&p.length, "time", time.Second, "length of one measurement")
	flags.IntVar(&p.changes, "changes", 200, "changes in each round whose way to the clients is measured")
	writers := flags.String("writers", "1,16,256", "numbers of concurrent writers")
	short := flags.Bool("short", false, "one round of 100 ms with 1 and 4 writers and 5 changes")
	flags.StringVar(&p.page, "write", "", "page that gets the tables, between its bench:stores markers")
	if err := flags.Parse(args); err != nil {
		return plan{}, err
	}
	if *short {
		p.rounds, p.length, p.changes, *writers = 1, 100*time.Millisecond, 5, "1,4"
	}
	if p.rounds < 1 || p.changes < 1 || p.length <= 0 {
		return plan{}, errors.New("-rounds and -changes must be at least 1, -time more than nothing")
	}
	for _, text := range strings.Split(*writers, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 10_000 {
			return plan{}, fmt.Errorf("-writers %s: give numbers from 1 to 10000, such as 1,16,256", *writers)
		}
		p.writers = append(p.writers, n)
	}
	return p, nil
}
