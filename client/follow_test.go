package client

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/order"
	"orderup/restaurant"
	"orderup/socketio"
	"orderup/wire"
)

// A cable is a network that can be pulled out.
type cable struct {
	mu    sync.Mutex
	conns []net.Conn
}

func (c *cable) client(t *testing.T, url string) *Client {
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.conns = append(c.conns, conn)
		}
		return conn, err
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return New(url, Options{HTTP: &http.Client{Transport: transport}})
}

// pull cuts every connection.
func (c *cable) pull() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.Close() // it may be closed already
	}
	c.conns = nil
}

// follow follows an order until it has a version, and returns what it was
// handed.
func follow(ctx context.Context, c *Client, id string, last int64) (updates []wire.StatusUpdated, err error) {
	ctx, cancel := context.WithTimeout(ctx, 6*within)
	defer cancel()
	enough := errors.New("enough")
	err = c.Follow(ctx, id, func(u wire.StatusUpdated) error {
		if updates = append(updates, u); u.Version == last {
			return enough
		}
		return nil
	})
	if err == enough {
		err = nil
	}
	return updates, err
}

func versions(updates []wire.StatusUpdated) []int64 {
	list := make([]int64, len(updates))
	for i, u := range updates {
		list[i] = u.Version
	}
	return list
}

// A guest's telephone loses its connection again and again while the kitchen
// works: it is told every step, in order, once.
func TestFollowLosesNothingWhenTheConnectionDoes(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 2)
	const moves = 80
	var network cable
	step := make(chan int64)
	done := make(chan error, 1)
	go func() {
		seen := int64(0)
		done <- network.client(t, h.URL).Follow(t.Context(), string(o.ID), func(u wire.StatusUpdated) error {
			if seen != 0 && u.Version != seen+1 {
				return fmt.Errorf("version %d after %d", u.Version, seen)
			}
			if seen = u.Version; seen == moves+1 {
				return errFilled
			}
			select {
			case step <- seen:
			default:
			}
			return nil
		})
	}()
	<-step // it has joined
	r := rand.New(rand.NewPCG(1, 1))
	for i := range moves {
		h.MustMove(t, o.ID, []order.Status{order.InProgress, order.Ready}[i%2])
		if r.IntN(8) == 0 {
			network.pull()
		}
	}
	if err := <-done; err != errFilled {
		t.Errorf("Follow returned %v", err)
	}
}

// TestFollowHearsOfTheKitchen: what is done in the kitchen without changing the
// status is an update too, and none is missing between two changes of status.
func TestFollowHearsOfTheKitchen(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 2)
	do := func(c kitchen.Command) {
		if _, err := h.Work(t.Context(), testhouse.Person, restaurant.Ref(o.ID), c, ""); err != nil {
			t.Error(err)
		}
	}
	var network cable
	c := network.client(t, h.URL)
	joined := make(chan struct{}, 1)
	done := make(chan error, 1)
	var got []wire.StatusUpdated
	go func() {
		done <- c.Follow(t.Context(), string(o.ID), func(u wire.StatusUpdated) error {
			if got = append(got, u); u.Version == 6 {
				return errFilled
			}
			select {
			case joined <- struct{}{}:
			default:
			}
			return nil
		})
	}()
	<-joined
	do(kitchen.Command{Verb: kitchen.Rush})
	do(kitchen.Command{Verb: kitchen.Bump, Tasks: []order.TaskID{"1"}}) // and in progress
	network.pull()
	do(kitchen.Command{Verb: kitchen.Undo, Tasks: []order.TaskID{"1"}})
	do(kitchen.Command{Verb: kitchen.Unrush})
	if err := <-done; err != errFilled || !slices.Equal(versions(got), []int64{1, 2, 3, 4, 5, 6}) {
		t.Fatalf("%v, %v", versions(got), err)
	}
	if u := got[2]; u.OrderID != string(o.ID) || u.Status != "pending" || u.Order.Tasks[0].State != "done" || u.Message == "" || u.Cursor == "" {
		t.Errorf("handed %+v", u)
	}
}

