//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"orderup/bench"
)

// workload is one way to send updates. Each trigger makes the server send Burst updates to each of Count rooms.
type workload struct {
	name               string
	Size, Count, Burst int
}

var workloads = []workload{
	{"rooms of 10", 10, 100, 1},
	{"rooms of 1,000", 1000, 1, 1},
	{"a room of 10,000", 10_000, 1, 1},
	{"rooms of 1,000, 16 at once", 1000, 1, 16},
}

// sample is one turn of one server.
type sample struct {
	server, workload string
	cycle            int
	deliveries       int
	user, system     time.Duration
}

// party is a server with its clients.
type party struct {
	server *bench.Server
	swarm  *handle
}

func (p *party) stop() error {
	if p.swarm == nil {
		return p.server.Stop()
	}
	return errors.Join(p.swarm.stop(), p.server.Stop())
}

// startParty starts a server and connects its clients. The caller must stop it.
func startParty(ctx context.Context, kind bench.Kind, connections int) (*party, idle, error) {
	serverCPU, clientCPU := bench.Processors()
	server, err := bench.Start(ctx, kind, serverCPU)
	if err != nil {
		return nil, idle{}, err
	}
	p := &party{server: server}
	before, err := server.Usage()
	if err == nil {
		p.swarm, err = startSwarm(ctx, server.Address, connections, clientCPU)
	}
	if err != nil {
		return nil, idle{}, errors.Join(err, p.stop())
	}
	after, err := server.Usage()
	if err != nil {
		return nil, idle{}, errors.Join(err, p.stop())
	}
	cpu := after.User + after.System - before.User - before.System
	return p, idle{Server: kind.Name, empty: before.Resident, Handshakes: float64(connections) / cpu.Seconds()}, nil
}

// measureIdle gives one server after the other connections that do nothing.
func measureIdle(ctx context.Context, p plan) ([]idle, error) {
	var all []idle
	for _, kind := range p.kinds {
		if p.idle == 0 {
			break
		}
		fmt.Fprintf(os.Stderr, "idle  %-20s", kind.Name)
		party, i, err := startParty(ctx, kind, p.idle)
		if err != nil {
			return nil, err
		}
		select {
		case <-time.After(p.rest):
		case <-ctx.Done():
		}
		usage, err := party.server.Usage()
		if err := errors.Join(err, party.stop(), ctx.Err()); err != nil {
			return nil, err
		}
		i.PerConnection = float64(usage.Resident-i.empty) / float64(p.idle)
		fmt.Fprintf(os.Stderr, "  %.0f B each, %.0f handshakes per CPU-second\n", i.PerConnection, i.Handshakes)
		all = append(all, i)
	}
	return all, nil
}

// measureSlots gives each server its turn with each workload in each cycle. The first cycle is for warming up.
func measureSlots(ctx context.Context, p plan) (samples []sample, err error) {
	var parties []*party
	defer func() {
		for _, party := range parties {
			err = errors.Join(err, party.stop())
		}
	}()
	for _, kind := range p.kinds {
		party, _, err := startParty(ctx, kind, p.connections)
		if err != nil {
			return nil, err
		}
		parties = append(parties, party)
	}
	for cycle := range p.cycles + 1 {
		for _, w := range workloads {
			for i := range parties {
				s, err := parties[(i+cycle)%len(parties)].turn(w, p.slot)
				if err := errors.Join(err, ctx.Err()); err != nil {
					return nil, err
				}
				if s.cycle = cycle; cycle > 0 {
					samples = append(samples, s)
				}
			}
		}
		fmt.Fprintf(os.Stderr, "cycle %d/%d\n", cycle, p.cycles)
	}
	return samples, nil
}

func (p *party) turn(w workload, length time.Duration) (sample, error) {
	before, err := p.server.Usage()
	if err != nil {
		return sample{}, err
	}
	deliveries, err := p.swarm.turn(w, length)
	if err != nil {
		return sample{}, fmt.Errorf("%s to the clients of %s: %w", w.name, p.server.Kind.Name, err)
	}
	after, err := p.server.Usage()
	return sample{
		server: p.server.Kind.Name, workload: w.name, deliveries: deliveries,
		user: after.User - before.User, system: after.System - before.System,
	}, err
}
