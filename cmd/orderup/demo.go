package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"orderup/menu"
	"orderup/sim"
	"orderup/sim/evening"
)

// demoCommand is orderup demo.
type demoCommand struct {
	Speed float64 `help:"Times faster than a real restaurant, 1 to 100." default:"10"`
	Seed  uint64  `help:"The same seed gives the same evening: guests, dishes, cooking times, mistakes." default:"1"`
	At    string  `help:"Time of the Saturday at which you come in, 11:30 to 21:30. The service has been on for half an hour then." default:"17:30" placeholder:"HH:MM"`
}

// Run serves a simulated service until ctx ends, then throws its data away.
func (c demoCommand) Run(ctx context.Context, s settings) error {
	clock, err := c.clock(s, time.Now())
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "orderup-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer os.RemoveAll(folder)
	return serve(ctx, s, service{
		db: "sqlite:" + filepath.Join(folder, "demo.db"), clock: clock, menu: menu.Demo(), about: c.about(),
		beside: func(ctx context.Context, h *house) error {
			return evening.Run(ctx, evening.Config{House: h.restaurant, Location: mainLocation, Clock: clock, Seed: c.Seed, Log: h.log})
		},
	})
}

func (c demoCommand) about() string {
	return fmt.Sprintf(`
  A simulated Saturday from %s on, %g times as fast as a real one (--speed, --seed, --at).
  Its orders are thrown away in the end.
`, c.At, c.Speed)
}

// clock returns the clock of the house, at the beginning of the service on the
// last Saturday.
func (c demoCommand) clock(s settings, now time.Time) (*evening.Clock, error) {
	if !(c.Speed >= sim.MinSpeed && c.Speed <= sim.MaxSpeed) { // so that NaN is refused too
		return nil, fmt.Errorf("--speed %g: write a number from %d to %d: how many times faster than a real restaurant", c.Speed, sim.MinSpeed, sim.MaxSpeed)
	}
	at, err := time.Parse("15:04", c.At)
	if sinceMidnight := at.Sub(at.Truncate(24 * time.Hour)); err != nil || sinceMidnight < evening.Earliest || sinceMidnight > evening.Latest {
		return nil, fmt.Errorf("--at %s: write a time from 11:30 to 21:30, when guests come", c.At)
	}
	location, err := s.location()
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(location.Zone)
	if err != nil {
		return nil, fmt.Errorf("--zone %s: %w", location.Zone, err)
	}
	y, m, d := now.In(zone).Date()
	d -= (int(now.In(zone).Weekday()) + 1) % 7
	return evening.NewClock(time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, zone).Add(-evening.WarmUp), c.Speed), nil
}
