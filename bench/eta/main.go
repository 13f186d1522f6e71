// Command eta scores forecasts of ready times in kitchens that are drawn from
// seeds: a program that is spoken to line by line (docs/ready-time.md), beside
// the formula of the proof of concept and, as the control that must fail, an
// average of each dish that knows no queue.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"orderup/sim/kitchens"
)

func main() {
	count := flag.Int("kitchens", 20, "kitchens of each kind")
	seed := flag.Uint64("seed", 30000, "of the first kitchen; the next ones follow")
	command := flag.String("program", "bin/orderup eta-replay", "what is scored")
	only := flag.String("row", "", "only kinds of kitchen whose name has this in it")
	flag.Parse()
	met, err := run(context.Background(), *command, *only, *count, *seed)
	if err != nil {
		fmt.Fprintln(os.Stderr, "eta:", err)
		os.Exit(1)
	}
	if !met {
		os.Exit(3)
	}
}

// run scores all rows, prints them as a table, and reports whether every demand
// was met and the control failed in every row.
func run(ctx context.Context, command, only string, count int, seed uint64) (met bool, err error) {
	met = true
	fmt.Printf("%d kitchens of each kind from seed %d, `%s`\n\n%s\n", count, seed, command, heading)
	for _, r := range rows {
		if !strings.Contains(r.name, only) {
			continue
		}
		ours, control, err := r.play(ctx, command, count, seed)
		if err != nil {
			return false, fmt.Errorf("%s: %w", r.name, err)
		}
		misses := r.misses(ours)
		refused := len(r.misses(control)) > 0
		met = met && len(misses) == 0 && refused
		fmt.Println(line(r.name, ours, control, misses, refused))
	}
	return met, nil
}

// play plays a row's kitchens to the program and its rivals.
func (r row) play(ctx context.Context, command string, count int, seed uint64) (ours, control result, err error) {
	for i := range count {
		fmt.Fprintf(os.Stderr, "\r%s: kitchen %d of %d   ", r.name, i+1, count)
		events := kitchens.Draw(seed+uint64(i), r.scenario).Events(r.days)
		p, err := start(ctx, command)
		if err != nil {
			return ours, control, err
		}
		mine, err := play(p, events, r.from*24*3600)
		if err != nil {
			return ours, control, err
		}
		if err := p.close(); err != nil {
			return ours, control, fmt.Errorf("%s: %w", command, err)
		}
		formula, _ := play(poc{}, events, r.from*24*3600)        // in memory: never fails
		average, _ := play(newAverage(), events, r.from*24*3600) // likewise
		ours.enter(grade(mine), grade(formula), count)
		control.enter(grade(average), grade(formula), count)
	}
	fmt.Fprint(os.Stderr, "\r", strings.Repeat(" ", 60), "\r")
	return ours, control, nil
}

const heading = `| kitchens | orders | MAE | worst | waiting | pinball | ready by P80 | broken | changes | pushed | control's MAE | demands |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |`

func line(name string, r, control result, misses []string, refused bool) string {
	verdict := "met"
	if len(misses) > 0 {
		verdict = "NOT met: " + strings.Join(misses, ", ")
	}
	if !refused {
		verdict += "; THE CONTROL PASSED"
	}
	return fmt.Sprintf("| %s | %d | x%.2f | x%.2f | x%.2f | x%.2f | %.1f %% | %.1f %% | %.2f | %.1f %% | x%.2f | %s |",
		name, r.orders, r.mae, r.worst, r.waiting, r.pinball, 100*r.covered, 100*r.broken, r.changes, 100*r.pushed, control.mae, verdict)
}
