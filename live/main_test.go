package live_test

import (
	"encoding/json"
	"testing"

	"go.uber.org/goleak"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A guest is somebody with a socket in a test.
type guest struct {
	*client.Socket
	t testing.TB
}

// dial connects to a house until the test ends.
func dial(t testing.TB, h *testhouse.House, o client.SocketOptions) guest {
	t.Helper()
	s, err := client.New(h.URL, client.Options{}).Dial(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return guest{s, t}
}

// dialStaff connects as staff to a house and takes the session.
func dialStaff(t testing.TB, h *testhouse.House, since string) (guest, wire.Session) {
	t.Helper()
	g := dial(t, h, client.SocketOptions{Since: since})
	return g, g.session()
}

// session returns the next event, which must be a session.
func (g guest) session() (s wire.Session) {
	g.t.Helper()
	g.decode(g.next(wire.EventSession), &s)
	return s
}

// next returns the next event, which must have a name. A tick, which comes when
// a test takes its time, counts only for who asks for it.
func (g guest) next(name string) client.Event {
	g.t.Helper()
	e, open := <-g.Events()
	for e.Name == wire.EventTick && name != wire.EventTick {
		e, open = <-g.Events()
	}
	if !open {
		g.t.Fatalf("the connection ended while %s was awaited: %v", name, g.Err())
	}
	if e.Name != name {
		g.t.Fatalf("got %s %.300s, want %s", e.Name, e.Data, name)
	}
	return e
}

// update returns the next event, which must be an update.
func (g guest) update() (u wire.StatusUpdated) {
	g.t.Helper()
	g.decode(g.next(wire.EventStatusUpdated), &u)
	return u
}

// wantVersions reads updates, which must have these versions, one by one.
func (g guest) wantVersions(versions ...int64) {
	g.t.Helper()
	for _, v := range versions {
		if u := g.update(); u.Version != v {
			g.t.Fatalf("version %d, want %d", u.Version, v)
		}
	}
}

// join follows an order and takes the event that says so too.
func (g guest) join(id, since string) wire.Joined {
	g.t.Helper()
	j, err := g.Join(g.t.Context(), id, since)
	if err != nil {
		g.t.Fatal(err)
	}
	return j
}

func (g guest) decode(e client.Event, v any) {
	g.t.Helper()
	if err := json.Unmarshal(e.Data, v); err != nil {
		g.t.Fatalf("%s %s: %v", e.Name, e.Data, err)
	}
}

// quiet asserts that nothing more was sent to g up to now: what the server
// answers to a question comes after all it sent before.
func (g guest) quiet() {
	g.t.Helper()
	_, err := g.EmitAck(g.t.Context(), "is anybody there", nil)
	if err != nil {
		g.t.Fatal(err)
	}
	for len(g.Events()) > 0 {
		if e := <-g.Events(); e.Name != wire.EventTick {
			g.t.Fatalf("got %s %.300s, want nothing", e.Name, e.Data)
		}
	}
}
