package socketio

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Equivalents of the published Socket.IO protocol suite, sections "connect" and "disconnect".
func TestConnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	echo(s.Of("custom"))
	cases := []struct{ connect, reply, auth string }{
		{`40`, `40{"sid":`, `42["auth",{}]`},
		{`40{"token":"123"}`, `40{"sid":`, `42["auth",{"token":"123"}]`},
		{`40/custom,`, `40/custom,{"sid":`, `42/custom,["auth",{}]`},
		{`40/custom,{"token":"abc"}`, `40/custom,{"sid":`, `42/custom,["auth",{"token":"abc"}]`},
	}
	for _, c := range cases {
		ws := s.openWS()
		ws.send(c.connect)
		if got := ws.text(); !strings.HasPrefix(got, c.reply) {
			t.Errorf("%s was answered %s", c.connect, got)
		}
		ws.expect(c.auth)
	}
}

func TestTwoNamespacesOnOneConnection(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	echo(s.Of("/custom"))
	gone := reasons(s.Of("/custom"))
	c := s.openWS()
	c.send("40")
	c.text()
	c.expect(`42["auth",{}]`)
	c.send("40/custom")
	c.text()
	c.expect(`42/custom,["auth",{}]`)
	c.send(`42/custom,1["message-with-ack",7]`, "41/custom", `42["message","to the main one"]`)
	c.expect(`43/custom,1[7]`, `42["message-back","to the main one"]`)
	if got := await(t, gone); got != "client namespace disconnect" {
		t.Errorf("reason %q", got)
	}
	c.send("40/custom") // it may come back
	if got := c.text(); !strings.HasPrefix(got, "40/custom,") {
		t.Errorf("got %q", got)
	}
}

func TestOnConnectRefuses(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	gone := reasons(n)
	n.OnConnect(func(s *Socket) error {
		s.EmitRaw("secret", []byte("1"))
		if err := s.Join("room"); err != nil {
			return err
		}
		switch string(s.Auth()) {
		case `"x"`, `{"why":"data"}`:
			return &ConnectError{Message: "not you", Data: map[string]int{"code": 7}}
		case `{"why":"bad data"}`:
			return &ConnectError{Message: "not you", Data: func() {}}
		case `{"why":"panic"}`:
			panic("as the test wants it")
		}
		return errTest
	})
	cases := map[string]string{
		`40`:                   `44{"message":"as the test wants it"}`,
		`40{"why":"data"}`:     `44{"message":"not you","data":{"code":7}}`,
		`40{"why":"bad data"}`: `44{"message":"not you"}`,
		`40{"why":"panic"}`:    `44{"message":"socketio: the handler panicked"}`,
	}
	c := s.openWS()
	for connect, want := range cases {
		c.send(connect)
		c.expect(want)
	}
	c.send("1")
	c.expectClose(1000)
	if len(gone) > 0 || n.Sockets("room") != 0 || len(n.All().Sockets()) != 0 {
		t.Error("a refused socket was let in")
	}
}

// What OnConnect and others emit to the socket before the CONNECT reply comes after it, in order.
func TestEmitsInOnConnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	n.OnConnect(func(s *Socket) error {
		if err := errors.Join(s.Join("room"), s.Emit("hello", 1), n.To("room").Emit("hello", 2), n.To(s.ID()).Emit("hello", 3)); err != nil {
			return err
		}
		if err := n.To("room").Except(s.ID()).Emit("hello", "others"); err != nil {
			return err
		}
		_, err := s.EmitAck(t.Context(), "hello", nil)
		if !errors.Is(err, ErrNotConnected) {
			return fmt.Errorf("EmitAck returned %v", err)
		}
		return s.Emit("hello", 4)
	})
	c, _ := s.connect()
	c.expect(`42["hello",1]`, `42["hello",2]`, `42["hello",3]`, `42["hello",4]`)
}

