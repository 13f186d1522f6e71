package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"orderup/bench"
)

// changeTimeout bounds how long one change may take to reach everybody; the goal is far below a second.
const changeTimeout = 10 * time.Second

// warmUp is how many changes are played but not counted, while a server compiles its hot code.
const warmUp = 30

// scene connects the clients of a plan to a server, posts its changes and reports when they arrived.
type scene func(ctx context.Context, address string, p plan) (sample, error)

// room lets every client follow one order, whose status goes to and fro. The clients are guests: they get what they join.
func room(ctx context.Context, address string, p plan) (sample, error) {
	return play(ctx, "room", address, p, bench.Guest, func(caller *bench.Caller, order string, change int) error {
		return caller.Toggle(order, change)
	})
}

// everybody tells all connected clients of each new order, as the seed does.
func everybody(ctx context.Context, address string, p plan) (sample, error) {
	return play(ctx, "everybody", address, p, bench.Staff, func(caller *bench.Caller, _ string, change int) error {
		_, err := caller.Place(bench.Tag(change))
		return err
	})
}

func play(ctx context.Context, name, address string, p plan, as bench.Role, change func(*bench.Caller, string, int) error) (sample, error) {
	caller, err := bench.Dial(address)
	if err != nil {
		return sample{}, err
	}
	defer caller.Close()
	order, err := caller.Place("Guest")
	if err != nil {
		return sample{}, err
	}
	a, err := gather(ctx, address, p.clients, as, order)
	if err != nil {
		return sample{}, err
	}
	defer a.leave()
	var waits []time.Duration
	for i := range warmUp + p.changes {
		began := time.Now()
		if err := change(caller, order, i); err != nil {
			return sample{}, err
		}
		if waits, err = a.await(ctx, i, began, waits); err != nil {
			return sample{}, err
		}
	}
	return newSample(name, waits[warmUp*p.clients:]), nil
}

// audience is everybody who waits for a change.
type audience struct {
	clients  []*bench.Client
	arrivals chan bench.Arrival
}

// gather connects clients, a few at a time, until all are ready to be told.
func gather(ctx context.Context, address string, n int, as bench.Role, order string) (*audience, error) {
	a := &audience{clients: make([]*bench.Client, n), arrivals: make(chan bench.Arrival, 4*n)}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(20)
	for i := range a.clients {
		group.Go(func() (err error) {
			a.clients[i], err = bench.Connect(ctx, address, as, order)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		a.leave()
		return nil, fmt.Errorf("connect %d clients: %w", n, err)
	}
	for _, c := range a.clients {
		go c.Listen(a.arrivals)
	}
	return a, nil
}

func (a *audience) leave() {
	for _, c := range a.clients {
		if c != nil {
			_ = c.Close() // ends its Listen
		}
	}
}

// await adds how long after began each client had the event of a change.
func (a *audience) await(ctx context.Context, change int, began time.Time, waits []time.Duration) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, changeTimeout)
	defer cancel()
	for missing := len(a.clients); missing > 0; {
		select {
		case got := <-a.arrivals:
			if got.Err != nil {
				return nil, got.Err
			}
			if got.Change == change {
				waits = append(waits, got.At.Sub(began))
				missing--
			}
		case <-ctx.Done():
			return nil, fmt.Errorf("change %d did not reach %d of %d clients: %w", change, missing, len(a.clients), ctx.Err())
		}
	}
	return waits, nil
}
