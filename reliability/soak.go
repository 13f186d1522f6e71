package reliability

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"orderup/load"
)

// Regular follows one order for as long as a soak takes. Every now and then its connection is lost, in one of several
// ways, and it comes back with the place it had reached. It counts what it was not told.
type Regular struct {
	House     *House
	Order     string
	Stay      time.Duration // it is dropped after half as long to one and a half times as long, at random
	Forgetful bool          // comes back without its place: a control, which must miss updates
	Latency   *load.Histogram

	Last atomic.Int64 // version it has seen; may be read while it lives
	Diary

	cursor string
	caught bool           // this connection has told what was missed: what comes now is news
	left   []*load.Socket // half-open: nobody reads them any more
}

// Diary is what happened to a client.
type Diary struct {
	Sight
	Drops [ways]int // connections lost, in each way
}

// The ways in which a connection is lost.
const (
	byReset    = iota // as when a router forgets it
	halfOpen          // the client is gone, and the server is not told
	midUpgrade        // as reset, and once more in the middle of coming back
	ways
)

// Run is the client's life until ctx ends.
func (r *Regular) Run(ctx context.Context) {
	defer func() {
		for _, s := range r.left {
			s.Reset()
		}
	}()
	for ctx.Err() == nil {
		url, err := r.House.URL(ctx)
		if err != nil {
			return
		}
		_ = r.visit(ctx, hostOf(url)) // however it ended, the client comes back
		pause(ctx)
	}
}

// hostOf is the host and port of a server's URL.
func hostOf(url string) string { return strings.TrimPrefix(url, "http://") }

// pause is how long a client waits before it comes back.
func pause(ctx context.Context) {
	select {
	case <-time.After(50*time.Millisecond + rand.N(200*time.Millisecond)):
	case <-ctx.Done():
	}
}

// entryWithin is how long a client waits to be let in before it tries again.
const entryWithin = 5 * time.Second

// visit connects and follows the order until the connection is lost. It returns an error when that was not its time.
func (r *Regular) visit(ctx context.Context, address string) error {
	entering, cancel := context.WithTimeout(ctx, entryWithin)
	s, err := load.Dial(entering, address, load.Guest)
	cancel()
	if err != nil {
		return err
	}
	until := time.Now().Add(r.Stay/2 + rand.N(r.Stay))
	leave := func() { _ = s.Conn().SetReadDeadline(time.Now()) } // ends Read; it fails only when that has ended already
	defer context.AfterFunc(ctx, leave)()
	if err = s.Conn().SetReadDeadline(until); err == nil && ctx.Err() == nil {
		err = r.follow(s)
	}
	if time.Now().Before(until) {
		s.Close()
		return err // the server is gone, or the soak is over
	}
	r.lose(s, address)
	return nil
}

// lose loses a connection in one of the ways.
func (r *Regular) lose(s *load.Socket, address string) {
	way := rand.IntN(ways)
	r.Drops[way]++
	switch way {
	case halfOpen:
		r.left = append(r.left, s)
	case midUpgrade:
		s.Reset()
		startUpgrade(address)
	default:
		s.Reset()
	}
}

// startUpgrade begins a WebSocket and resets the connection without reading the answer.
func startUpgrade(address string) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return // the server is down at this moment: nothing to interrupt
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetLinger(0)
	fmt.Fprintf(conn, "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", address)
}
