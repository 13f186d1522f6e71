package live_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"orderup/client"
	"orderup/fault"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/store"
	"orderup/wire"
)

// A curtain hides a real store from those who read.
type curtain struct {
	store.Store
	drawn atomic.Bool
}

func (c *curtain) View(ctx context.Context, l order.Location, f func(store.Reader) error) error {
	if c.drawn.Load() {
		return fault.Unavailable("store.unavailable", "the database is away")
	}
	return c.Store.View(ctx, l, f)
}

// Recent knows nothing behind the curtain: what is written there is another
// node's.
func (c *curtain) Recent(l order.Location, after int64, limit int) ([]order.Event, bool) {
	if c.drawn.Load() {
		return nil, false
	}
	return c.Store.Recent(l, after, limit)
}

func (g guest) live() (l wire.Live) {
	g.t.Helper()
	g.decode(g.next(wire.EventLive), &l)
	return l
}

// TestEverybodyIsToldThatNothingIsLive: while the log cannot be read sockets
// stay, everybody hears it once, who joins gets what is honest, and all that was
// missed comes before the news that it is over.
func TestEverybodyIsToldThatNothingIsLive(t *testing.T) {
	t.Parallel()
	var c curtain
	h := testhouse.Open(t, testhouse.WithDoors(), testhouse.OnStore(func(s store.Store) store.Store { c.Store = s; return &c }))
	seen, unseen := h.MustPlace(t, "Ines", 1), h.MustPlace(t, "Bob", 1)
	h.MustMove(t, unseen.ID, order.Completed)
	phone := dial(t, h, client.SocketOptions{Guest: true})
	phone.join(string(seen.ID), "")
	phone.next(wire.EventJoined)
	cook, _ := dialStaff(t, h, "")

	c.drawn.Store(true)
	for _, g := range []guest{phone, cook} {
		if l := g.live(); l.Live || l.Message == "" {
			t.Errorf("told %+v", l)
		}
	}
	h.MustMove(t, seen.ID, order.InProgress) // another node can still write
	late := dial(t, h, client.SocketOptions{Guest: true})
	if l := late.live(); l.Live {
		t.Errorf("who comes later is told %+v", l)
	}
	joined := late.join(string(seen.ID), "")
	if joined.Version != 1 || joined.Resumed || joined.Cursor != h.Cursor(testhouse.Location, h.Live.At()) {
		t.Errorf("joined %+v, want the order as it was last seen, as a fresh start with that place", joined)
	}
	late.next(wire.EventJoined)
	if again := late.join(string(seen.ID), joined.Cursor); !again.Resumed || again.Version != 1 {
		t.Errorf("joined %+v, want it to go on: it has missed nothing", again)
	}
	late.next(wire.EventJoined)
	late.refused(string(unseen.ID), "")                                        // nobody holds it
	late.refused(string(seen.ID), h.Cursor(testhouse.Location, h.Live.At()+1)) // it has seen more than this node
	if ready(t, h) {
		t.Error("/readyz says ready")
	}
	phone.quiet() // told once

	c.drawn.Store(false)
	for _, g := range []guest{phone, cook, late} {
		g.wantVersions(2)
		if l := g.live(); !l.Live {
			t.Errorf("told %+v", l)
		}
	}
	if !ready(t, h) {
		t.Error("/readyz says not ready")
	}
	if j := late.join(string(unseen.ID), ""); j.Version != 4 {
		t.Errorf("joined %+v", j)
	}
}

// refused joins an order, which must not be possible now.
func (g guest) refused(id, since string) {
	g.t.Helper()
	answer, err := g.EmitAck(g.t.Context(), wire.EventJoin, wire.Join{OrderID: id, Since: since})
	if err != nil {
		g.t.Fatal(err)
	}
	var e wire.Exception
	g.decode(client.Event{Data: answer}, &e)
	if e.Code != "live.away" {
		g.t.Errorf("join while the log is away: %s", answer)
	}
}

func ready(t *testing.T, h *testhouse.House) bool {
	t.Helper()
	response, err := http.Get(h.URL + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}
