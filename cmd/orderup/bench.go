package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"orderup/load"
)

// benchCommand is orderup bench.
type benchCommand struct {
	URL         string        `name:"url" help:"Server to put under load." default:"http://localhost:3000"`
	Connections int           `help:"Sockets, each of which follows one order." default:"1000"`
	Rooms       int           `help:"Orders that are followed; they are placed first." default:"100"`
	Rate        float64       `help:"Updates a second, of all orders together." default:"100"`
	Duration    time.Duration `help:"How long updates are sent." default:"10s"`
	Settle      time.Duration `help:"How long after the last update its deliveries are waited for." default:"10s"`
	Guests      bool          `help:"Sockets are guests, who see the order they follow; otherwise staff, who see every update." default:"true" negatable:""`
	Ramp        int           `help:"Sockets that connect in a second." default:"1000"`
	PID         int           `name:"pid" help:"Process of the server, on this computer, to read its processor time and memory (Linux)." placeholder:"PROCESS"`
	JSON        string        `name:"json" help:"Write the figures into this file too." placeholder:"FILE"`
}

// errUnclean says that the load was carried, but not without loss.
var errUnclean = errors.New("not every update reached everybody once and in order: see the table")

// Run puts load on a server until that is done or ctx ends, and says how the server took it.
func (c benchCommand) Run(ctx context.Context) error {
	r, err := load.Run(ctx, c.plan(), func(p load.Progress) { fmt.Fprintln(os.Stderr, p) })
	if err != nil {
		return fmt.Errorf("put load on %s: %w", c.URL, err)
	}
	fmt.Print(r)
	if c.JSON != "" {
		if err := writeJSON(c.JSON, r); err != nil {
			return err
		}
	}
	if !r.Clean() {
		return errUnclean
	}
	return nil
}

func (c benchCommand) plan() load.Plan {
	as := load.Staff
	if c.Guests {
		as = load.Guest
	}
	return load.Plan{
		URL: c.URL, Connections: c.Connections, Rooms: c.Rooms, Rate: c.Rate, Duration: c.Duration, Settle: c.Settle,
		As: as, Ramp: c.Ramp, PID: c.PID,
	}
}

func writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the figures: %w", err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	return nil
}
