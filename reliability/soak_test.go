package reliability

import (
	"context"
	"flag"
	"fmt"
	"math"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orderup/load"
)

var soakTime = flag.Duration("soak", 0, "how long TestSoak takes; 0 for its short form")

// soakPlan is the size of a soak.
type soakPlan struct {
	length    time.Duration
	clients   int
	orders    int
	stay      time.Duration // of a client, until it is dropped
	kills     int           // kill -9, evenly spread; one restart in good order comes on top
	forgetful int           // clients more that come back without their place
}

// soakPace is how many updates there are in a second, of all orders together.
const soakPace = 25

// The goals of R9 besides that nothing is missing: 99 % of the updates arrive this soon after they were committed, and
// memory grows by no more than this in that time. A soak of half an hour is long enough to tell.
const (
	goalNews   = 100 * time.Millisecond
	goalGrowth = 1 << 20
	goalSpan   = 10 * time.Minute
)

func soakSize() soakPlan {
	if *soakTime > 0 {
		return soakPlan{length: *soakTime, clients: 500, orders: 50, stay: 40 * time.Second, kills: 3, forgetful: 20}
	}
	return soakPlan{length: 25 * time.Second, clients: 100, orders: 10, stay: 3 * time.Second, kills: 2, forgetful: 10}
}

// R9. Clients follow orders that are updated all the time. They are dropped again and again, by a reset, half-open, in
// the middle of an upgrade; the server is killed and restarted. Each must see every version of its order, once and in
// order. The control is a few clients that come back without their place, and must miss some.
func TestSoak(t *testing.T) {
	p := soakSize()
	ctx, stop := context.WithTimeout(t.Context(), p.length+2*time.Minute)
	defer stop()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	guest := NewGuest(house, p.orders)
	orders := soakOrders(ctx, t, guest, p.orders)

	var latency load.Histogram
	life, end := context.WithCancel(ctx)
	defer end()
	regulars, gone := gatherRegulars(life, p, house, &latency, orders)
	versions, written := make([]atomic.Int64, p.orders), make(chan error, 1)
	closing := make(chan struct{})
	go func() {
		err := keepUpdating(ctx, guest, orders, versions, closing)
		if err != nil {
			fail(err) // not after half an hour without updates
		}
		written <- err
	}()
	memory := spoil(ctx, t, house, p)
	close(closing)
	must(t, <-written)
	awaitEverybody(ctx, t, regulars, versions)
	end()
	<-gone
	reportSoak(t, p, regulars, &latency, memory)
}

func soakOrders(ctx context.Context, t *testing.T, g *Guest, n int) []string {
	t.Helper()
	orders := make([]string, n)
	must(t, inParallel(8, n, func(i int) error {
		reply, err := g.Insist(ctx, "/orders", fmt.Sprintf("soak-%d", i), OrderFor(fmt.Sprintf("Soak %d", i)))
		if err != nil {
			return err
		}
		a, err := reply.Ack()
		orders[i] = a.ID
		return err
	}))
	return orders
}

// gatherRegulars starts the clients; gone is closed when the last has left. The forgetful ones come last.
func gatherRegulars(ctx context.Context, p soakPlan, house *House, latency *load.Histogram, orders []string) (all []*Regular, gone chan struct{}) {
	gone = make(chan struct{})
	var living sync.WaitGroup
	for n := range p.clients + p.forgetful {
		r := &Regular{House: house, Stay: p.stay, Latency: latency, Order: orders[n%len(orders)], Forgetful: n >= p.clients}
		all = append(all, r)
		living.Go(func() { r.Run(ctx) })
	}
	go func() { living.Wait(); close(gone) }()
	return all, gone
}

