package reliability

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

var drippers = flag.Int("drippers", 300, "how many of each kind of slow client TestSlowClients sends")

// slowClients are kinds of clients who keep the server waiting: what each sends at once, and what then drips in, a byte
// every second. They are done when the server cuts them.
var slowClients = map[string]struct{ first, drip string }{
	"a connection without a word": {},
	"header that drips":           {"GET /orders HTTP/1.1\r\nHost: localhost\r\n", "X-Long: " + strings.Repeat("x", 60)},
	"body that drips":             {"POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n", strings.Repeat(" ", 60)},
	"WebSocket without CONNECT":   {webSocketHandshake, ""},
	"message that drips":          {webSocketHandshake + "\x81\xfe\x01\x00\x00\x00\x00\x00", "40" + strings.Repeat(" ", 60)},
	"session without a poll":      {"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", ""},
}

const webSocketHandshake = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

// R17. Slow clients of every kind, many at once: all are cut within 15 seconds, and who behaves does not notice.
func TestSlowClients(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	house := newHouse(t, t.TempDir())
	open(ctx, t, house)
	url, err := house.URL(ctx)
	must(t, err)
	guests := seat(t, url, 10)
	before, err := readFigures(ctx, url)
	must(t, err)
	await(ctx, t, 100, guests)
	_, calm := guests.waits()
	longest, err := dripAll(ctx, strings.TrimPrefix(url, "http://"))
	must(t, err)
	n, busy := guests.waits()
	after := awaitCalm(ctx, t, url, before, 15*time.Second)
	t.Logf("%d slow clients of each of %d kinds, the last cut after %v; 99%% of %d answers to others within %v, before %v; %v, before %v",
		*drippers, len(slowClients), longest.Round(time.Millisecond), n, busy, calm, after, before)
	if longest > 15*time.Second || busy > time.Second {
		t.Errorf("a slow client was cut after %v only, others waited for %v", longest, busy)
	}
	must(t, guests.leave())
	must(t, house.Close())
}

// await waits until the guests have been answered so many times.
func await(ctx context.Context, t *testing.T, n int, guests *regulars) {
	t.Helper()
	for tick := time.NewTicker(10 * time.Millisecond); ; {
		guests.mu.Lock()
		enough := len(guests.times) >= n
		guests.mu.Unlock()
		if enough {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("the guests are not answered")
		}
	}
}

// dripAll sends all slow clients and returns how long the last of them lasted.
func dripAll(ctx context.Context, host string) (longest time.Duration, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for kind, c := range slowClients {
		for range *drippers {
			all.Go(func() {
				took, failed := drip(ctx, host, c.first, c.drip)
				mu.Lock()
				defer mu.Unlock()
				longest = max(longest, took)
				if failed != nil {
					err = errors.Join(err, fmt.Errorf("%s: %w", kind, failed))
				}
			})
		}
	}
	all.Wait()
	return longest, err
}

// drip is the life of a slow client.
func drip(ctx context.Context, host, first, rest string) (time.Duration, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	began := time.Now()
	if _, err := io.WriteString(conn, first); err != nil {
		return 0, err
	}
	cut := make(chan struct{})
	go func() {
		defer close(cut)
		_ = conn.SetReadDeadline(began.Add(30 * time.Second))
		_, _ = io.Copy(io.Discard, conn) // a reset is a cut as well
	}()
	for tick := time.NewTicker(time.Second); ; {
		select {
		case <-cut:
			return time.Since(began), nil
		case <-tick.C:
			if n := min(1, len(rest)); n > 0 {
				_, _ = io.WriteString(conn, rest[:n]) // if it fails, the reader sees why
				rest = rest[n:]
			}
		}
	}
}
