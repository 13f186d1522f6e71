package restaurant

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"orderup/fault"
	"orderup/kitchen"
	"orderup/order"
	"orderup/staff"
	"orderup/store"
)

// How the kitchen's clock works.
const (
	reviseEvery = 30 * time.Second   // promises are looked at so often, by the house's clock
	reviseMost  = 2000               // open orders whose promises are looked at: the oldest ones
	replayFor   = 7 * 24 * time.Hour // of the log are read at the start, to learn from
	replayMost  = 200_000            // events of it at most
	againAfter  = time.Second        // what could not be done is tried again
	replayPage  = 500                // events read at a time
)

// A clock does what is due in a kitchen: it tells guests when the grace is
// over, fires what waits for its time, raises the alarm for tickets that nobody
// has seen, clears what was handed over and moves promises. Every node has one
// and decides nothing alone: each deed is decided again in its transaction, so
// that it is done once.
type clock struct {
	house *House
	who   staff.Principal
	model *model
	wake  chan struct{} // has a value when something may be due earlier

	mu    sync.Mutex
	open  map[order.ID]order.Order
	due   alarms
	setup kitchen.Setup
}

// RunKitchen does what is due in the kitchen of a location until ctx ends.
func (h *House) RunKitchen(ctx context.Context, l order.Location) error {
	c := &clock{
		house: h, who: staff.Principal{Role: staff.System, Name: "house", Location: l}, model: h.model(l),
		wake: make(chan struct{}, 1), open: map[order.ID]order.Order{},
	}
	for {
		err := c.run(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.log.Warn("the kitchen's clock stands still, starting it again", "location", l, "error", err)
		rest(ctx, againAfter)
	}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// run takes over the kitchen as it is and follows the log from there.
func (c *clock) run(ctx context.Context) error {
	head, err := c.takeOver(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { c.tick(ctx) })
	err = c.house.Follow(ctx, c.who, head, c.see)
	cancel(err)
	return err
}

// takeOver learns from the last days and notes what is open.
func (c *clock) takeOver(ctx context.Context) (head int64, err error) {
	orders, head, err := c.house.OpenOrders(ctx, c.who)
	if err != nil {
		return 0, err
	}
	setup, err := c.house.lastSetup(ctx, c.who.Location)
	if err != nil {
		return 0, err
	}
	if err := c.replay(ctx, setup, head); err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, o := range orders {
		c.open[o.ID] = o
	}
	c.adopt(setup)
	return head, nil
}

// adopt says anew what is due when. mu must be held.
func (c *clock) adopt(setup kitchen.Setup) {
	c.setup, c.due = setup, nil
	for _, o := range c.open {
		c.note(o)
	}
}

// replay learns what the log tells up to event head: of the last days, or since
// the clock stood still.
func (c *clock) replay(ctx context.Context, setup kitchen.Setup, head int64) (err error) {
	at := c.model.place()
	if at == 0 {
		if at, err = c.since(ctx, c.house.clock().Add(-replayFor), head); err != nil {
			return err
		}
		at = max(at, head-replayMost)
	}
	for at < head {
		events, err := c.house.Events(ctx, c.who, at, min(at+replayPage, head))
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return nil // the log no longer tells
		}
		for _, e := range events {
			c.relive(setup, e)
		}
		at = events[len(events)-1].Seq
	}
	return nil
}

// relive takes in what happened before the clock was running.
func (c *clock) relive(setup kitchen.Setup, e order.Event) {
	c.model.learn(setup, c.open[e.Order.ID], e)
	c.open[e.Order.ID] = e.Order
	if !e.Order.Status.Open() && c.house.clock().Sub(e.At) > order.RecallWindow {
		delete(c.open, e.Order.ID)
	}
}

// since returns the number of the last event before a time, by halving the log.
func (c *clock) since(ctx context.Context, moment time.Time, head int64) (int64, error) {
	low, high := int64(0), head // an event above low may be after the moment; all above high are
	for low < high {
		middle := (low + high) / 2
		events, err := c.house.Events(ctx, c.who, middle, middle+1)
		if err != nil {
			return 0, err
		}
		if len(events) == 0 || events[0].At.Before(moment) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

// see takes note of what happened.
func (c *clock) see(events []order.Event) error {
	setup, err := c.house.lastSetup(context.Background(), c.who.Location)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil && setup.Version != c.setup.Version {
		c.adopt(setup)
	}
	for _, e := range events {
		c.model.learn(c.setup, c.open[e.Order.ID], e)
		c.note(e.Order)
	}
	select {
	case c.wake <- struct{}{}:
	default:
	}
	return nil
}

// note keeps an order as it is now, with what is due next. One that is over is
// kept as long as it may be reopened, for what the model learns then. mu must
// be held.
func (c *clock) note(o order.Order) {
	if o.Status == order.Cancelled {
		delete(c.open, o.ID)
		return
	}
	c.open[o.ID] = o
	if o.Status == order.Completed {
		heap.Push(&c.due, alarmClock{o.CompletedAt.Add(order.RecallWindow), o.ID, o.Version})
		return
	}
	if d, ok := c.setup.Next(o); ok {
		heap.Push(&c.due, alarmClock{d.At, o.ID, o.Version})
	}
}

// tick does what is due, and looks at the promises, until ctx ends.
func (c *clock) tick(ctx context.Context) {
	revised := c.house.clock()
	for ctx.Err() == nil {
		for _, id := range c.ripe() {
			c.do(ctx, id)
		}
		now := c.house.clock()
		next := revised.Add(reviseEvery)
		switch {
		case now.Before(next):
		case c.behind(ctx):
			next = now.Add(reviseEvery) // or as soon as there is news
		default:
			c.revise(ctx)
			c.review(ctx)
			revised, next = now, now.Add(reviseEvery)
		}
		c.sleep(ctx, next)
	}
}

// sleep waits until something may be due, but not longer than until a time.
func (c *clock) sleep(ctx context.Context, until time.Time) {
	c.mu.Lock()
	if len(c.due) > 0 && c.due[0].at.Before(until) {
		until = c.due[0].at
	}
	c.mu.Unlock()
	timer := time.NewTimer(c.house.pause(until))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.wake:
	case <-ctx.Done():
	}
}

// ripe returns the orders to which something is due now.
func (c *clock) ripe() (ids []order.ID) {
	now := c.house.clock()
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.due) > 0 && !c.due[0].at.After(now) {
		a := heap.Pop(&c.due).(alarmClock)
		switch o, known := c.open[a.id]; {
		case !known || o.Version != a.version: // the order has moved on
		case o.Status == order.Completed:
			delete(c.open, a.id)
		default:
			ids = append(ids, a.id)
		}
	}
	return ids
}

// do does what is due to an order. The log will tell that it was done; what
// could not be done is tried again.
func (c *clock) do(ctx context.Context, id order.ID) {
	err := c.house.doDue(ctx, c.who, id)
	if err == nil || ctx.Err() != nil || errors.Is(err, fault.KindNotFound) {
		return
	}
	c.house.log.Warn("what is due in the kitchen could not be done, trying again", "order", id, "error", err)
	c.mu.Lock()
	defer c.mu.Unlock()
	if o, known := c.open[id]; known {
		heap.Push(&c.due, alarmClock{c.house.clock().Add(time.Duration(float64(againAfter) * c.house.rate)), id, o.Version})
	}
}

// doDue does what is due to an order, if it still is.
func (h *House) doDue(ctx context.Context, who staff.Principal, id order.ID) error {
	return h.update(ctx, who.Location, func(tx store.Tx) error {
		o, err := tx.Order(id)
		if err != nil {
			return err
		}
		setup, err := h.setups.of(who.Location, tx)
		if err != nil {
			return err
		}
		now, was := h.clock(), o.Version
		d, ok := setup.Next(o)
		if !ok || d.At.After(now) {
			return nil
		}
		events, err := d.Apply(&o, setup, order.Change{By: who.Name, At: now})
		if err != nil {
			return err
		}
		return keep(tx, o, was, events)
	})
}

// review looks whether the kitchen was set up anew, on whichever node, and says
// anew what is due.
func (c *clock) review(ctx context.Context) {
	setup, err := c.house.setup(ctx, c.who.Location)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil && setup.Version != c.setup.Version {
		c.adopt(setup)
	}
}

// behind reports whether the log holds what the model has not learnt yet, such
// as what this clock has just done.
func (c *clock) behind(ctx context.Context) bool {
	head, err := c.house.Head(ctx, c.who)
	return err == nil && c.model.place() < head
}

// revise moves the promises that would not be kept, or much too easily. All are
// looked at before the first is moved: what one moves must not depend on whether
// the model has heard of another already.
func (c *clock) revise(ctx context.Context) {
	now := c.house.clock()
	var moves []revision
	for _, o := range c.promised() {
		if f, shown, changed := c.model.revise(o, now); changed {
			moves = append(moves, revision{o, f, shown})
		}
	}
	for _, m := range moves {
		if err := c.house.promise(ctx, c.who, m.order, m.forecast, m.shown); err != nil && ctx.Err() == nil {
			c.house.log.Warn("a promise could not be moved, trying again later", "order", m.order.ID, "error", err)
		}
	}
}

// A revision is another promise of an order.
type revision struct {
	order    order.Order
	forecast order.Forecast
	shown    time.Time
}

// promised returns the open orders that wait for their promise.
func (c *clock) promised() (orders []order.Order) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range c.model.open() {
		if o, known := c.open[id]; known && (o.Status == order.Pending || o.Status == order.InProgress) && len(orders) < reviseMost {
			orders = append(orders, o)
		}
	}
	return orders
}

// promise moves the promise of an order, unless it was changed meanwhile: then
// it is looked at again.
func (h *House) promise(ctx context.Context, who staff.Principal, seen order.Order, f order.Forecast, shown time.Time) error {
	return h.update(ctx, who.Location, func(tx store.Tx) error {
		o, err := tx.Order(seen.ID)
		if err != nil || o.Version != seen.Version {
			return err
		}
		at, err := h.places.of(who.Location, tx)
		if err != nil {
			return err
		}
		o.Forecast, o.ReadyBy = f, shown
		message := fmt.Sprintf("Your order will be ready by %s", shown.In(at.zone).Format("15:04"))
		e := o.Changed(order.Promised, order.Change{By: who.Name, At: h.clock(), Message: message})
		return keep(tx, o, seen.Version, []order.Event{e})
	})
}

// alarms are what is due when, the first first.
type alarms []alarmClock

// An alarmClock rings for an order, unless that has moved on.
type alarmClock struct {
	at      time.Time
	id      order.ID
	version int64
}

// Len is part of heap.Interface, as are the others.
func (a alarms) Len() int           { return len(a) }
func (a alarms) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a alarms) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *alarms) Push(x any)        { *a = append(*a, x.(alarmClock)) }
func (a *alarms) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}
