package testhouse

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"orderup/api"
	"orderup/internal/door"
	"orderup/internal/httpx"
	"orderup/live"
	"orderup/restaurant"
	"orderup/sim"
)

// Doors are the parts of a house that others talk to.
type Doors struct {
	URL     string // of the server, without a slash at the end; a loopback address, so that open mode holds
	Handler http.Handler
	API     *api.API
	Live    *live.Live
	Kitchen *sim.Kitchen

	drain func()
}

// closeWithin is how long a house may take to close; what takes longer hangs.
const closeWithin = 10 * time.Second

// openDoors opens the doors as cmd/orderup does, but for the pages.
func openDoors(t testing.TB, house *restaurant.House, p plan) *Doors {
	t.Helper()
	entrance := door.Door{Location: Location, FilePages: true}
	who := entrance.Who
	if p.who != nil {
		who = p.who
	}
	d := &Doors{Kitchen: sim.New(sim.Config{House: house, Location: Location, Log: p.Log})}
	var err error
	d.Live, err = live.Open(t.Context(), live.Config{
		House: house, Location: Location, Who: who, AllowOrigin: entrance.AllowOrigin, Delivered: func(time.Duration) {}, Log: p.Log,
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	d.API, err = api.New(mux, api.Config{
		House: house, Kitchen: d.Kitchen, Who: who, Clients: d.Live.Clients, Ready: d.Live.Ready, Metrics: http.HandlerFunc(figures), Version: "test", Log: p.Log,
	})
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/socket.io/", d.Live.Handler())
	d.drain = sync.OnceFunc(d.API.Drain)
	d.Handler = httpx.Log(p.Log, entrance.CORS(mux))
	d.open(t, house, p.listen)
	return d
}

// open lets people in until the test ends, and then closes in the order of
// cmd/orderup.
func (d *Doors) open(t testing.TB, house *restaurant.House, on net.Listener) {
	server := httptest.NewUnstartedServer(d.Handler)
	if on != nil {
		_ = server.Listener.Close() // the port that httptest chose and nobody has used
		server.Listener = on
	}
	server.Start()
	d.URL = server.URL
	work, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- d.Live.Run(work) }()
	var beside sync.WaitGroup
	beside.Go(func() { d.Kitchen.Run(work) })
	beside.Go(func() { _ = house.RunKitchen(work, Location) }) // it ends with work
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
		defer cancel()
		d.Drain()
		if err := d.Live.Shutdown(ctx); err != nil {
			t.Errorf("send the sockets away: %v", err)
		}
		d.Kitchen.Close()
		server.Close()
		stop()
		beside.Wait()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("push: %v", err)
		}
	})
}

// Drain makes the house say that it is closing; more than once is as good.
func (d *Doors) Drain() { d.drain() }

// figures is what Prometheus would get.
func figures(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte("# HELP orderup_orders Orders by status.\n# TYPE orderup_orders gauge\norderup_orders{status=\"pending\"} 0\n"))
}
