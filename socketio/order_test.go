package socketio

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Three goroutines broadcast to a room, one to each socket of its own, while sockets join and leave: every member sees
// the room's events in one and the same order, each sender's in the order sent, and joins in the middle of it.
func TestOrderWhileEverythingHappens(t *testing.T) {
	t.Parallel()
	for name, newServer := range map[string]func(*testing.T, Options) *testServer{"TCP": newTestServer, "TLS": newTLSTestServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, Options{})
			n := s.Of("/")
			connected := sockets(n)
			var clients []*wsClient
			var own []*Socket
			for range 6 {
				c, _ := s.connect()
				clients, own = append(clients, c), append(own, await(t, connected))
			}
			early, late := own[:3], own[3:]
			for _, socket := range early {
				must(t, socket.Join("kitchen"))
			}
			const each = 200
			var wg sync.WaitGroup
			for sender := range 3 {
				wg.Go(func() {
					for i := range each {
						n.To("kitchen").EmitRaw("room", fmt.Appendf(nil, `"%d:%d"`, sender, i))
					}
				})
			}
			wg.Go(func() {
				for i := range each {
					for _, socket := range own {
						socket.EmitRaw("own", fmt.Appendf(nil, `"own:%d"`, i))
					}
				}
			})
			wg.Go(func() {
				for _, socket := range late {
					if err := socket.Join("elsewhere", "kitchen"); err != nil {
						t.Error(err)
					}
					socket.Leave("elsewhere")
				}
			})
			wg.Wait()
			n.All().EmitRaw("room", json.RawMessage(`"end"`))
			whole := clients[0].room(each)
			if len(whole) != 3*each {
				t.Fatalf("%d events of %d", len(whole), 3*each)
			}
			for sender := range 3 {
				expectInOrder(t, whole, fmt.Sprintf("%d:", sender), each)
			}
			for i, c := range clients[1:] {
				got := c.room(each)
				if want := whole[len(whole)-min(len(got), len(whole)):]; !slices.Equal(got, want) || i < 2 && len(got) != len(whole) {
					t.Errorf("client %d saw %d events, not the last of those that client 0 saw", i+1, len(got))
				}
			}
		})
	}
}

// room returns what came by the room until its end, and checks what came to the client alone.
func (c *wsClient) room(own int) []string {
	c.t.Helper()
	var room, mine []string
	for {
		name, text, _ := strings.Cut(strings.Trim(c.text(), `42[]`), ",")
		switch text = strings.Trim(text, `"`); {
		case text == "end":
			expectInOrder(c.t, mine, "own:", own)
			return room
		case name == `"own"`:
			mine = append(mine, text)
		default:
			room = append(room, text)
		}
	}
}

// expectInOrder checks that those of the events that begin with prefix are numbered from 0 to n-1.
func expectInOrder(t *testing.T, events []string, prefix string, n int) {
	t.Helper()
	next := 0
	for _, e := range events {
		if number, ok := strings.CutPrefix(e, prefix); ok {
			if number != fmt.Sprint(next) {
				t.Fatalf("%s%s came instead of %d", prefix, number, next)
			}
			next++
		}
	}
	if next != n {
		t.Fatalf("%d of %d events %s came", next, n, prefix)
	}
}

// What a busy client did not take goes on where the kernel left off, in the middle of a frame, and the next after it.
func TestClientThatReadsLate(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxBacklog: 64 << 20, MaxQueue: 10_000})
	connected := sockets(s.Of("/"))
	c, _ := s.connect()
	socket := await(t, connected)
	pad := strings.Repeat("x", 50_000)
	sent := 0
	for s.Stats().Queued < 100 { // the kernel is full, and a queue has formed
		socket.EmitRaw("news", fmt.Appendf(nil, `"%d %s"`, sent, pad))
		sent++
	}
	for i := range sent {
		if got, want := c.text(), fmt.Sprintf(`42["news","%d %s"]`, i, pad); got != want {
			t.Fatalf("message %d of %d is %.40q", i, sent, got)
		}
	}
	socket.EmitRaw("news", []byte("1"))
	c.expect(`42["news",1]`)
	if st := s.Stats(); st.SlowCuts != 0 {
		t.Errorf("%d cut as slow", st.SlowCuts)
	}
}

// A broadcast holds the lock of its room only.
func TestRoomsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	n := s.Of("/")
	connected := sockets(n)
	c, _ := s.connect()
	socket := await(t, connected)
	other := 0
	for n.shardSet(fmt.Sprint(other))&n.shardSet("busy", socket.ID()) != 0 {
		other++
	}
	busy := n.locked("busy")
	defer busy.mu.Unlock()
	must(t, socket.Join(fmt.Sprint(other)))
	n.To(fmt.Sprint(other)).EmitRaw("news", []byte("1"))
	c.expect(`42["news",1]`)
}

// Sixty-four stalled clients of a room hold references to frames, and at most MaxBacklog bytes each.
func TestStalledRoomIsBounded(t *testing.T) {
	t.Parallel()
	const clients, backlog = 64, 100_000
	s := newTestServer(t, Options{MaxBacklog: backlog})
	for range clients {
		c, _ := s.connect()
		must(t, c.Conn.(interface{ SetReadBuffer(int) error }).SetReadBuffer(4096))
	}
	news := json.RawMessage(`"` + strings.Repeat("x", 10_000) + `"`)
	for sent := 0; s.Stats().SlowCuts < clients; sent++ {
		if sent == 10_000 {
			t.Fatal("100 MB went into each client that does not read")
		}
		s.Of("/").All().EmitRaw("news", news)
		if got := s.Stats().QueuedBytes; got > clients*backlog {
			t.Fatalf("%d bytes wait", got)
		}
	}
}