// keepUpdating moves the orders to and fro, one writer for each, and notes how far each was acknowledged. In between the
// house may move a promise, which is a version too.
func keepUpdating(ctx context.Context, g *Guest, orders []string, versions []atomic.Int64, closing <-chan struct{}) error {
	return inParallel(len(orders), len(orders), func(i int) error {
		pace := time.NewTicker(time.Duration(len(orders)) * time.Second / soakPace)
		defer pace.Stop()
		for n := 0; ; n++ {
			select {
			case <-closing:
				return nil
			case <-pace.C:
			}
			status := [...]string{"in_progress", "ready"}[n%2]
			reply, err := g.Insist(ctx, "/orders/"+orders[i]+"/status", fmt.Sprintf("soak-%d-%d", i, n), `{"status":"`+status+`"}`)
			if err != nil {
				return err
			}
			a, err := reply.Ack()
			if was := versions[i].Load(); err == nil && (reply.Status != http.StatusOK || a.Status != status || a.Version <= was) {
				err = fmt.Errorf("update %d of order %d, which was at version %d: %d, %+v", n, i, was, reply.Status, a)
			}
			if err != nil {
				return err
			}
			versions[i].Store(a.Version)
		}
	})
}

// sample is the memory of the server at a time since it was opened for the last time.
type sample struct {
	at  time.Duration
	rss int64
}

// spoil lets the time of a soak pass: its first half with a restart in good order and the kills, evenly spread, its
// second in peace but for the clients' own accidents. It returns the memory in that second half.
func spoil(ctx context.Context, t *testing.T, house *House, p soakPlan) (memory []sample) {
	t.Helper()
	stretch := p.length / 2 / time.Duration(p.kills+1)
	pass(ctx, t, stretch)
	must(t, house.Close())
	open(ctx, t, house)
	for range p.kills {
		pass(ctx, t, stretch)
		must(t, house.Kill())
		open(ctx, t, house)
	}
	for began := time.Now(); time.Since(began) < p.length/2; {
		pass(ctx, t, time.Second)
		if usage, err := load.ReadUsage(house.PID()); err == nil {
			memory = append(memory, sample{time.Since(began), usage.RSS})
		}
	}
	return memory
}

// pass lets time pass, which is what a soak is made of.
func pass(ctx context.Context, t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-ctx.Done():
		t.Fatal(context.Cause(ctx))
	}
}

// awaitEverybody returns when every client has seen the last version of its order. The forgetful ones do too, sooner or
// later: what they miss is on the way there.
func awaitEverybody(ctx context.Context, t *testing.T, regulars []*Regular, versions []atomic.Int64) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for n, r := range regulars {
		for want := versions[n%len(versions)].Load(); r.Last.Load() < want; {
			select {
			case <-again.C:
			case <-ctx.Done():
				t.Errorf("client %d has seen version %d of its order, which is at %d", n, r.Last.Load(), want)
				return
			}
		}
	}
}

func reportSoak(t *testing.T, p soakPlan, regulars []*Regular, latency *load.Histogram, memory []sample) {
	t.Helper()
	faithful, forgetful := sum(regulars[:p.clients]), sum(regulars[p.clients:])
	t.Logf("%d clients for %s, %d kills: %+v, dropped %v (reset, half-open, mid-upgrade); %d without a place: %+v",
		p.clients, p.length, p.kills, faithful.Sight, faithful.Drops, p.forgetful, forgetful.Sight)
	t.Logf("from commit to client: p50 %s, p99 %s, max %s", latency.Percentile(50), latency.Percentile(99), latency.Max())
	if got := (Sight{Seen: faithful.Seen}); faithful.Sight != got || faithful.Seen == 0 {
		t.Errorf("%+v, want nothing but Seen", faithful.Sight)
	}
	if forgetful.Missing == 0 {
		t.Error("the clients without a place missed nothing: this test would not notice a hole")
	}
	for way, n := range faithful.Drops {
		if n == 0 {
			t.Errorf("nobody was dropped in way %d", way)
		}
	}
	if *soakTime > 0 && latency.Percentile(99) > goalNews {
		t.Errorf("99 %% of the updates took up to %s, want %s", latency.Percentile(99), goalNews)
	}
	checkSlope(t, memory)
}

