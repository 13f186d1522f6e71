package live_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"orderup/client"
	"orderup/internal/pgtest"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

// openTwo opens two nodes on one database.
func openTwo(t *testing.T) (one, two *testhouse.House) {
	t.Helper()
	url := pgtest.Start(t)
	one = testhouse.Open(t, testhouse.WithDoors(), testhouse.OnPostgres(url, "one"))
	return one, testhouse.Open(t, testhouse.WithDoors(), testhouse.OnPostgres(url, "two"))
}

func TestWhatOneNodeDoesReachesTheClientsOfTheOther(t *testing.T) {
	t.Parallel()
	one, two := openTwo(t)
	cook, _ := dialStaff(t, two, "")
	o := one.MustPlace(t, "Ines", 1)
	cook.next(wire.EventNewOrder)
	phone := dial(t, two, client.SocketOptions{Guest: true})
	if j := phone.join(string(o.ID), ""); j.Version != 1 {
		t.Errorf("joined %+v", j)
	}
	phone.next(wire.EventJoined)
	one.MustMove(t, o.ID, order.InProgress)
	two.MustMove(t, o.ID, order.Ready)
	one.MustMove(t, o.ID, order.Completed)
	phone.wantVersions(2, 3, 4)
	cook.wantVersions(2, 3, 4)
	phone.quiet()
}

// TestJoinOnOneNodeSeesWhatTheOtherAcknowledged: also when the news has not
// come yet.
func TestJoinOnOneNodeSeesWhatTheOtherAcknowledged(t *testing.T) {
	t.Parallel()
	one, two := openTwo(t)
	var group sync.WaitGroup
	for n := range 20 {
		group.Go(func() {
			phone := dial(t, two, client.SocketOptions{Guest: true})
			o := one.MustPlace(t, fmt.Sprintf("Guest %d", n), 1)
			for i, next := range []order.Status{order.InProgress, order.Ready, order.Completed} {
				if j := phone.join(string(o.ID), ""); j.Version != int64(i)+1 {
					t.Errorf("joined version %d right after version %d was acknowledged", j.Version, i+1)
				}
				phone.next(wire.EventJoined)
				one.MustMove(t, o.ID, next)
				phone.wantVersions(int64(i) + 2)
			}
		})
	}
	group.Wait()
}

// TestAScreenOnOneNodeSeesWhatTheOtherAcknowledged: who has tapped elsewhere
// and comes back here must not be shown its tap as undone.
func TestAScreenOnOneNodeSeesWhatTheOtherAcknowledged(t *testing.T) {
	t.Parallel()
	one, two := openTwo(t)
	since := dialScreen(t, two).shows("", "all").Cursor
	for n := range 10 {
		o := one.MustPlace(t, fmt.Sprintf("Guest %d", n), 1)
		work(t, one, o, kitchen.Command{Verb: kitchen.Start})
		if j := dialScreen(t, two).shows("", "all"); len(j.Orders) != n+1 || j.Orders[n].Version != 3 {
			t.Fatalf("joined %+v", j)
		}
		back := dialScreen(t, two)
		since = back.shows(since, "all").Cursor
		back.next(wire.EventNewOrder)
		back.worked(kitchen.Start)
		back.wantVersions(3)
	}
}

func TestAClientGoesOnAtAnotherNode(t *testing.T) {
	t.Parallel()
	one, two := openTwo(t)
	o := one.MustPlace(t, "Ines", 1)
	phone := dial(t, one, client.SocketOptions{Guest: true})
	since := phone.join(string(o.ID), "").Cursor
	phone.Close()
	two.MustPlace(t, "Bob", 1)
	one.MustMove(t, o.ID, order.Ready)
	phone = dial(t, two, client.SocketOptions{Guest: true})
	joined := phone.join(string(o.ID), since)
	phone.wantVersions(2, 3)
	phone.next(wire.EventJoined)
	if !joined.Resumed || joined.Version != 3 {
		t.Errorf("joined %+v", joined)
	}
	phone.quiet()
}

func TestClientsAreCountedOverAllNodes(t *testing.T) {
	t.Parallel()
	one, two := openTwo(t)
	o := one.MustPlace(t, "Ines", 1)
	for _, h := range []*testhouse.House{one, two} {
		dial(t, h, client.SocketOptions{})
		dial(t, h, client.SocketOptions{Guest: true}).join(string(o.ID), "")
	}
	for _, h := range []*testhouse.House{one, two} {
		awaitClients(t, h, 4, o.ID, 2)
	}
	if err := two.Live.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	awaitClients(t, one, 2, o.ID, 1)
}

// awaitClients returns when a node counts so many clients.
func awaitClients(t *testing.T, h *testhouse.House, all int, id order.ID, following int) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	var c restaurant.Clients
	for end := time.Now().Add(restaurant.SeenWithin); time.Now().Before(end); <-tick.C {
		var err error
		if c, err = h.AllClients(t.Context(), testhouse.Person, h.Live.Clients()); err != nil {
			t.Fatal(err)
		}
		if c.All == all && c.Following[id] == following {
			return
		}
	}
	t.Errorf("%s counts %+v, want %d with %d following", h.Node(), c, all, following)
}
