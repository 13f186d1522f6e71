package socketio

import (
	"encoding/json"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// audience connects clients whose messages are read and thrown away.
func audience(s *testServer, n int) {
	for range n {
		c, _ := s.connect()
		go io.Copy(sink{}, c.Conn)
	}
}

// sink hides what io.Copy would find: a way that allocates.
type sink struct{}

func (sink) Write(p []byte) (int, error) { return len(p), nil }

// A broadcast allocates for itself, not for each of its receivers. Not parallel: it counts what everybody allocates.
func TestBroadcastAllocatesNothingPerDelivery(t *testing.T) {
	const receivers, perBroadcast = 200, 40
	s := newTestServer(t, Options{})
	n := s.Of("/")
	n.OnConnect(func(socket *Socket) error { return socket.Join("room") })
	audience(s, receivers)
	eventually(t, &sync.Mutex{}, func() bool { return s.Stats().Queued == 0 }) // what clients have may not be counted yet
	news := json.RawMessage(`"` + strings.Repeat("x", 200) + `"`)
	allocations := testing.AllocsPerRun(20, func() {
		want := s.sent.Load() + receivers
		n.To("room").EmitRaw("news", news)
		for start := time.Now(); s.sent.Load() < want && time.Since(start) < patience; {
			runtime.Gosched()
		}
		if got := s.sent.Load(); got != want {
			t.Fatalf("%d messages were written, want %d", got, want)
		}
	})
	if allocations > perBroadcast {
		t.Errorf("%v allocations for a broadcast to %d sockets, want at most %d", allocations, receivers, perBroadcast)
	}
}

// A connection at rest is one goroutine, which waits for its bytes: nothing writes, handles or counts down for it alone.
func TestGoroutinesOfIdleConnections(t *testing.T) {
	const connections = 50
	s := newTestServer(t, Options{})
	for range connections {
		s.connect()
	}
	s.Of("/").All().EmitRaw("news", json.RawMessage("1")) // wakes flushers, which must go again
	var stacks string
	for start := time.Now(); time.Since(start) < patience; runtime.Gosched() {
		if stacks = goroutines(); strings.Count(stacks, "\n\n")+1 == connections {
			break
		}
	}
	if all, readers := strings.Count(stacks, "\n\n")+1, strings.Count(stacks, "socketio.(*session).serveConn("); all != connections || readers != connections {
		t.Errorf("%d goroutines, %d of them readers, for %d idle connections", all, readers, connections)
	}
}

// goroutines returns the stacks of those that are at work in this package, tests apart.
func goroutines() string {
	buffer := make([]byte, 4<<20)
	var ours []string
	for stack := range strings.SplitSeq(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
		if strings.Contains(stack, "orderup/socketio.") && !strings.Contains(stack, "_test.go") {
			ours = append(ours, stack)
		}
	}
	return strings.Join(ours, "\n\n")
}

// A broadcast does not start a goroutine for each receiver.
func TestBroadcastStartsFewGoroutines(t *testing.T) {
	const receivers = 200
	s := newTestServer(t, Options{})
	n := s.Of("/")
	audience(s, receivers)
	before := runtime.NumGoroutine()
	most := 0
	for range 20 {
		n.All().EmitRaw("news", json.RawMessage("1"))
		most = max(most, runtime.NumGoroutine()-before)
	}
	if limit := runtime.GOMAXPROCS(0) + 10; most > limit { // some that were ending when it began are among them, or not
		t.Errorf("%d goroutines more during broadcasts to %d sockets, want at most %d", most, receivers, limit)
	}
}
