package sim

import (
	"context"
	"sync"
	"time"

	"orderup/order"
	"orderup/restaurant"
	"orderup/staff"
	"orderup/store"
)

// patience is how long the crew waits before it tries again what failed.
const patience = time.Second

// A crew works one shift. It learns what happened to orders, also what it did
// itself, from the log alone; and it names the version it has seen with every
// move, so that it never undoes what somebody else did meanwhile.
type crew struct {
	config Config
	shift  Shift
	who    staff.Principal
	since  time.Time
	cancel context.CancelFunc
	home   chan struct{} // closed when the crew has left
	news   chan struct{} // has a value when the rail has changed
	looked chan struct{} // has a value when the crew has tried to see its orders

	mu   sync.Mutex
	rail *rail
	done int
}

// hire sends a new crew to work, and gives it a moment to see its orders.
func hire(c Config, wanted wish) *crew {
	ctx, cancel := context.WithCancel(context.Background())
	w := &crew{
		config: c, shift: wanted.Shift, who: principal(c.Location), since: wanted.Since, cancel: cancel,
		home: make(chan struct{}), news: make(chan struct{}, 1), looked: make(chan struct{}, 1), rail: newRail(wanted.Shift, c.Cooks, time.Now()),
	}
	go w.run(ctx)
	select {
	case <-w.looked:
	case <-time.After(patience):
	}
	return w
}

// leave ends the shift and returns when the crew is home.
func (c *crew) leave() {
	c.cancel()
	<-c.home
}

// working reports whether the crew is there.
func (c *crew) working() bool {
	select {
	case <-c.home:
		return false
	default:
		return true
	}
}

// run works until the shift ends or there is nothing to do any more.
func (c *crew) run(ctx context.Context) {
	defer close(c.home)
	defer c.cancel()
	for {
		err := c.work(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		c.config.Log.Warn("the simulated kitchen lost sight of its orders, looking again", "location", c.config.Location, "error", err)
		sleep(ctx, patience)
	}
}

// work takes the orders over as they are and works on them. It returns nil
// when the crew may go home, and otherwise why it cannot go on.
func (c *crew) work(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	var follower sync.WaitGroup
	defer follower.Wait()
	defer cancel(nil)
	head, err := c.takeOver(ctx)
	signal(c.looked)
	if err != nil {
		return err
	}
	follower.Go(func() { cancel(c.config.House.Follow(ctx, c.who, head, c.see)) })
	return c.serve(ctx)
}

// takeOver hangs up a ticket for every open order and returns a place in the
// log after which everything is news, or known already.
func (c *crew) takeOver(ctx context.Context) (head int64, err error) {
	if head, err = c.config.House.Head(ctx, c.who); err != nil {
		return 0, err
	}
	found := newRail(c.shift, c.config.Cooks, time.Now())
	q := store.Query{Status: []order.Status{order.Pending, order.InProgress, order.Ready}, Limit: restaurant.MaxPage}
	for {
		page, err := c.config.House.Orders(ctx, c.who, q)
		if err != nil {
			return 0, err
		}
		for _, o := range page.Orders {
			found.hang(o, time.Now())
		}
		if page.Next == "" {
			break
		}
		q.Before = page.Next
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found.assign(time.Now())
	c.rail = found
	return head, nil
}

// state tells what the crew does.
func (c *crew) state() State {
	s := State{Running: c.working(), Speed: c.shift.Speed, Seed: c.shift.Seed, Cooks: c.config.Cooks, Since: c.since}
	c.mu.Lock()
	defer c.mu.Unlock()
	s.Done = c.done
	if s.Running {
		for _, t := range c.rail.held() {
			s.Cooking = append(s.Cooking, t.number)
		}
		s.Waiting = len(c.rail.waiting())
	}
	s.Message = s.sentence()
	return s
}

// signal puts a value into a channel of one, if it has none.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
