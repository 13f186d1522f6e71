package postgres

import (
	"context"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orderup/order"
	"orderup/store"
)

// leases are the leases of this process, each the advisory lock of a
// connection of its own: the server gives it to another node when this one
// dies.
type leases struct {
	mu     sync.Mutex
	closed bool
	ends   map[int]context.CancelFunc
	next   int
	held   sync.WaitGroup
}

// Lead makes this process the only one that does the named work.
func (s *Store) Lead(ctx context.Context, l order.Location, work string) (*store.Lease, error) {
	if s.isClosed() {
		return nil, errUnavailable("closed", nil)
	}
	trying, cancel := context.WithTimeout(ctx, s.database.timeout)
	defer cancel()
	conn, err := s.database.connect(trying, map[string]string{"application_name": "orderup leader of " + work})
	if err != nil {
		return nil, explain("connect to lead "+work, err)
	}
	var ours bool
	if err := conn.QueryRow(trying, `SELECT pg_try_advisory_lock($1)`, lockOf(l, work)).Scan(&ours); err != nil || !ours {
		_ = conn.Close(trying)
		return nil, explain("lead "+work, err)
	}
	return s.leases.hold(conn, s.database.timeout)
}

// lockOf names the work of a location as an advisory lock.
func lockOf(l order.Location, work string) int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "orderup lead %q %q", l, work)
	return int64(h.Sum64())
}

// hold keeps the connection until the lease ends.
func (ls *leases) hold(conn *pgx.Conn, timeout time.Duration) (*store.Lease, error) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.closed {
		_ = conn.Close(context.Background())
		return nil, errUnavailable("closed", nil)
	}
	ctx, end := context.WithCancel(context.Background())
	if ls.ends == nil {
		ls.ends = map[int]context.CancelFunc{}
	}
	id, lost, given := ls.next, make(chan struct{}), make(chan struct{})
	ls.next++
	ls.ends[id] = end
	ls.held.Go(func() {
		defer close(given)
		watch(ctx, conn, timeout)
		close(lost)
		ls.forget(id)
		giveBack(conn, timeout)
	})
	return store.NewLease(lost, func() { end(); <-given }), nil
}

// giveBack closes the connection, with which the lock goes.
func giveBack(conn *pgx.Conn, timeout time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	_ = conn.Close(ctx) // or it is lost
}

func (ls *leases) forget(id int) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.ends[id]()
	delete(ls.ends, id)
}

// watchEvery is how often a leader asks whether the server is there; a closed
// connection is noticed at once.
const watchEvery = time.Second

// watch returns when the connection is lost, or ctx ends.
func watch(ctx context.Context, conn *pgx.Conn, timeout time.Duration) {
	for ctx.Err() == nil {
		waiting, cancel := context.WithTimeout(ctx, watchEvery)
		err := conn.PgConn().WaitForNotification(waiting)
		cancel()
		if ctx.Err() != nil || !pgconn.Timeout(err) {
			return
		}
		asking, cancel := context.WithTimeout(ctx, timeout)
		err = conn.Ping(asking)
		cancel()
		if err != nil {
			return
		}
	}
}

// close ends all leases and waits until their locks are given back.
func (ls *leases) close() {
	ls.mu.Lock()
	ls.closed = true
	for _, end := range ls.ends {
		end()
	}
	ls.mu.Unlock()
	ls.held.Wait()
}
