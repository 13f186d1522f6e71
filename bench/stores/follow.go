package main

import (
	"context"
	"fmt"
	"time"

	"orderup/bench"
)

const (
	changeTimeout = 10 * time.Second // for one change to reach everybody; the goal is far below a second
	warmUp        = 20               // changes that are made but not counted
)

// news is how long the event of one change took to a client.
type news struct {
	Store, Where string
	Posted       time.Duration // since the change was posted
	Acked        time.Duration // since its commit was acknowledged; negative for an event that was there before the answer
}

// listener is a client at one of the nodes.
type listener struct {
	store    string
	where    string
	client   *bench.Client
	arrivals chan bench.Arrival
}

// follow changes one order through the first node, again and again, and tells when a client of each node heard of it.
func follow(ctx context.Context, in *installation, changes int) ([]news, error) {
	caller, err := bench.Dial(in.nodes[0].Address)
	if err != nil {
		return nil, err
	}
	defer caller.Close()
	order, err := caller.Place("Guest")
	if err != nil {
		return nil, err
	}
	listeners, err := gather(ctx, in, order)
	defer leave(listeners)
	if err != nil {
		return nil, err
	}
	var all []news
	for i := range warmUp + changes {
		heard, err := change(ctx, caller, order, i, listeners)
		if err != nil {
			return nil, err
		}
		if i >= warmUp {
			all = append(all, heard...)
		}
	}
	return all, nil
}

// gather has a guest of each node join the order's room.
func gather(ctx context.Context, in *installation, order string) (all []listener, err error) {
	for i, node := range in.nodes {
		client, err := bench.Connect(ctx, node.Address, bench.Guest, order)
		if err != nil {
			return all, fmt.Errorf("connect to node %d: %w", i+1, err)
		}
		l := listener{in.store, []string{"the same node", "the other node"}[min(i, 1)], client, make(chan bench.Arrival, 16)}
		go client.Listen(l.arrivals)
		all = append(all, l)
	}
	return all, nil
}

func leave(all []listener) {
	for _, l := range all {
		_ = l.client.Close() // ends its Listen
	}
}

// change makes one change and waits until all listeners have heard of it.
func change(ctx context.Context, caller *bench.Caller, order string, number int, listeners []listener) ([]news, error) {
	ctx, cancel := context.WithTimeout(ctx, changeTimeout)
	defer cancel()
	posted := time.Now()
	if err := caller.Toggle(order, number); err != nil {
		return nil, err
	}
	acked := time.Now()
	var all []news
	for _, l := range listeners {
		at, err := l.await(ctx, number)
		if err != nil {
			return nil, err
		}
		all = append(all, news{Store: l.store, Where: l.where, Posted: at.Sub(posted), Acked: at.Sub(acked)})
	}
	return all, nil
}

// await returns when a change arrived.
func (l listener) await(ctx context.Context, number int) (time.Time, error) {
	for {
		select {
		case a := <-l.arrivals:
			if a.Err != nil || a.Change == number {
				return a.At, a.Err
			}
		case <-ctx.Done():
			return time.Time{}, fmt.Errorf("change %d did not reach the client of %s: %w", number, l.where, ctx.Err())
		}
	}
}
