package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"orderup/sim/kitchens"
)

// A player hears what happens in a kitchen and forecasts. Whatever is scored
// is one: a program, or a formula.
type player interface {
	tell(kitchens.Event) error
	ask(kitchens.Event) (answer, error)
}

// An answer says when an order will be ready, in seconds.
type answer struct {
	P50       float64 `json:"p50"`
	P80       float64 `json:"p80"`
	Published float64 `json:"published"`
}

// A program reads events and answers queries, line by line.
type program struct {
	in    *json.Encoder
	out   *bufio.Reader
	close func() error
}

// start starts a program, which ends when it is closed.
func start(ctx context.Context, command string) (*program, error) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, fmt.Errorf("no program to score: say -program")
	}
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", command, err)
	}
	p := talk(in, out)
	p.close = func() error {
		_ = in.Close()
		return cmd.Wait()
	}
	return p, nil
}

// talk makes a program of what is written to and read from.
func talk(in io.Writer, out io.Reader) *program {
	return &program{in: json.NewEncoder(in), out: bufio.NewReader(out)}
}

func (p *program) tell(e kitchens.Event) error { return p.in.Encode(e) }

// ask waits for the answer: nothing is told before.
func (p *program) ask(query kitchens.Event) (a answer, err error) {
	if err := p.in.Encode(query); err != nil {
		return a, err
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("read the answer to query %s: %w", query.ID, err)
	}
	got := struct {
		ID string `json:"id"`
		answer
	}{}
	if err := json.Unmarshal(line, &got); err != nil {
		return a, fmt.Errorf("query %s was answered by %q: %w", query.ID, line, err)
	}
	if got.ID != query.ID {
		return a, fmt.Errorf("query %s was answered by %q", query.ID, line)
	}
	return got.answer, nil
}
