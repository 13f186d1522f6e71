package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"time"

	"orderup/api"
	"orderup/internal/build"
	"orderup/internal/door"
	"orderup/internal/httpx"
	"orderup/live"
	"orderup/restaurant"
	"orderup/sim"
	"orderup/web"
)

// A house is everything that is open together.
type house struct {
	database
	node       string // of several on one database
	restaurant *restaurant.House
	live       *live.Live
	kitchen    *sim.Kitchen
	api        *api.API
	server     *http.Server
	newcomers  httpx.Newcomers
	log        *slog.Logger
}

// open puts the parts together.
func open(ctx context.Context, s settings, v service) (h *house, err error) {
	h = &house{log: s.logger(os.Stderr), node: s.node()}
	m := newMetrics()
	if err := h.openDatabase(ctx, s, v.db, m); err != nil {
		return nil, err
	}
	if err := h.furnish(ctx, s, v, m); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// furnish opens everything above the store.
func (h *house) furnish(ctx context.Context, s settings, v service, m *metrics) error {
	location, err := s.location()
	if err != nil {
		return err
	}
	now, rate := v.time()
	h.restaurant, err = restaurant.Open(ctx, restaurant.Config{
		Store: h.store, Bell: h.bell, Node: h.node, Location: location, Now: now, Rate: rate, Log: h.log, Menu: v.menu,
	})
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
		House: h.restaurant, Kitchen: h.kitchen, Who: entrance.Who, Clients: h.live.Clients, Ready: h.live.Ready,
		Metrics: m.handler(h), Version: build.Version(), Log: h.log,
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
	h.server.ConnState = h.newcomers.Watch
	return nil
}

// time is the clock of the house, and how fast it goes.
func (v service) time() (now func() time.Time, rate float64) {
	if v.clock == nil {
		return time.Now, 1
	}
	return v.clock.Now, v.clock.Rate()
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
