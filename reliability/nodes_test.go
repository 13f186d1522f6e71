package reliability

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"orderup/internal/pgtest"
	"orderup/load"
)

// nodesPlan is the size of TestTwoNodes.
type nodesPlan struct {
	rounds    int // kill -9 of a node
	restarts  int // kill -9 and restart of PostgreSQL, between the rounds
	clients   int // on each node
	forgetful int // clients more that come back without their place: the control
	orders    int
}

func nodesSize() nodesPlan {
	p := nodesPlan{rounds: 4, restarts: 2, clients: 50, forgetful: 10, orders: 10}
	if *rounds > 0 {
		p.rounds = *rounds
	}
	return p
}

// Two nodes on one PostgreSQL. Clients follow orders on both and flee to the other when theirs dies; writers push each
// order through both in turn, and place others, under keys. A node is killed in each round, PostgreSQL twice in between.
// Nothing acknowledged may be missing, and every client must see every version of its order, once and in order. The
// control is a few clients that come back without their place, and must miss some.
func TestTwoNodes(t *testing.T) {
	p := nodesSize()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute+time.Duration(p.rounds)*10*time.Second)
	defer stop()
	cluster := pgtest.Own(t)
	url := cluster.Database(t)
	nodes, guests := openNodes(ctx, t, url)
	orders := placeFollowed(ctx, t, guests[0], p.orders)

	life, end := context.WithCancel(ctx)
	defer end()
	clients, gone := gatherTravellers(life, p, nodes, orders)
	var journal Journal
	closing := make(chan struct{})
	written := write(ctx, guests, orders, &journal, closing)
	killNodes(ctx, t, p, cluster, nodes)
	close(closing)
	must(t, <-written)
	awaitTravellers(ctx, t, clients, &journal)
	end()
	<-gone
	l, err := ReadPostgres(ctx, url)
	must(t, err)
	v := Compare(journal.Acks(), l, true)
	for _, complaint := range v.Complaints[:min(20, len(v.Complaints))] {
		t.Error(complaint)
	}
	reportTravellers(t, p, clients, &journal, v)
}

func openNodes(ctx context.Context, t *testing.T, url string) (nodes []*House, guests []*Guest) {
	t.Helper()
	for n := range 2 {
		node := newHouse(t, t.TempDir(), fmt.Sprintf("ORDERUP_NODE=node-%d", n+1))
		node.DB = url
		open(ctx, t, node)
		nodes, guests = append(nodes, node), append(guests, NewGuest(node, 64))
	}
	return nodes, guests
}

func placeFollowed(ctx context.Context, t *testing.T, g *Guest, n int) []string {
	t.Helper()
	orders := make([]string, n)
	for i := range orders {
		reply, err := g.Insist(ctx, "/orders", fmt.Sprintf("followed-%d", i), OrderFor(fmt.Sprintf("Followed %d", i)))
		must(t, err)
		a, err := reply.Ack()
		must(t, err)
		orders[i] = a.ID
	}
	return orders
}

// gatherTravellers starts the clients, half of them on each node; gone is closed when the last has left. The forgetful
// ones come last.
func gatherTravellers(ctx context.Context, p nodesPlan, nodes []*House, orders []string) (all []*Regular, gone chan struct{}) {
	gone = make(chan struct{})
	var living sync.WaitGroup
	var latency load.Histogram
	for n := range 2*p.clients + p.forgetful {
		r := &Regular{Stay: 5 * time.Second, Latency: &latency, Order: orders[n/2%len(orders)], Forgetful: n >= 2*p.clients}
		all = append(all, r)
		living.Go(func() { r.Travel(ctx, nodes, n) })
	}
	go func() { living.Wait(); close(gone) }()
	return all, gone
}

// write pushes the orders and places others on both nodes until closing is closed. The channel tells how it ended.
func write(ctx context.Context, guests []*Guest, orders []string, j *Journal, closing <-chan struct{}) <-chan error {
	work := []func() error{}
	for _, id := range orders {
		work = append(work, func() error {
			version, err := Push(ctx, guests, id, 200*time.Millisecond, closing)
			j.Note(Ack{ID: id, Status: [...]string{"in_progress", "ready"}[version%2], Version: version})
			return err
		})
	}
	for n, g := range guests {
		crowd := &Crowd{Guest: g, Journal: j, Writers: 4, Pace: 200 * time.Millisecond, Named: fmt.Sprintf("node-%d", n+1)}
		work = append(work, func() error { return crowd.Work(ctx, closing) })
	}
	ended := make(chan error, 1)
	go func() { ended <- inParallel(len(work), len(work), func(i int) error { return work[i]() }) }()
	return ended
}

// killNodes kills one node after the other and opens it again, and PostgreSQL in between.
func killNodes(ctx context.Context, t *testing.T, p nodesPlan, cluster *pgtest.Cluster, nodes []*House) {
	t.Helper()
	rng := dice(t)
	for round := range p.rounds {
		pass(ctx, t, 500*time.Millisecond+time.Duration(rng.Int64N(int64(1500*time.Millisecond))))
		if restart := p.rounds / (p.restarts + 1); round > 0 && round%max(restart, 1) == 0 && round/max(restart, 1) <= p.restarts {
			cluster.Kill(t)
			pass(ctx, t, 500*time.Millisecond)
			cluster.Restart(t)
			pass(ctx, t, time.Second)
		}
		node := nodes[round%len(nodes)]
		must(t, node.Kill())
		pass(ctx, t, 300*time.Millisecond)
		open(ctx, t, node)
	}
	pass(ctx, t, time.Second)
}

// awaitTravellers returns when every client has seen the last version of its order that was acknowledged.
func awaitTravellers(ctx context.Context, t *testing.T, clients []*Regular, j *Journal) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	acks := j.Acks()
	for n, r := range clients {
		for want := acks[r.Order].Version; r.Last.Load() < want; {
			select {
			case <-again.C:
			case <-ctx.Done():
				t.Errorf("client %d has seen version %d of its order, which is at %d", n, r.Last.Load(), want)
				return
			}
		}
	}
}

func reportTravellers(t *testing.T, p nodesPlan, clients []*Regular, j *Journal, v *Verdict) {
	t.Helper()
	good, control := sum(clients[:2*p.clients]), sum(clients[2*p.clients:])
	t.Logf("%d kills of a node, %d of PostgreSQL; %d orders acknowledged: %s", p.rounds, p.restarts, j.Len(), v)
	t.Logf("%d clients saw %d updates through %v lost connections: %d missing, %d twice, %d backward, %d afresh",
		2*p.clients, good.Seen, good.Drops, good.Missing, good.Twice, good.Backward, good.Afresh)
	t.Logf("control, %d clients without their place: %d missing of %d", p.forgetful, control.Missing, control.Missing+control.Seen)
	if good.Missing+good.Twice+good.Backward+good.Afresh > 0 {
		t.Error("a client missed an update, saw one twice or went back in time")
	}
	if control.Missing == 0 {
		t.Error("clients without their place missed nothing: the accidents prove nothing")
	}
	if good.Seen < 10*p.rounds*p.clients {
		t.Errorf("only %d updates were seen: too few to prove anything", good.Seen)
	}
}
