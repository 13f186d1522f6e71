package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"orderup/feed"
	"orderup/internal/pgtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var _ feed.Bell = (*Bell)(nil)

func listen(t *testing.T, b *Bell, location string) <-chan struct{} {
	t.Helper()
	wake, stop := b.Listen(location)
	t.Cleanup(stop)
	return wake
}

const soon = 20 * time.Second // and most times at once: for a busy machine

// rung fails the test unless somebody rings.
func rung(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
	case <-time.After(soon):
		t.Fatal("nobody rang")
	}
}

func notify(t *testing.T, url, payload string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `SELECT pg_notify($1, $2)`, Channel, payload); err != nil {
		t.Fatal(err)
	}
}

// connected opens a bell until the test ends, and waits for the ring that says
// that it has connected.
func connected(t *testing.T, url string) (main, other <-chan struct{}) {
	t.Helper()
	b, err := newBell(url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	main, other = listen(t, b, "main"), listen(t, b, "other")
	b.start()
	t.Cleanup(b.Close)
	rung(t, main)
	rung(t, other)
	return main, other
}

func TestANotificationRingsWhomItNames(t *testing.T) {
	t.Parallel()
	url := pgtest.Start(t)
	main, other := connected(t, url)
	notify(t, url, `{"main":17}`)
	rung(t, main)
	notify(t, url, `{"other":4}`)
	rung(t, other) // notifications come in order: main would have been rung before
	if len(main) != 0 {
		t.Error("main was rung for other's news")
	}
	notify(t, url, "something of a later version")
	rung(t, main)
	rung(t, other)
}

func TestOurOwnCommitsNeedNoServer(t *testing.T) {
	t.Parallel()
	b, err := Open("postgres://nobody@127.0.0.1:1/nowhere", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	main := listen(t, b, "main")
	b.Ring("main")
	rung(t, main)
	b.Close()
	b.Ring("main")
	rung(t, main)
}

// TestTheServerComesBack: what was committed while nobody listened was notified
// to nobody, so that everybody has to look.
func TestTheServerComesBack(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Own(t)
	url := cluster.Database(t)
	main, other := connected(t, url)
	cluster.Kill(t)
	cluster.Restart(t)
	rung(t, main)
	rung(t, other)
	notify(t, url, `{"other":5}`)
	rung(t, other)
}

// TestASilentServerIsGivenUp: behind a broken network nothing is refused and
// nothing ends; and when it heals, the old connection is of no use.
func TestASilentServerIsGivenUp(t *testing.T) {
	t.Parallel()
	database := pgtest.Start(t)
	hole := dig(t, database)
	main, _ := connected(t, hole.url)
	hole.swallow(true)
	notify(t, database, `{"main":1}`)
	hole.swallow(false) // for new connections; what the old one said stays swallowed
	rung(t, main)
	notify(t, database, `{"main":2}`)
	rung(t, main)
}

func TestAnAddressThatCannotBeReadIsRefusedWithoutThePassword(t *testing.T) {
	t.Parallel()
	_, err := Open("postgres://user:secret@host:port:port/name", slog.New(slog.DiscardHandler))
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "postgres://user:password@host:5432/name") {
		t.Errorf("Open: %v", err)
	}
}

// FuzzPass: whatever a payload says, it rings for somebody or for nobody.
func FuzzPass(f *testing.F) {
	for _, payload := range []string{`{"main":17}`, `{}`, ``, `null`, `{"main":{"a":[1]}}`, `[1`} {
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload string) {
		var b Bell
		wake, stop := b.Listen("main")
		defer stop()
		b.pass(payload)
		var named map[string]any
		if err := json.Unmarshal([]byte(payload), &named); err == nil {
			if _, ours := named["main"]; ours != (len(wake) == 1) {
				t.Errorf("%q: named %v, rang %d times", payload, ours, len(wake))
			}
		}
	})
}

// A hole is a network to a server that can swallow what is said on the
// connections of the moment.
type hole struct {
	url      string
	server   string
	mu       sync.Mutex
	swallows bool
	drops    []*bool // one for each connection
}

func dig(t *testing.T, database string) *hole {
	t.Helper()
	at, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &hole{server: at.Host}
	at.Host = l.Addr().String()
	h.url = at.String()
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	t.Cleanup(func() { cancel(); _ = l.Close(); group.Wait() })
	group.Go(func() {
		for {
			client, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				group.Go(func() { h.carry(ctx, client) })
			}
		}
	})
	return h
}

func (h *hole) swallow(on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.swallows = on; on {
		for _, drop := range h.drops {
			*drop = true
		}
	}
}

// carry passes on what is said until ctx or the connection ends.
func (h *hole) carry(ctx context.Context, client net.Conn) {
	server, err := net.Dial("tcp", h.server)
	if err != nil {
		_ = client.Close()
		return
	}
	stop := context.AfterFunc(ctx, func() { _ = client.Close(); _ = server.Close() })
	defer stop()
	h.mu.Lock()
	drop := new(bool)
	*drop = h.swallows
	h.drops = append(h.drops, drop)
	h.mu.Unlock()
	var ways sync.WaitGroup
	for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
		ways.Go(func() {
			_, _ = io.Copy(&filter{h, drop, way[0]}, way[1]) // the end of a connection is no failure
			_ = way[0].Close()
		})
	}
	ways.Wait()
}

// A filter is a direction of a connection.
type filter struct {
	*hole
	drop *bool
	to   net.Conn
}

func (f *filter) Write(b []byte) (int, error) {
	f.mu.Lock()
	drop := *f.drop
	f.mu.Unlock()
	if drop {
		return len(b), nil
	}
	return f.to.Write(b)
}
