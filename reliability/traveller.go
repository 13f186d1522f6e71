package reliability

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Travel is Run between several houses on one database: a client that lost its connection comes back to the next one,
// with the place that another gave it. The first is number at.
func (r *Regular) Travel(ctx context.Context, houses []*House, at int) {
	defer func() {
		for _, s := range r.left {
			s.Reset()
		}
	}()
	for ; ctx.Err() == nil; at++ {
		r.House = houses[at%len(houses)]
		looking, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		url, err := r.House.URL(looking)
		cancel()
		if err == nil {
			r.visit(ctx, hostOf(url))
		}
		pause(ctx)
	}
}

// Push moves an order to and fro, each time through the next of several houses, until closing is closed. It checks each
// answer, and returns the version that was acknowledged last.
func Push(ctx context.Context, guests []*Guest, order string, pace time.Duration, closing <-chan struct{}) (version int64, err error) {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for version = 1; ; version++ {
		select {
		case <-closing:
			return version, nil
		case <-tick.C:
		}
		status := [...]string{"ready", "in_progress"}[version%2]
		reply, err := insistAnywhere(ctx, guests, int(version), "/orders/"+order+"/status", fmt.Sprintf("push-%s-%d", order, version), `{"status":"`+status+`"}`)
		if err != nil {
			return version, err
		}
		a, err := reply.Ack()
		if want := (Ack{ID: order, Status: status, Version: version + 1}); err == nil && (reply.Status != http.StatusOK || a != want) {
			err = fmt.Errorf("the server answered %d, %+v; want %+v", reply.Status, a, want)
		}
		if err != nil {
			return version, fmt.Errorf("push order %s: %w", order, err)
		}
	}
}

// insistAnywhere commands under the same key, each time through the next of several houses, until one answers something
// other than "come back". It begins with number first, and fails only when ctx ends.
func insistAnywhere(ctx context.Context, guests []*Guest, first int, path, key, body string) (Reply, error) {
	for at := first; ; at++ {
		trying, cancel := context.WithTimeout(ctx, 5*time.Second)
		reply, err := guests[at%len(guests)].postIfOpen(trying, path, key, body)
		cancel()
		if err == nil && !reply.comeBack() {
			return reply, nil
		}
		select {
		case <-time.After(20 * time.Millisecond): // the pace of asking again
		case <-ctx.Done():
			return Reply{}, fmt.Errorf("insist on %s anywhere, last answer %d: %w", path, reply.Status, errors.Join(err, ctx.Err()))
		}
	}
}

// postIfOpen commands once, unless the house is closed.
func (g *Guest) postIfOpen(ctx context.Context, path, key, body string) (Reply, error) {
	looking, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	if _, err := g.house.URL(looking); err != nil {
		return Reply{}, err
	}
	return g.Post(ctx, path, key, body)
}
