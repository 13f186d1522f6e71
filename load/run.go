package load

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"time"
)

// A Progress is how far a run has come.
type Progress struct {
	Elapsed   time.Duration // since updates began; negative before
	Connected int64         // sockets
	Sent      int64         // updates that the server confirmed
	Received  int64         // deliveries
	P99       time.Duration // of the deliveries so far
}

// Run does to a server what a plan says and returns what came of it. Every second it tells how far it is. It fails
// when the plan is wrong, when not everybody gets in, or when ctx ends.
func Run(ctx context.Context, p Plan, tell func(Progress)) (*Result, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	host, err := address(p.URL)
	if err != nil {
		return nil, err
	}
	p.URL = "http://" + host
	t := &tally{}
	defer every(time.Second, func() { tell(t.progress()) })()
	work := newCooks(p, t)
	defer work.http.CloseIdleConnections()
	if err := work.place(ctx); err != nil {
		return nil, err
	}
	guests := &crowd{plan: p, address: host, orders: work.orders, tally: t}
	defer guests.leave()
	connecting := time.Now()
	if err := guests.gather(ctx); err != nil {
		return nil, err
	}
	return measure(ctx, work, guests, time.Since(connecting))
}

// measure sends the updates and waits for their deliveries.
func measure(ctx context.Context, work *cooks, guests *crowd, connecting time.Duration) (*Result, error) {
	p, t := work.plan, work.tally
	runtime.GC() // what connecting left behind is not part of the measurement
	before, err := usage(p.PID)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	t.began.Store(&began)
	work.work(ctx, began)
	expected := p.expect(work.done)
	settle(ctx, p.Settle, func() bool { return t.received.Load() >= expected })
	after, err := usage(p.PID)
	guests.sayGoodbye(ctx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	r := t.result(p, expected)
	r.ConnectSeconds = connecting.Seconds()
	r.use(before, after)
	return r, nil
}

// expect is how many deliveries the updates of each order make: guest n follows order n modulo the number of orders,
// staff all of them.
func (p Plan) expect(done []int) (deliveries int64) {
	for room, updates := range done {
		followers := (p.Connections - room + p.Rooms - 1) / p.Rooms
		if p.As == Staff {
			followers = p.Connections
		}
		deliveries += int64(followers) * int64(updates)
	}
	return deliveries
}

// settle waits until enough is true, but no longer than so long.
func settle(ctx context.Context, most time.Duration, enough func() bool) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for !enough() {
		select {
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
}

// usage reads what the server uses, if it is known which process it is.
func usage(pid int) (Usage, error) {
	if pid == 0 {
		return Usage{}, nil
	}
	return ReadUsage(pid)
}

// every calls f again and again until the function it returns was called.
func every(d time.Duration, f func()) (stop func()) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(d)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				f()
			case <-done:
				return
			}
		}
	}()
	return func() { close(done); <-stopped }
}

func (t *tally) progress() Progress {
	p := Progress{
		Elapsed: math.MinInt64, Connected: t.connected.Load() - t.dropped.Load(), Sent: t.sent.Load(),
		Received: t.received.Load(), P99: t.latency.Percentile(99),
	}
	if began := t.began.Load(); began != nil {
		p.Elapsed = time.Since(*began)
	}
	return p
}

// String is a line for people.
func (p Progress) String() string {
	if p.Elapsed < 0 {
		return fmt.Sprintf("connecting: %d", p.Connected)
	}
	return fmt.Sprintf("%4.0f s  %d connected  %d updates  %d deliveries  p99 %s", p.Elapsed.Seconds(), p.Connected, p.Sent, p.Received, milliseconds(p.P99))
}
