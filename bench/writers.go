package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// Written is what writers have achieved together.
type Written struct {
	Waits   []time.Duration // of each acknowledged order, from the first byte sent to the last byte of the answer; sorted
	Refused int             // orders that the server was too busy for
}

// Write lets writers post orders until a moment, each its next one when the last was answered. They are dealt out over the
// servers at addresses.
func Write(ctx context.Context, addresses []string, writers int, until time.Time) (Written, error) {
	group, ctx := errgroup.WithContext(ctx)
	perWriter := make([]Written, writers)
	for i := range perWriter {
		group.Go(func() (err error) {
			perWriter[i], err = write(ctx, addresses[i%len(addresses)], i, until)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return Written{}, err
	}
	var all Written
	for _, w := range perWriter {
		all.Waits, all.Refused = append(all.Waits, w.Waits...), all.Refused+w.Refused
	}
	slices.Sort(all.Waits)
	return all, nil
}

func write(ctx context.Context, address string, writer int, until time.Time) (Written, error) {
	caller, err := Dial(address)
	if err != nil {
		return Written{}, err
	}
	defer caller.Close()
	var w Written
	for ctx.Err() == nil && time.Now().Before(until) {
		order := orderFor(fmt.Sprintf("Guest %d of writer %d", len(w.Waits), writer))
		began := time.Now()
		_, err := caller.Post("/orders", order)
		switch {
		case err == nil:
			w.Waits = append(w.Waits, time.Since(began))
		case errors.Is(err, ErrBusy):
			w.Refused++
		default:
			return Written{}, err
		}
	}
	return w, ctx.Err()
}
