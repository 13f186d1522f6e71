package live_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/staff"
	"orderup/wire"
)

// badged sends requests with the name of who sends them.
type badged struct{ name string }

func (b badged) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Badge", b.name)
	return http.DefaultTransport.RoundTrip(r)
}

// dialAs connects as somebody, until the test ends.
func dialAs(t *testing.T, h *testhouse.House, name string) (guest, error) {
	t.Helper()
	s, err := client.New(h.URL, client.Options{HTTP: &http.Client{Transport: badged{name}}}).Dial(t.Context(), client.SocketOptions{})
	if err == nil {
		t.Cleanup(s.Close)
	}
	return guest{s, t}, err
}

// readBadge takes a request's badge for true.
func readBadge(r *http.Request) staff.Principal {
	return staff.Principal{Role: staff.Local, Name: r.Header.Get("Badge"), Location: testhouse.Location}
}

func isNamed(name string) func(staff.Principal) bool {
	return func(p staff.Principal) bool { return p.Name == name }
}

// TestRevokedHearsNothingMore: a tablet is stolen while the kitchen is busy. Its
// socket ends with packet 41, and nothing that happened after Revoke had
// returned was ever sent to it; the others do not notice.
func TestRevokedHearsNothingMore(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors(), testhouse.WithWho(readBadge))
	tablet, err := dialAs(t, h, "tablet")
	if err != nil {
		t.Fatal(err)
	}
	counter, err := dialAs(t, h, "counter")
	if err != nil {
		t.Fatal(err)
	}
	o := h.MustPlace(t, "Ines", 1)
	tablet.session()
	tablet.next(wire.EventNewOrder)
	tablet.join(string(o.ID), "") // it would hear of this order in two ways
	tablet.next(wire.EventJoined)

	stop := make(chan struct{})
	var kitchen sync.WaitGroup
	kitchen.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				h.MustMove(t, o.ID, [...]order.Status{order.InProgress, order.Ready}[n%2])
			}
		}
	})
	tablet.wantVersions(2, 3, 4)
	if n := h.Live.Revoke(isNamed("tablet")); n != 1 {
		t.Errorf("%d sockets were thrown out", n)
	}
	last := h.Live.At()
	if following := h.Live.Clients().Following; len(following) != 0 {
		t.Errorf("still followed: %v", following)
	}
	for e := range tablet.Events() {
		var u wire.StatusUpdated
		if tablet.decode(e, &u); u.Version > last {
			t.Errorf("version %d came, which happened after the tablet was revoked at %d", u.Version, last)
		}
	}
	if !errors.Is(tablet.Err(), client.ErrDisconnected) {
		t.Errorf("the tablet's socket ended with %v", tablet.Err())
	}
	counter.session()
	counter.next(wire.EventNewOrder)
	for version := int64(2); version <= last+10; version++ {
		counter.wantVersions(version)
	}
	close(stop)
	kitchen.Wait()
}

// TestRevokedOnItsWayDoesNotGetIn: its credentials were good when they were
// looked at, and void when it entered.
func TestRevokedOnItsWayDoesNotGetIn(t *testing.T) {
	t.Parallel()
	looked, revoked := make(chan struct{}), make(chan struct{})
	var once sync.Once
	who := func(r *http.Request) staff.Principal {
		once.Do(func() { close(looked); <-revoked })
		return readBadge(r)
	}
	h := testhouse.Open(t, testhouse.WithDoors(), testhouse.WithWho(who))
	go func() {
		<-looked
		h.Live.Revoke(isNamed("tablet"))
		close(revoked)
	}()
	if _, err := dialAs(t, h, "tablet"); err == nil || !strings.Contains(err.Error(), "no longer valid") {
		t.Errorf("the tablet got in: %v", err)
	}
	if _, err := dialAs(t, h, "tablet"); err != nil { // as whoever has looked at it since says
		t.Errorf("a tablet with new credentials was refused: %v", err)
	}
}
