package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"orderup/api"
	"orderup/feed/local"
	"orderup/internal/build"
	"orderup/internal/door"
	"orderup/internal/httpx"
	"orderup/live"
	"orderup/restaurant"
	"orderup/sim"
	"orderup/store/sqlite"
	"orderup/web"
)

// serveCommand is orderup serve.
type serveCommand struct {
	DB string `help:"Where the orders are kept: sqlite:FILE." default:"sqlite:orderup.db" placeholder:"STORE"`
}

// Run serves until ctx ends.
func (c serveCommand) Run(ctx context.Context, s settings) error {
	return serve(ctx, s, c.DB, nil)
}

// errStoreFailed says that the disk failed in a way that leaves the store in
// doubt: the program must not go on, and is well started again.
var errStoreFailed = errors.New("the disk failed to keep what was written: stopping, nothing unconfirmed was acknowledged; start again")

// drainWithin is how long requests and sockets may take to finish when the
// server stops.
const drainWithin = 10 * time.Second

// serve opens the house, lets people in and closes it in good order when ctx
// ends. extra, if any, runs beside it.
func serve(ctx context.Context, s settings, db string, extra func(context.Context, *house) error) (err error) {
	listener, err := s.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	h, err := open(ctx, s, db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()

	work, stopWork := context.WithCancel(context.WithoutCancel(ctx)) // outlives ctx: closing takes a moment
	defer stopWork()
	group, work := errgroup.WithContext(work)
	group.Go(func() error { return ignoreEnd(work, h.live.Run(work)) })
	group.Go(func() error {
		h.restaurant.Upkeep(work, func(err error) { h.log.Warn("upkeep failed, trying again later", "error", err) })
		return nil
	})
	group.Go(func() error { return h.serveHTTP(listener) })
	group.Go(func() error {
		defer stopWork()
		return h.closeAtEnd(ctx, work)
	})
	if extra != nil {
		group.Go(func() error { return ignoreEnd(ctx, extra(ctx, h)) })
	}
	h.welcome(s, listener.Addr(), db)
	return group.Wait()
}

// ignoreEnd drops an error that only says that ctx ended.
func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// A house is everything that is open together.
type house struct {
	store      *sqlite.Store
	restaurant *restaurant.House
	live       *live.Live
	kitchen    *sim.Kitchen
	api        *api.API
	server     *http.Server
	log        *slog.Logger
}

// open puts the parts together.
func open(ctx context.Context, s settings, db string) (h *house, err error) {
	h = &house{log: s.logger(os.Stderr)}
	m := newMetrics()
	path, err := databasePath(db)
	if err != nil {
		return nil, err
	}
	h.store, err = sqlite.Open(ctx, path, sqlite.Options{
		MaxBatch: s.CommitBatch, OnCommit: m.committed, Log: h.log, UnsafeSynchronousOff: s.UnsafeSynchronous == "off",
	})
	if err != nil {
		return nil, err
	}
	if err := h.furnish(ctx, s, m); err != nil {
		return nil, errors.Join(err, h.store.Close())
	}
	return h, nil
}

// furnish opens everything above the store.
func (h *house) furnish(ctx context.Context, s settings, m *metrics) error {
	location, err := s.location()
	if err != nil {
		return err
	}
	h.restaurant, err = restaurant.Open(ctx, restaurant.Config{Store: h.store, Bell: &local.Bell{}, Location: location, Now: time.Now, Log: h.log})
	if err != nil {
		return err
	}
	entrance := door.Door{Location: location.ID, FilePages: s.FilePages}
	h.live, err = live.Open(ctx, live.Config{
		House: h.restaurant, Location: location.ID, Who: entrance.Who, AllowOrigin: entrance.AllowOrigin, Delivered: m.delivered, Log: h.log,
	})
	if err != nil {
		return err
	}
	h.kitchen = sim.New(sim.Config{House: h.restaurant, Location: location.ID, Log: h.log})
	mux := http.NewServeMux()
	h.api, err = api.New(mux, api.Config{
		House: h.restaurant, Kitchen: h.kitchen, Who: entrance.Who, Clients: h.live.Clients, Metrics: m.handler(h), Version: build.Version(), Log: h.log,
	})
	if err != nil {
		return err
	}
	pages, err := web.New(web.Config{Dev: s.Dev, OpenAPI: h.api.OpenAPI, AsyncAPI: h.api.AsyncAPI, Version: build.Version()})
	if err != nil {
		return err
	}
	pages.Routes(mux)
	mux.Handle("/socket.io/", h.live.Handler())
	h.server = newServer(httpx.Log(h.log, entrance.CORS(mux)), h.log)
	return nil
}

// newServer returns a server that does not wait for those who dawdle.
func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

func (h *house) serveHTTP(l net.Listener) error {
	if err := h.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// closeAtEnd waits for the end of ctx, or of work because something failed,
// and closes: requests are finished, sockets sent away so that they come back,
// cooks go home.
func (h *house) closeAtEnd(ctx, work context.Context) error {
	var failed error
	select {
	case <-ctx.Done():
	case <-work.Done():
	case <-h.store.Failed():
		failed = errStoreFailed
	}
	h.log.Info("closing", "within", drainWithin)
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	h.api.Drain()
	var group errgroup.Group
	group.Go(func() error { return h.live.Shutdown(ctx) })
	group.Go(func() error { return h.server.Shutdown(ctx) })
	group.Go(func() error { h.kitchen.Close(); return nil })
	if err := group.Wait(); err != nil {
		h.log.Warn("not everybody left in time", "error", err)
	}
	h.log.Info("closed")
	return failed
}

// databasePath reads the flag --db.
func databasePath(db string) (string, error) {
	kind, path, ok := strings.Cut(db, ":")
	if !ok || kind != "sqlite" || path == "" {
		return "", fmt.Errorf("--db %s: write sqlite:FILE, for example sqlite:orderup.db", db)
	}
	return path, nil
}

// welcome says where everything is: a line for machines, and a few for people.
func (h *house) welcome(s settings, a net.Addr, db string) {
	url := s.url(a)
	h.log.Info("listening", "url", url, "db", db, "version", build.Version(), "mode", "open")
	if s.LogFormat != "text" {
		return
	}
	fmt.Printf(`
  %s is open.  (orderup %s)

    Start page     %s/
    Test client    %s/test-client.html
    API reference  %s/docs
    Orders are in  %s

  OPEN MODE: anyone on this computer is staff. Ctrl-C closes.

`, s.Name, build.Version(), url, url, url, db)
}
