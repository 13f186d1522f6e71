package reliability

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Crowd is many guests who order and push their orders on, and insist. Every acknowledgement goes to the journal.
type Crowd struct {
	Guest   *Guest
	Journal *Journal
	Writers int           // how many at a time
	Pace    time.Duration // each writer begins at most one command in this time; 0 for no bound
	Named   string        // begins every customer's name and key, so that crowds differ

	replays atomic.Int64
}

// Replays is how many answers the server gave for the second time: commands that were carried out before their first
// answer was lost.
func (c *Crowd) Replays() int64 { return c.replays.Load() }

// course is the way of an order; its version is one more than its place here, however many steps it jumps.
var course = []string{"pending", "in_progress", "ready", "completed"}

// Work writes until closing is closed, then finishes the commands under way. It returns early, with the reason, when
// the server breaks its contract in an answer, or when ctx ends.
func (c *Crowd) Work(ctx context.Context, closing <-chan struct{}) error {
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	var writers sync.WaitGroup
	for n := range c.Writers {
		writers.Go(func() {
			if err := c.write(ctx, closing, fmt.Sprintf("%s-writer-%d", c.Named, n)); err != nil {
				giveUp(err)
			}
		})
	}
	writers.Wait()
	return context.Cause(ctx)
}

// write is the life of one writer: an order, some way along its course, the next order.
func (c *Crowd) write(ctx context.Context, closing <-chan struct{}, name string) error {
	pace := time.NewTicker(max(c.Pace, 1))
	defer pace.Stop()
	open := func() bool {
		select {
		case <-closing:
			return false
		case <-ctx.Done():
			return false
		case <-pace.C:
			return true
		}
	}
	for n := 0; open(); n++ {
		customer := fmt.Sprintf("%s-order-%d", name, n)
		a, err := c.place(ctx, customer)
		if err != nil {
			return err
		}
		for at := 0; at < len(course)-1 && rand.IntN(3) > 0 && open(); {
			at += 1 + rand.IntN(len(course)-1-at)
			if err := c.advance(ctx, a.ID, customer, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// place orders once and checks the answer.
func (c *Crowd) place(ctx context.Context, customer string) (Ack, error) {
	reply, err := c.Guest.Insist(ctx, "/orders", customer+"-place", OrderFor(customer))
	if err != nil {
		return Ack{}, err
	}
	a, err := reply.Ack()
	if err == nil && (reply.Status != http.StatusCreated || a.Version != 1 || a.Status != course[0]) {
		err = fmt.Errorf("want 201, version 1, %s; got %d, %+v", course[0], reply.Status, a)
	}
	if err != nil {
		return Ack{}, fmt.Errorf("order for %s: %w", customer, err)
	}
	c.note(a, reply)
	return a, nil
}

// advance pushes an order forward to a place in its course and checks the answer.
func (c *Crowd) advance(ctx context.Context, id, customer string, to int) error {
	key := fmt.Sprintf("%s-to-%s", customer, course[to])
	reply, err := c.Guest.Insist(ctx, "/orders/"+id+"/status", key, `{"status":"`+course[to]+`"}`)
	if err != nil {
		return err
	}
	a, err := reply.Ack()
	if want := (Ack{ID: id, Status: course[to], Version: int64(to) + 1}); err == nil && a != want {
		err = fmt.Errorf("want %+v; got %d, %+v", want, reply.Status, a)
	}
	if err != nil {
		return fmt.Errorf("move order %s of %s to %s: %w", id, customer, course[to], err)
	}
	c.note(a, reply)
	return nil
}

func (c *Crowd) note(a Ack, reply Reply) {
	c.Journal.Note(a)
	if reply.Replayed() {
		c.replays.Add(1)
	}
}

// Fill places n orders as fast as the writers can and returns when all are acknowledged.
func (c *Crowd) Fill(ctx context.Context, n int) error {
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	var writers sync.WaitGroup
	for w := range c.Writers {
		writers.Go(func() {
			for i := w; i < n && ctx.Err() == nil; i += c.Writers {
				if _, err := c.place(ctx, fmt.Sprintf("%s-fill-%d", c.Named, i)); err != nil {
					giveUp(err)
				}
			}
		})
	}
	writers.Wait()
	return context.Cause(ctx)
}

// OrderFor is the body of an order of two lines.
func OrderFor(customer string) string {
	return fmt.Sprintf(`{"customerName":%q,"items":[{"name":"Large Fries","price":3.5,"quantity":1},{"name":"Beer","price":3.5,"quantity":2}]}`, customer)
}