func sum(regulars []*Regular) (all Diary) {
	for _, r := range regulars {
		all.Seen += r.Seen
		all.Missing += r.Missing
		all.Twice += r.Twice
		all.Backward += r.Backward
		all.Afresh += r.Afresh
		for way, n := range r.Drops {
			all.Drops[way] += n
		}
	}
	return all
}

// checkSlope holds the growth of the last life, after its first third, against the goal, if that was long enough.
func checkSlope(t *testing.T, memory []sample) {
	t.Helper()
	if len(memory) == 0 {
		t.Log("no memory was measured: that needs Linux")
		return
	}
	span := memory[len(memory)-1].at - memory[0].at
	memory = memory[len(memory)/3:]
	t.Logf("memory %d MB at the end", memory[len(memory)-1].rss>>20)
	if span < goalSpan {
		return // too short to tell growth from what a start needs
	}
	growth := slope(memory) * goalSpan.Seconds()
	t.Logf("memory grows by %+.2f MB in %s", growth/(1<<20), goalSpan)
	if growth > goalGrowth {
		t.Errorf("memory grows by %.0f bytes in %s, want at most %d", growth, goalSpan, goalGrowth)
	}
}

// slope is the least-squares line through the samples, in bytes a second.
func slope(memory []sample) float64 {
	var x, y, xx, xy, n float64
	for _, s := range memory {
		at, rss := s.at.Seconds(), float64(s.rss)
		x, y, xx, xy, n = x+at, y+rss, xx+at*at, xy+at*rss, n+1
	}
	if below := n*xx - x*x; below > 0 {
		return (n*xy - x*y) / below
	}
	return 0
}

func TestSlope(t *testing.T) {
	t.Parallel()
	var memory []sample
	for i := range 10 {
		memory = append(memory, sample{time.Duration(i) * time.Second, 1000 + 7*int64(i)})
	}
	if got := slope(memory); math.Abs(got-7) > 1e-6 {
		t.Errorf("slope %v, want 7", got)
	}
	if got := slope(memory[:1]); got != 0 {
		t.Errorf("slope of one sample %v", got)
	}
}

// The checker's own control: each fault is counted as what it is.
func TestSightCountsEveryFault(t *testing.T) {
	t.Parallel()
	for story, c := range map[string]struct {
		updates []int64 // after a first join at version 3
		want    Sight
	}{
		"all well":     {[]int64{4, 5, 6}, Sight{Seen: 3}},
		"a hole":       {[]int64{4, 7}, Sight{Seen: 2, Missing: 2}},
		"twice":        {[]int64{4, 4, 5}, Sight{Seen: 3, Twice: 1}},
		"out of order": {[]int64{4, 6, 5, 7}, Sight{Seen: 4, Missing: 1, Backward: 1}},
	} {
		var got Sight
		last := got.joined(0, 3, false, false)
		for _, v := range c.updates {
			last = got.update(last, v)
		}
		if got != c.want || last != slices.Max(c.updates) {
			t.Errorf("%s: %+v, last %d", story, got, last)
		}
	}
	for story, c := range map[string]struct {
		version        int64
		asked, resumed bool
		want           Sight
	}{
		"resumed":              {3, true, true, Sight{}},
		"resumed with a hole":  {5, true, true, Sight{Missing: 2}},
		"afresh, nothing new":  {3, true, false, Sight{Afresh: 1}},
		"afresh, with a hole":  {4, true, false, Sight{Afresh: 1, Missing: 1}},
		"not asked for a hole": {4, false, false, Sight{Missing: 1}},
	} {
		var got Sight
		if got.joined(3, c.version, c.asked, c.resumed); got != c.want {
			t.Errorf("%s: %+v", story, got)
		}
	}
}
