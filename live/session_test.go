package live_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"orderup/client"
	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/wire"
)

func TestStaffIsToldThatItIsIn(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	h.MustMove(t, h.MustPlace(t, "Ines", 1).ID, order.Ready)
	phone := dial(t, h, client.SocketOptions{Guest: true})
	phone.join(string(h.MustPlace(t, "Bob", 1).ID), "") // all is pushed once this is answered
	cook, session := dialStaff(t, h, "")
	if session.Cursor != h.Cursor(testhouse.Location, 4) || session.Resync || time.Since(time.Time(session.ServerTime)) > time.Minute {
		t.Errorf("session %+v", session)
	}
	cook.quiet()
	phone.next(wire.EventJoined)
	phone.quiet() // a guest has no session
}

// TestStaffThatComesBackGetsAllItMissed: events of every order, in their order,
// before the session; then what is new.
func TestStaffThatComesBackGetsAllItMissed(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	cook, _ := dialStaff(t, h, "")
	ines := h.MustPlace(t, "Ines", 1)
	var placed wire.NewOrder
	cook.decode(cook.next(wire.EventNewOrder), &placed)
	cook.Close()
	h.MustMove(t, ines.ID, order.InProgress)
	bob := h.MustPlace(t, "Bob", 1)
	h.MustMove(t, ines.ID, order.Ready)
	dial(t, h, client.SocketOptions{Guest: true}).join(string(ines.ID), "") // all is pushed once this is answered

	cook = dial(t, h, client.SocketOptions{Since: placed.Cursor})
	cook.wantVersions(2)
	cook.decode(cook.next(wire.EventNewOrder), &placed)
	if placed.ID != string(bob.ID) {
		t.Errorf("placed %+v", placed)
	}
	cook.wantVersions(3)
	if session := cook.session(); session.Resync || session.Cursor != h.Cursor(testhouse.Location, 4) {
		t.Errorf("session %+v", session)
	}
	if r := h.Live.Returns(); r.Resumed != 1 || r.Afresh != 0 {
		t.Errorf("counted %+v", r)
	}
	h.MustMove(t, bob.ID, order.InProgress)
	cook.wantVersions(2)
	cook.quiet()
}

// TestStaffIsToldWhenItMustReadAfresh: a place that means nothing, or is too far
// back, is said to be one; nothing is sent that would leave a silent hole.
func TestStaffIsToldWhenItMustReadAfresh(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	for range 60 {
		h.MustPlace(t, strings.Repeat("W", 80), 100) // long orders: few are more than a connection holds
	}
	phone := dial(t, h, client.SocketOptions{Guest: true})
	phone.join(string(h.MustPlace(t, "Ines", 1).ID), "")
	head := h.Live.At()
	for name, since := range map[string]string{
		"nonsense":                 "nonsense",
		"of another restaurant":    h.Cursor("elsewhere", 1),
		"from a future that isn't": h.Cursor(testhouse.Location, head+1),
		"too far back":             h.Cursor(testhouse.Location, 0),
	} {
		cook, session := dialStaff(t, h, since)
		if !session.Resync || session.Cursor != h.Cursor(testhouse.Location, head) {
			t.Errorf("%s: %+v", name, session)
		}
		cook.quiet()
	}
	if cook, session := dialStaff(t, h, h.Cursor(testhouse.Location, head)); session.Resync {
		t.Errorf("nothing missed: %+v", session)
	} else {
		cook.quiet()
	}
}

// TestStaffHearsTicks: every ten seconds, with the place of what was sent last.
func TestStaffHearsTicks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{calls: make(chan net.Conn), closed: make(chan struct{})}
		h := testhouse.Open(t, testhouse.WithDoorsOn(l))
		start := time.Now()
		web := &http.Client{Transport: &http.Transport{DialContext: l.dial}}
		s, err := client.New("http://localhost", client.Options{HTTP: web}).Dial(t.Context(), client.SocketOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		cook := guest{s, t}
		first := cook.session()
		var placed wire.NewOrder
		for n, want := range []string{first.Cursor, "of the order"} {
			if n == 1 {
				h.MustPlace(t, "Ines", 1)
				cook.decode(cook.next(wire.EventNewOrder), &placed)
				want = placed.Cursor
			}
			var tick wire.Tick
			cook.decode(cook.next(wire.EventTick), &tick)
			if tick.Cursor != want {
				t.Errorf("tick %d: cursor %s, want %s", n, tick.Cursor, want)
			}
			if at := time.Time(tick.ServerTime).Sub(start); at.Round(time.Second) != time.Duration(n+1)*10*time.Second {
				t.Errorf("tick %d after %s", n, at)
			}
		}
	})
}

// A line is a network in memory: in a bubble of testing/synctest a real one
// would hold up the clock.
type line struct {
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once // net/http closes a listener more than once
}

func (l *line) Accept() (net.Conn, error) {
	select {
	case c := <-l.calls:
		return local{c}, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *line) Close() error { l.once.Do(func() { close(l.closed) }); return nil }

func (l *line) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (l *line) dial(context.Context, string, string) (net.Conn, error) {
	visitor, server := net.Pipe()
	l.calls <- server
	return visitor, nil
}

// local is a connection that comes from this computer.
type local struct{ net.Conn }

func (local) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000} }