func TestFollowBeginsWithTheOrderAsItIs(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 2)
	h.MustMove(t, o.ID, order.Ready)
	got, err := follow(t.Context(), to(t, h.URL), string(o.ID), 3)
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %v", versions(got), err)
	}
	if u := got[0]; u.OrderID != string(o.ID) || u.Status != "ready" || u.CustomerName != "Ines" || u.TotalAmount != "7.00" ||
		u.Cursor == "" || u.Message == "" || u.Order.Number != "#001" {
		t.Errorf("handed %+v", u)
	}
}

func TestFollowEndsWhereItMakesNoSense(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	_, err := follow(t.Context(), to(t, h.URL), "nobody's", 1)
	if p := problem(t, err); p.Code != "order.unknown" {
		t.Errorf("an unknown order: %v", err)
	}
	nothing := httptest.NewServer(http.NotFoundHandler())
	defer nothing.Close()
	_, err = follow(t.Context(), to(t, nothing.URL), "x", 1)
	if p := problem(t, err); p.Status != 404 {
		t.Errorf("no orderup there: %v", err)
	}
}

func TestFollowEndsWithItsContext(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	o := h.MustPlace(t, "Ines", 2)
	ctx, cancel := context.WithCancel(t.Context())
	err := to(t, h.URL).Follow(ctx, string(o.ID), func(wire.StatusUpdated) error { cancel(); return nil })
	if err != context.Canceled {
		t.Errorf("in the middle: %v", err)
	}
	if err := to(t, h.URL).Follow(ctx, string(o.ID), func(wire.StatusUpdated) error { return nil }); err != context.Canceled {
		t.Errorf("from the start: %v", err)
	}
}

// A forgetful server answers each join with the next of its answers, sends
// what goes with it and closes the connection, but for the last.
type forgetful struct {
	joins   []func(s *socketio.Socket) error
	since   []string // the cursors that the client came back with
	stream  string   // of /orders/x/events
	lastIDs []string // that the client asked the stream to go on after
}

func (f *forgetful) serve(t *testing.T) *Client {
	sio := socketio.New(socketio.Options{})
	sio.Of("/").On(wire.EventJoin, func(s *socketio.Socket, e *socketio.Event) error {
		var in wire.Join
		if err := e.Bind(&in); err != nil {
			return err
		}
		f.since = append(f.since, in.Since)
		err := f.joins[0](s)
		if f.joins = f.joins[1:]; len(f.joins) > 0 {
			s.Close(1012, "restart")
		}
		return err
	})
	mux := http.NewServeMux()
	mux.Handle("/socket.io/", sio)
	mux.HandleFunc("/orders/x/events", func(w http.ResponseWriter, r *http.Request) {
		f.lastIDs = append(f.lastIDs, r.Header.Get("Last-Event-ID"))
		fmt.Fprint(w, f.stream)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), within)
		defer cancel()
		if err := sio.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return to(t, server.URL)
}

// an returns order x at a version.
func an(version int64) wire.Order {
	return wire.Order{ID: "x", Status: "ready", Version: version, TotalAmount: "1.00", Items: []wire.Item{}}
}

// joined answers a join with the order at a version.
func joined(version int64) func(*socketio.Socket) error {
	return func(s *socketio.Socket) error {
		return s.Emit(wire.EventJoined, wire.Joined{OrderID: "x", Order: an(version), Version: version, Cursor: fmt.Sprint("joined", version)})
	}
}

// update returns the update to a version.
func update(id string, version int64) wire.StatusUpdated {
	return wire.StatusUpdated{OrderID: id, Version: version, TotalAmount: "1.00", Order: an(version), Cursor: fmt.Sprint("update", version)}
}

// updated tells of versions of the order.
func updated(versions ...int64) func(*socketio.Socket) error {
	return func(s *socketio.Socket) error {
		for _, v := range versions {
			if err := s.Emit(wire.EventStatusUpdated, update("x", v)); err != nil {
				return err
			}
		}
		return nil
	}
}

func both(a, b func(*socketio.Socket) error) func(*socketio.Socket) error {
	return func(s *socketio.Socket) error { return errors.Join(a(s), b(s)) }
}