func TestTargets(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	connected := sockets(n)
	var clients []*wsClient
	var socks []*Socket
	for range 4 {
		c, id := s.connect()
		socket := await(t, connected)
		if socket.ID() != id {
			t.Fatalf("the client was told the id %q, the socket has %q", id, socket.ID())
		}
		clients, socks = append(clients, c), append(socks, socket)
	}
	must(t, socks[0].Join("a", "b"), socks[1].Join("b", "b"), socks[2].Join("c", "a"), socks[3].Join("d"))
	socks[3].Leave("d", "never joined")
	if got, want := n.Rooms(), map[string]int{"a": 2, "b": 2, "c": 1}; !maps.Equal(got, want) {
		t.Errorf("rooms %v, want %v", got, want)
	}
	if got := slices.Sorted(slices.Values(socks[0].Rooms())); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("rooms of a socket %v", got)
	}
	if n.Sockets("a") != 2 || n.Sockets(socks[3].ID()) != 1 || n.Sockets("d") != 0 {
		t.Error("wrong number of sockets in a room")
	}
	cases := []struct {
		target *Target
		want   []int
	}{
		{n.All(), []int{0, 1, 2, 3}},
		{n.To("a"), []int{0, 2}},
		{n.To("a", "b", "c"), []int{0, 1, 2}},
		{n.To("a", "b").Except("c"), []int{0, 1}},
		{n.To("a").Except("b").Except("c"), nil},
		{n.All().Except(socks[1].ID(), "c"), []int{0, 3}},
		{n.To(socks[3].ID(), "c"), []int{2, 3}},
		{n.To("nobody"), nil},
		{n.To(), nil},
	}
	received := make([][]string, len(clients))
	for i, c := range cases {
		for _, k := range c.want {
			received[k] = append(received[k], fmt.Sprintf(`42["case",%d]`, i))
		}
		must(t, c.target.Emit("case", i))
		if got := len(c.target.Sockets()); got != len(c.want) {
			t.Errorf("case %d has %d sockets, want %d", i, got, len(c.want))
		}
	}
	n.All().EmitRaw("end", json.RawMessage(`{}`))
	for i, c := range clients {
		c.expect(append(received[i], `42["end",{}]`)...)
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestMaxRooms(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxRooms: 2})
	connected := sockets(s.Of("/"))
	s.connect()
	socket := await(t, connected)
	if err := socket.Join("a", "b", "a", socket.ID(), "c"); !errors.Is(err, ErrTooManyRooms) {
		t.Errorf("got %v", err)
	}
	socket.Leave("a")
	must(t, socket.Join("c"))
}

// Several goroutines emit to one room: each member sees the emits of each goroutine in order, and all members see all
// emits in one and the same order.
func TestRoomOrder(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	connected := sockets(n)
	const members, emitters, emits = 5, 4, 100
	var clients []*wsClient
	for range members {
		c, _ := s.connect()
		must(t, await(t, connected).Join("room"))
		clients = append(clients, c)
	}
	var emitting sync.WaitGroup
	for e := range emitters {
		emitting.Go(func() {
			for i := range emits {
				n.To("room").EmitRaw("x", json.RawMessage(fmt.Sprintf("[%d,%d]", e, i)))
			}
		})
	}
	var seen [members][]string
	for i, c := range clients {
		for range emitters * emits {
			seen[i] = append(seen[i], c.text())
		}
		if !slices.Equal(seen[i], seen[0]) {
			t.Errorf("member %d sees another order than member 0", i)
		}
	}
	emitting.Wait()
	var next [emitters]int
	for _, packet := range seen[0] {
		var e, i int
		if _, err := fmt.Sscanf(packet, `42["x",[%d,%d]]`, &e, &i); err != nil || next[e] != i {
			t.Fatalf("got %s, want number %d (%v)", packet, next[e], err)
		}
		next[e]++
	}
}

// Rooms come and go while others emit: for the race detector, and for the indices that memberships keep.
func TestRoomsUnderChange(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxQueue: 100_000}) // nobody is slow here
	n := s.Of("/")
	gone := reasons(n)
	connected := sockets(n)
	var changing sync.WaitGroup
	for i := range 8 {
		c, _ := s.connect()
		socket := await(t, connected)
		changing.Go(func() {
			for k := range 200 {
				room := fmt.Sprint((i + k) % 5)
				_ = socket.Join(room, "all") // ErrDisconnected at the end
				n.To(room).EmitRaw("x", []byte("1"))
				socket.Leave(room)
			}
			if i%2 == 0 {
				c.Close()
			} else {
				socket.Leave("all")
			}
		})
	}
	changing.Wait()
	for range 4 {
		await(t, gone)
	}
	if got := n.Rooms(); len(got) != 0 {
		t.Errorf("rooms %v are left", got)
	}
}
