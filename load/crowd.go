package load

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// A crowd is everybody who is connected.
type crowd struct {
	plan    Plan
	address string
	orders  []string // the ids of the orders that are followed
	tally   *tally

	sockets   []*Socket
	listeners sync.WaitGroup
	leaving   atomic.Bool
}

// dialing is how many sockets connect at the same time.
const dialing = 64

// gather connects everybody, as many in a second as the plan says, and returns when all have joined.
func (c *crowd) gather(ctx context.Context) error {
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	c.sockets = make([]*Socket, c.plan.Connections)
	var began, next = time.Now(), atomic.Int64{}
	var dialers sync.WaitGroup
	for range min(dialing, c.plan.Connections) {
		dialers.Go(func() {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= c.plan.Connections {
					return
				}
				due := began.Add(time.Duration(n) * time.Second / time.Duration(c.plan.Ramp))
				if err := sleepUntil(ctx, due); err != nil {
					return
				}
				if err := c.let(ctx, n); err != nil {
					giveUp(fmt.Errorf("connection %d of %d: %w", n+1, c.plan.Connections, err))
				}
			}
		})
	}
	dialers.Wait()
	return context.Cause(ctx)
}

// joinWithin is how long a server may take to let a client in and into a room.
const joinWithin = 30 * time.Second

// let connects client n and lets it listen.
func (c *crowd) let(ctx context.Context, n int) error {
	ctx, cancel := context.WithTimeout(ctx, joinWithin)
	defer cancel()
	s, err := Dial(ctx, c.address, c.plan.As)
	if err != nil {
		return err
	}
	c.sockets[n] = s
	defer context.AfterFunc(ctx, s.Reset)()
	room := n % len(c.orders)
	if err := s.Join(c.orders[room], ""); err != nil {
		return err
	}
	if _, err := s.Await("joined_order_room"); err != nil {
		return err
	}
	c.tally.connected.Add(1)
	c.listeners.Go(func() { c.listen(s, room) })
	return nil
}

// listen notes what a client is told until its connection ends.
func (c *crowd) listen(s *Socket, room int) {
	mine := audience{tally: c.tally, room: room}
	if c.plan.As == Staff {
		mine.all = make([]track, len(c.orders))
	}
	for {
		packet, err := s.Read()
		if err != nil {
			break
		}
		mine.told(packet)
	}
	if !c.leaving.Load() {
		c.tally.dropped.Add(1)
	}
}

// sayGoodbye has everybody leave its order. The answers come after all that the server had sent before, so that nothing
// is on its way any more, not even what nobody expects.
func (c *crowd) sayGoodbye(ctx context.Context) {
	for n, s := range c.sockets {
		_ = s.Leave(c.orders[n%len(c.orders)]) // it fails for those that were dropped, who are counted
	}
	settle(ctx, c.plan.Settle, func() bool { return c.tally.left.Load()+c.tally.dropped.Load() >= c.tally.connected.Load() })
}

// leave ends all connections and returns when nobody listens any more.
func (c *crowd) leave() {
	c.leaving.Store(true)
	for _, s := range c.sockets {
		if s != nil {
			s.Close()
		}
	}
	c.listeners.Wait()
}

// sleepUntil waits until a time has come.
func sleepUntil(ctx context.Context, due time.Time) error {
	wait := time.Until(due)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
