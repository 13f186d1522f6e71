package api_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/store"
)

// A failingStore is a real store that fails on command, and then has done
// nothing.
type failingStore struct {
	store.Store
	err atomic.Pointer[error] // nil while it works
}

func (s *failingStore) fail(err error) { s.err.Store(&err) }
func (s *failingStore) heal()          { s.err.Store(nil) }

func (s *failingStore) failure() error {
	if err := s.err.Load(); err != nil {
		return *err
	}
	return nil
}

func (s *failingStore) View(ctx context.Context, l order.Location, f func(store.Reader) error) error {
	if err := s.failure(); err != nil {
		return err
	}
	return s.Store.View(ctx, l, f)
}

func (s *failingStore) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	if err := s.failure(); err != nil {
		return err
	}
	return s.Store.Update(ctx, l, f)
}

func (s *failingStore) Ping(ctx context.Context) error {
	if err := s.failure(); err != nil {
		return err
	}
	return s.Store.Ping(ctx)
}

// openFailing opens a house on a store that can fail, with an order in it.
func openFailing(t *testing.T, options ...testhouse.Option) (*desk, *failingStore, order.Order) {
	t.Helper()
	s := &failingStore{}
	d := open(t, append(options, testhouse.OnStore(func(real store.Store) store.Store { s.Store = real; return s }))...)
	return d, s, d.MustPlace(t, "Ines", 1)
}

// commands are the routes that write, by their bodies, for an order.
func commands(o order.Order) map[string]string {
	return map[string]string{
		"POST /orders": fries, "POST /orders/demo/create-sample": "", "POST " + toStatus(o.ID): status("ready"),
		"PATCH " + toStatus(o.ID): status("ready"), "POST " + toOrder(o.ID) + "/cancel": "",
		"POST /orders/simulate/kitchen-workflow": "", "POST /orders/simulate/stop": "",
		"POST " + toWork(o.ID, "bump"): "", "POST " + toOrder(o.ID) + "/items": moreFries,
		"PUT /kitchen/setup": oneStation, "POST /kitchen/stations/kitchen/close": "",
		"PUT /menu": cornerShop, "POST /menu/import": cornerShop, "POST /menu/items/beer/availability": `{"state":"sold_out"}`,
		"PUT /menu/items/tea": tea, "DELETE /menu/items/beer": "", "PUT /menu/categories/tea": teas, "DELETE /menu/categories/tea": "",
		"PUT /menu/groups/milk": milk, "DELETE /menu/groups/milk": "",
	}
}

// queries are the routes that read the store, by their bodies.
func queries(o order.Order) map[string]string {
	return map[string]string{
		"GET /orders": "", "GET " + toOrder(o.ID): "", "GET " + toOrder(o.ID) + "/events": "", "GET /events": "", "GET /orders/stats/overview": "",
		"GET /orders/simulate": "", "GET /kitchen/setup": "", "GET /kitchen/tickets": "", "GET /kitchen/all-day": "", "GET /kitchen/recall": "",
		"GET /menu": "", "GET /menu/export": "", "GET /menu/items/beer": "", "GET /menu/categories/fries": "", "GET /menu/groups/salt": "",
		"POST /orders/quote": moreFries,
	}
}

// TestAStoreThatCannotSaysWhenToTryAgain: the answer tells, nothing is kept,
// and what worked before works again afterwards.
func TestAStoreThatCannotSaysWhenToTryAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
	}{
		{fault.Full("store.full", "the disk is full: nothing was stored"), http.StatusInsufficientStorage},
		{fault.Unavailable("store.unavailable", "the store is busy: try again"), http.StatusServiceUnavailable},
	} {
		t.Run(c.err.Error(), func(t *testing.T) {
			t.Parallel()
			d, s, o := openFailing(t)
			s.fail(c.err)
			for route, body := range commands(o) {
				method, path, _ := strings.Cut(route, " ")
				a := d.call(method, path, body)
				a.refuses(c.status, fault.Of(c.err).Code)
				if a.header.Get("Retry-After") != "2" {
					t.Errorf("%s: Retry-After %q", a.call, a.header.Get("Retry-After"))
				}
			}
			if n := len(d.Events(t)); n != 1 {
				t.Errorf("%d events", n)
			}
			s.heal()
			d.post(toStatus(o.ID), status("ready")).is(http.StatusOK)
		})
	}
}

func TestAStoreThatCannotBeReadSaysSo(t *testing.T) {
	t.Parallel()
	d, s, o := openFailing(t)
	s.fail(fault.Unavailable("store.unavailable", "the store is busy: try again"))
	for route, body := range queries(o) {
		method, path, _ := strings.Cut(route, " ")
		d.call(method, path, body).refuses(http.StatusServiceUnavailable, "store.unavailable")
	}
	d.get("/readyz").refuses(http.StatusServiceUnavailable, "house.store")
	d.get("/healthz").is(http.StatusOK)
	s.heal()
	d.get("/readyz").is(http.StatusOK)
}

// TestOurOwnFailuresStayInTheLog: the client gets an id and no secret, the log
// gets both.
func TestOurOwnFailuresStayInTheLog(t *testing.T) {
	t.Parallel()
	log := &journal{}
	d, s, o := openFailing(t, testhouse.WithLog(slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError}))))
	s.fail(errors.New("disk sda1 has secret sectors"))
	routes := commands(o)
	maps.Copy(routes, queries(o))
	for route, body := range routes {
		method, path, _ := strings.Cut(route, " ")
		a := d.call(method, path, body)
		r := a.refuses(http.StatusInternalServerError, "internal")
		if r.Instance == "" || strings.Contains(string(a.body), "secret") {
			t.Errorf("%s: %s", a.call, a.body)
		}
		if told := log.String(); !strings.Contains(told, r.Instance) || !strings.Contains(told, "secret sectors") {
			t.Errorf("%s: the log has nothing of %s:\n%s", a.call, r.Instance, told)
		}
	}
	if n := len(d.Events(t)); n != 1 {
		t.Errorf("%d events", n)
	}
}

// A journal is a log to look into.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
