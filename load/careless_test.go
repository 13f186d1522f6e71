package load_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"orderup/load"
	"orderup/socketio"
)

// A careless server tells of updates as it likes. It stands for the ways to be wrong.
type careless struct {
	rooms *socketio.Namespace
	tell  func(c *careless, n int, room string, update json.RawMessage)

	mu      sync.Mutex
	orders  int
	updates map[string]int             // of each order
	held    map[string]json.RawMessage // of each order, an update that the next one is to overtake
}

func (c *careless) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.URL.Path == "/orders" {
		c.orders++
		fmt.Fprintf(w, `{"order":{"id":"%d"}}`, c.orders)
		return
	}
	update, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	room := strings.Split(r.URL.Path, "/")[2]
	c.updates[room]++
	c.tell(c, c.updates[room], room, update)
}

func (c *careless) emit(room string, update json.RawMessage) {
	c.rooms.To(room).EmitRaw("order_status_updated", update)
}

func (c *careless) join(s *socketio.Socket, e *socketio.Event) error {
	var in struct {
		OrderID string `json:"orderId"`
	}
	if err := e.Bind(&in); err != nil {
		return err
	}
	if err := s.Join(in.OrderID); err != nil {
		return err
	}
	return s.Emit("joined_order_room", in)
}

// openCareless starts a server that tells of updates as tell says.
func openCareless(t *testing.T, tell func(c *careless, n int, room string, update json.RawMessage)) string {
	t.Helper()
	sockets := socketio.New(socketio.Options{})
	c := &careless{rooms: sockets.Of("/"), tell: tell, updates: map[string]int{}, held: map[string]json.RawMessage{}}
	c.rooms.On("join_order_room", c.join)
	c.rooms.On("leave_order_room", func(s *socketio.Socket, _ *socketio.Event) error { return s.Emit("left_order_room", "goodbye") })
	mux := http.NewServeMux()
	mux.Handle("/socket.io/", sockets)
	mux.Handle("/", c)
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := sockets.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return server.URL
}

// TestEveryFaultIsCounted is the control: a server that loses, doubles or mixes up updates, or tells the wrong people,
// is found out, to the number. 4 guests follow 2 orders, each of which is updated 25 times.
func TestEveryFaultIsCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tell                                           func(c *careless, n int, room string, update json.RawMessage)
		received, lost, duplicate, outOfOrder, unasked int64
	}{
		"lost": {func(c *careless, n int, room string, update json.RawMessage) {
			if n%5 != 0 {
				c.emit(room, update)
			}
		}, 80, 20, 0, 0, 0},
		"duplicate": {func(c *careless, n int, room string, update json.RawMessage) {
			c.emit(room, update)
			if n%5 == 0 {
				c.emit(room, update)
			}
		}, 100, 0, 20, 0, 0},
		"out of order": {func(c *careless, n int, room string, update json.RawMessage) {
			if n%5 == 1 {
				c.held[room] = update
				return
			}
			c.emit(room, update)
			if n%5 == 2 {
				c.emit(room, c.held[room])
			}
		}, 100, 0, 0, 20, 0},
		"to everybody": {func(c *careless, _ int, _ string, update json.RawMessage) {
			c.rooms.All().EmitRaw("order_status_updated", update)
		}, 100, 0, 0, 0, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, load.Plan{
				URL: openCareless(t, c.tell), Connections: 4, Rooms: 2, Rate: 100, Duration: 500 * time.Millisecond,
				As: load.Guest, Ramp: 1000, Settle: time.Second,
			})
			if r.Received != c.received || r.Lost != c.lost || r.Duplicate != c.duplicate || r.OutOfOrder != c.outOfOrder || r.Unasked != c.unasked {
				t.Errorf("%+v", r)
			}
			if faults := c.lost + c.duplicate + c.outOfOrder; r.Clean() != (faults == 0) {
				t.Errorf("clean: %v", r.Clean())
			}
		})
	}
}
