// Package postgres rings on every node of one PostgreSQL: the store notifies
// within each transaction that appends events, and the server passes that on to
// everybody who listens, when it has committed.
//
// A notification that comes while nobody listens is lost. So a bell that has
// connected, for the first time or again, listens first and then rings for
// everybody, who read what they missed.
package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orderup/feed/local"
)

// Channel is where the store notifies. The payload is a JSON object whose names
// are locations; what it cannot read is news of all of them.
const Channel = "orderup"

const (
	quietFor      = 5 * time.Second // without a word the server is asked whether it is there
	answersWithin = 2 * time.Second // or the connection is given up
	leastPause    = 100 * time.Millisecond
	mostPause     = 2 * time.Second // before it is tried again
)

// A Bell wakes the readers of this process when any node has committed. Ring
// wakes them at once, without the server.
type Bell struct {
	local.Bell
	config *pgx.ConnConfig
	log    *slog.Logger
	cancel context.CancelFunc
	done   chan struct{} // closed when nobody listens any more
}

// Open returns a bell that listens at the database of a URL, or at all events
// tries to until Close: a database that is away is no error. An address that
// cannot be read is one.
func Open(url string, log *slog.Logger) (*Bell, error) {
	b, err := newBell(url, log)
	if err != nil {
		return nil, err
	}
	b.start()
	return b, nil
}

// newBell returns a bell that does not listen yet.
func newBell(url string, log *slog.Logger) (*Bell, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil { // whose text hides the password
		return nil, fmt.Errorf("the address of the database cannot be read; write postgres://user:password@host:5432/name: %w", err)
	}
	config.ConnectTimeout = answersWithin
	config.RuntimeParams["application_name"] = "orderup bell"
	config.DialFunc = (&net.Dialer{KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3,
	}}).DialContext
	return &Bell{config: config, log: log, done: make(chan struct{})}, nil
}

func (b *Bell) start() {
	var ctx context.Context
	ctx, b.cancel = context.WithCancel(context.Background())
	go b.run(ctx)
}

// Close stops listening and returns when nothing of it is left. Ring still
// works.
func (b *Bell) Close() {
	b.cancel()
	<-b.done
}

// run listens until ctx ends, on as many connections as that takes.
func (b *Bell) run(ctx context.Context) {
	defer close(b.done)
	for failures := 0; ctx.Err() == nil; failures++ {
		listened, err := b.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		if listened {
			failures = 0
		}
		if failures == 0 {
			b.log.Warn("not woken by the database any more, connecting again; news comes up to a second later meanwhile", "error", err)
		}
		rest(ctx, failures)
	}
}

// rest waits before attempt number n+1, longer each time, and not all nodes
// equally long.
func rest(ctx context.Context, n int) {
	pause := min(leastPause<<min(n, 10), mostPause)
	select {
	case <-time.After(pause/2 + rand.N(pause)/2):
	case <-ctx.Done():
	}
}

// listen rings for what is notified on one connection until that ends; false if
// it never came so far.
func (b *Bell) listen(ctx context.Context) (listened bool, err error) {
	conn, err := b.connect(ctx)
	if err != nil {
		return false, err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = conn.Close(closing) // it is lost, or not needed any more
	}()
	b.RingAll() // for what was notified while nobody listened
	b.log.Debug("woken by the database")
	for {
		if err := b.hear(ctx, conn); err != nil {
			return true, err
		}
	}
}

func (b *Bell) connect(ctx context.Context) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, b.config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+Channel); err != nil {
		_ = conn.Close(ctx) // the error above says why
		return nil, err
	}
	return conn, nil
}

// hear rings for the next notification. When none comes for a while it asks the
// server whether it is there: a broken network says nothing at all.
func (b *Bell) hear(ctx context.Context, conn *pgx.Conn) error {
	waiting, cancel := context.WithTimeout(ctx, quietFor)
	defer cancel()
	n, err := conn.WaitForNotification(waiting)
	if err == nil {
		b.pass(n.Payload)
		return nil
	}
	if ctx.Err() != nil || !pgconn.Timeout(err) {
		return err
	}
	asking, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	return conn.Ping(asking)
}

// pass rings for the locations that a payload names.
func (b *Bell) pass(payload string) {
	var heads map[string]json.RawMessage
	if err := json.Unmarshal([]byte(payload), &heads); err != nil {
		b.RingAll()
		return
	}
	for location := range heads {
		b.Ring(location)
	}
}