const streamed = "id: c2\nevent: order_status_updated\ndata: {\"orderId\":\"x\",\"version\":2,\"totalAmount\":1,\"order\":{\"totalAmount\":1}}\n\n" +
	"id: c3\nevent: order_status_updated\ndata: {\"orderId\":\"x\",\"version\":3,\"totalAmount\":1,\"order\":{\"totalAmount\":1}}\n\n" +
	"id: c4\nevent: order_status_updated\ndata: {\"orderId\":\"x\",\"version\":4,\"totalAmount\":1,\"order\":{\"totalAmount\":1}}\n\n"

func TestFollowMakesUpForWhatTheServerLeavesOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		joins []func(*socketio.Socket) error
		last  int64
		want  string
	}{
		{"nothing left out", []func(*socketio.Socket) error{both(joined(1), updated(2, 3))}, 3, "[1 2 3]"},
		{"told twice", []func(*socketio.Socket) error{both(joined(1), updated(1, 2, 2, 1, 3))}, 3, "[1 2 3]"},
		{"a hole in the updates", []func(*socketio.Socket) error{both(joined(1), updated(4, 5))}, 5, "[1 2 3 4 5]"},
		{"a fresh snapshot after a break", []func(*socketio.Socket) error{joined(1), both(joined(3), updated(4))}, 4, "[1 2 3 4]"},
		{"replayed after a break", []func(*socketio.Socket) error{joined(1), both(updated(2, 3), joined(3)), updated(4)}, 4, "[1 2 3 4]"},
		{"nothing new after a break", []func(*socketio.Socket) error{joined(1), joined(1), both(joined(1), updated(2))}, 2, "[1 2]"},
		{"restored to an earlier state", []func(*socketio.Socket) error{joined(7), both(joined(2), updated(3))}, 3, "[7 2 3]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := &forgetful{joins: c.joins, stream: streamed}
			got, err := follow(t.Context(), f.serve(t), "x", c.last)
			if err != nil || fmt.Sprint(versions(got)) != c.want {
				t.Errorf("handed %v, %v; want %s", versions(got), err, c.want)
			}
		})
	}
}

func TestFollowComesBackWithTheLastCursor(t *testing.T) {
	t.Parallel()
	f := &forgetful{joins: []func(*socketio.Socket) error{both(joined(1), updated(2)), both(updated(5), joined(5))}, stream: streamed}
	got, err := follow(t.Context(), f.serve(t), "x", 5)
	if err != nil || fmt.Sprint(versions(got)) != "[1 2 3 4 5]" {
		t.Fatalf("handed %v, %v", versions(got), err)
	}
	if fmt.Sprintf("%q %q", f.since, f.lastIDs) != `["" "update2"] ["update2"]` {
		t.Errorf("joined since %q, streamed after %q", f.since, f.lastIDs)
	}
}

func TestFollowIgnoresOtherOrders(t *testing.T) {
	t.Parallel()
	other := func(s *socketio.Socket) error { return s.Emit(wire.EventStatusUpdated, update("y", 2)) }
	f := &forgetful{joins: []func(*socketio.Socket) error{both(both(joined(1), other), updated(2))}}
	got, err := follow(t.Context(), f.serve(t), "x", 2)
	if err != nil || len(got) != 2 || got[1].OrderID != "x" {
		t.Errorf("handed %+v, %v", got, err)
	}
}

func TestPausesGrowAndSpread(t *testing.T) {
	t.Parallel()
	var p pause
	for i, median := range []int{250, 500, 1000, 2000, 4000, 8000, 8000, 8000} {
		if d := int(p.next(nil).Milliseconds()); d < median/2 || d > median*3/2 {
			t.Errorf("pause %d is %d ms, want about %d", i, d, median)
		}
	}
	p.reset()
	if d := p.next(nil); d > firstPause*3/2 {
		t.Errorf("after a success: %v", d)
	}
	if d := p.next(fmt.Errorf("x: %w", &Problem{RetryAfter: within})); d < within {
		t.Errorf("the server asked for %v, and got %v", within, d)
	}
}
