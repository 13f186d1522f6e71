package main

import (
	"context"
	"encoding/json"
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
	return play(ctx, "room", address, p, guest, func(caller *bench.Caller, order string, change int) error {
		status := []string{"in_progress", "ready"}[change%2]
		_, err := caller.Post("/orders/"+order+"/status", fmt.Appendf(nil, `{"status":%q,"message":"%s"}`, status, tag(change)))
		return err
	})
}

// everybody tells all connected clients of each new order, as the seed does.
func everybody(ctx context.Context, address string, p plan) (sample, error) {
	return play(ctx, "everybody", address, p, staff, func(caller *bench.Caller, _ string, change int) error {
		_, err := place(caller, tag(change))
		return err
	})
}

func play(ctx context.Context, name, address string, p plan, as role, change func(*bench.Caller, string, int) error) (sample, error) {
	caller, err := bench.Dial(address)
	if err != nil {
		return sample{}, err
	}
	defer caller.Close()
	order, err := place(caller, "Guest")
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

func place(caller *bench.Caller, customer string) (id string, err error) {
	answer, err := caller.Post("/orders", fmt.Appendf(nil, `{"customerName":%q,"items":[{"name":"Large Fries","price":3.50,"quantity":1},{"name":"Cheeseburger","price":8.50,"quantity":1}]}`, customer))
	if err != nil {
		return "", err
	}
	var placed struct {
		Order struct {
			ID string `json:"id"`
		} `json:"order"`
	}
	if err := json.Unmarshal(answer, &placed); err != nil {
		return "", fmt.Errorf("read the placed order: %w", err)
	}
	return placed.Order.ID, nil
}

// audience is everybody who waits for a change.
type audience struct {
	clients  []*client
	arrivals chan arrival
}

// gather connects clients, a few at a time, until all are ready to be told.
func gather(ctx context.Context, address string, n int, as role, order string) (*audience, error) {
	a := &audience{clients: make([]*client, n), arrivals: make(chan arrival, 4*n)}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(20)
	for i := range a.clients {
		group.Go(func() (err error) {
			a.clients[i], err = connect(ctx, address, as, order)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		a.leave()
		return nil, fmt.Errorf("connect %d clients: %w", n, err)
	}
	for _, c := range a.clients {
		go c.listen(a.arrivals)
	}
	return a, nil
}

func (a *audience) leave() {
	for _, c := range a.clients {
		if c != nil {
			_ = c.conn.Close() // ends its listen
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
			if got.err != nil {
				return nil, got.err
			}
			if got.change == change {
				waits = append(waits, got.at.Sub(began))
				missing--
			}
		case <-ctx.Done():
			return nil, fmt.Errorf("change %d did not reach %d of %d clients: %w", change, missing, len(a.clients), ctx.Err())
		}
	}
	return waits, nil
}
