package sim

import (
	"context"
	"errors"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
)

// see takes note of what happened.
func (c *crew) see(events []order.Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range events {
		c.rail.see(e.Order, time.Now())
		if e.Order.Status == order.Completed && e.Actor == c.who.Name {
			c.done++
		}
	}
	signal(c.news)
	return nil
}

// serve does what is due until the crew may go home or ctx ends.
func (c *crew) serve(ctx context.Context) error {
	for ctx.Err() == nil {
		job, at, home := c.next(time.Now())
		switch {
		case home:
			return nil
		case job.Order != "":
			c.do(ctx, job)
		default:
			c.rest(ctx, at)
		}
	}
	return context.Cause(ctx)
}

// next returns the move that is due, or else the time to look again (zero when
// only news can bring work), or that it is time to go home.
func (c *crew) next(now time.Time) (job restaurant.Move, at time.Time, home bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.rail.tickets) == 0 && c.config.Idle > 0 {
		at = c.rail.empty.Add(c.config.Idle)
		return job, at, !at.After(now)
	}
	t := c.rail.first()
	if t == nil {
		return job, at, false
	}
	if t.due.After(now) {
		return job, t.due, false
	}
	t.due = time.Time{} // the log will tell
	return restaurant.Move{Order: restaurant.Ref(t.id), To: t.next, Expected: t.version}, at, false
}

// rest waits for news, for a time that is not zero, or for ctx to end.
func (c *crew) rest(ctx context.Context, until time.Time) {
	var alarm <-chan time.Time
	if !until.IsZero() {
		alarm = time.After(time.Until(until))
	}
	select {
	case <-alarm:
	case <-c.news:
	case <-ctx.Done():
	}
}

// do makes a move. When somebody was faster the log will tell; what the house
// could not do is tried again later.
func (c *crew) do(ctx context.Context, job restaurant.Move) {
	_, err := c.config.House.Move(ctx, c.who, job, "")
	switch {
	case err == nil, ctx.Err() != nil, errors.Is(err, fault.KindConflict):
	case errors.Is(err, fault.KindNotFound):
		c.forget(job)
	default:
		c.config.Log.Warn("a simulated cook could not move an order, trying again", "order", job.Order, "to", job.To, "error", err)
		c.postpone(job)
	}
}

// forget takes an order off the rail that the house does not know any more.
func (c *crew) forget(job restaurant.Move) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rail.takeOff(order.ID(job.Order), time.Now())
	c.rail.assign(time.Now())
}

// postpone plans a move again, unless the order has moved on meanwhile.
func (c *crew) postpone(job restaurant.Move) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.rail.tickets[order.ID(job.Order)]; t != nil && t.version == job.Expected {
		t.due = time.Now().Add(patience)
	}
}
