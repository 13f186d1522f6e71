package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"orderup/sim"
)

// demoCommand is orderup demo.
type demoCommand struct {
	Speed float64 `help:"Times faster than a real restaurant, 1 to 100." default:"30"`
	Seed  uint64  `help:"The same seed gives the same guests and cooking times." default:"1"`
}

// Run serves a simulated service until ctx ends, then throws its data away.
func (c demoCommand) Run(ctx context.Context, s settings) error {
	folder, err := os.MkdirTemp("", "orderup-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer os.RemoveAll(folder)
	return serve(ctx, s, service{db: "sqlite:" + filepath.Join(folder, "demo.db"), crewIdle: sim.Never, beside: c.evening})
}

// evening sends cooks to work and lets guests in.
func (c demoCommand) evening(ctx context.Context, h *house) error {
	shift := sim.Shift{Speed: c.Speed, Seed: c.Seed}
	if _, err := h.kitchen.Start(ctx, shift); err != nil {
		return err
	}
	return sim.Guests{House: h.restaurant, Location: mainLocation, Log: h.log}.Run(ctx, shift)
}
