package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"orderup/internal/build"
	"orderup/menu"
	"orderup/sim/evening"
)

// serveCommand is orderup serve.
type serveCommand struct {
	DB string `help:"Where the orders are kept: sqlite:FILE, or postgres://USER:PASSWORD@HOST:PORT/NAME, which several servers may share. Better said as ORDERUP_DB when it has a password." default:"sqlite:orderup.db" placeholder:"STORE"`
}

// Run serves until ctx ends.
func (c serveCommand) Run(ctx context.Context, s settings) error {
	return serve(ctx, s, service{db: c.DB})
}

// A service is what differs between the commands that serve.
type service struct {
	db     string
	clock  *evening.Clock                      // of the house; nil for the computer's
	menu   *menu.Menu                          // until one is set; nil for none
	beside func(context.Context, *house) error // runs beside the server; nil for nothing
	about  string                              // a line for people
}

// errStoreFailed says that the disk failed in a way that leaves the store in
// doubt: the program must not go on, and is well started again.
var errStoreFailed = errors.New("the disk failed to keep what was written: stopping, nothing unconfirmed was acknowledged; start again")

// drainWithin is how long requests and sockets may take to finish when the
// server stops.
const drainWithin = 10 * time.Second

// socketsWithin is what sockets get of that. They are sent away over one second
// at most, so that not all of them come back at once.
const socketsWithin = 4 * time.Second

// newcomersWithin is how long a connection may then still be silent: a browser
// opens some in advance.
const newcomersWithin = 500 * time.Millisecond

// garbage is how much may pile up until it is collected, in hundredths of what
// is in use. Updates wait for a collection, and what is in use is little: with
// three times as much before each of them, the slowest hundredth of the updates
// takes half as long (docs/decisions/0011).
const garbage = 300

// collectSeldom leaves it to who has set GOGC.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// serve opens the house, lets people in and closes it in good order when ctx
// ends.
func serve(ctx context.Context, s settings, v service) (err error) {
	collectSeldom()
	listener, err := s.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	h, err := open(ctx, s, v)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()

	work, stopWork := context.WithCancel(context.WithoutCancel(ctx)) // outlives ctx: closing takes a moment
	defer stopWork()
	group, work := errgroup.WithContext(work)
	group.Go(func() error { return ignoreEnd(work, h.live.Run(work)) })
	group.Go(func() error {
		h.restaurant.Upkeep(work, func(err error) { h.log.Warn("upkeep failed, trying again later", "error", err) })
		return nil
	})
	group.Go(func() error { h.kitchen.Run(work); return nil })
	group.Go(func() error { return ignoreEnd(work, h.restaurant.RunKitchen(work, mainLocation)) })
	group.Go(func() error { return h.serveHTTP(listener) })
	group.Go(func() error {
		defer stopWork()
		return h.closeAtEnd(ctx, work, listener)
	})
	if v.beside != nil {
		group.Go(func() error { return ignoreEnd(ctx, v.beside(ctx, h)) })
	}
	h.welcome(s, listener.Addr(), v)
	return group.Wait()
}

// ignoreEnd drops an error that only says that ctx ended.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (h *house) serveHTTP(l net.Listener) error {
	if err := h.server.Serve(l); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// closeAtEnd waits for the end of ctx, or of work because something failed,
// and closes: who comes now waits for the next server, if somebody holds the
// listener; sockets are sent away so that they come back; requests are answered
// meanwhile, and finished; cooks go home.
func (h *house) closeAtEnd(ctx, work context.Context, l net.Listener) error {
	var failed error
	select {
	case <-ctx.Done():
	case <-work.Done():
	case <-h.failed:
		failed = errStoreFailed
	}
	h.log.Info("closing", "within", drainWithin)
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	h.api.Drain()
	_ = l.Close() // it may be closed already, by a failure
	defer time.AfterFunc(newcomersWithin, h.newcomers.SendAway).Stop()
	var group errgroup.Group
	group.Go(func() error { return errors.Join(h.sendSocketsAway(ctx), h.finishRequests(ctx)) })
	group.Go(func() error { h.kitchen.Close(); return nil })
	if err := group.Wait(); err != nil {
		h.log.Warn("not everybody left in time", "error", err)
	}
	h.log.Info("closed")
	return failed
}

// sendSocketsAway cuts those off that do not read.
func (h *house) sendSocketsAway(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, socketsWithin)
	defer cancel()
	return h.live.Shutdown(ctx)
}

// finishRequests waits for the last answers. That the listener is closed already
// is no failure.
func (h *house) finishRequests(ctx context.Context) error {
	if err := h.server.Shutdown(ctx); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// welcome says where everything is: a line for machines, and a few for people.
func (h *house) welcome(s settings, a net.Addr, v service) {
	url, db := s.url(a), describe(v.db)
	h.log.Info("listening", "url", url, "db", db, "node", h.node, "version", build.Version(), "mode", "open")
	if s.LogFormat != "text" {
		return
	}
	fmt.Printf(`
  %[1]s is open.  (orderup %[2]s)

    Start page     %[3]s/
    Kitchen        %[3]s/kitchen
    Expo           %[3]s/expo
    Test client    %[3]s/test-client.html
    API reference  %[3]s/docs
    Orders are in  %[4]s
%[5]s
  OPEN MODE: anyone on this computer is staff. Ctrl-C closes.

`, s.Name, build.Version(), url, db, v.about)
}
