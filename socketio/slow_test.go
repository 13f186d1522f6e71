package socketio

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
)

// Clients that do not read are cut, and cost the others nothing.
func TestSlowConsumers(t *testing.T) {
	t.Parallel()
	big := json.RawMessage(`"` + strings.Repeat("x", 10_000) + `"`)
	s := newTestServer(t, Options{MaxBacklog: 100_000})
	n := s.Of("/")
	gone := reasons(n)
	connected := sockets(n)
	slow, _ := s.connect()
	await(t, connected)
	polling := s.connectPolling() // does not poll
	await(t, connected)
	healthy, _ := s.connect()
	await(t, connected)
	cut := 0
	for sent := 0; cut < 2; sent++ {
		if sent > 10_000 {
			t.Fatal("100 MB went into a client that does not read")
		}
		n.All().EmitRaw("news", big)
		healthy.text()
		for len(gone) > 0 {
			if got := <-gone; got != "slow consumer" {
				t.Errorf("reason %q", got)
			}
			cut++
		}
	}
	slow.expectClose(1013)
	if got := polling.poll(); got != "1" {
		t.Errorf("the poll got %.50q, want a close packet", got)
	}
	if st := s.Stats(); st.SlowCuts != 2 || st.Sockets != 1 || st.QueuedBytes > 20_000 {
		t.Errorf("%+v", st)
	}
}

func TestMaxQueue(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxQueue: 10})
	gone := reasons(s.Of("/"))
	connected := sockets(s.Of("/"))
	s.connectPolling()
	socket := await(t, connected)
	eventually(t, &sync.Mutex{}, func() bool { return s.Stats().Queued == 0 }) // the CONNECT reply is counted off a moment after the poll
	for range 10 {
		socket.EmitRaw("x", []byte("1"))
	}
	if got := s.Stats().Queued; got != 10 {
		t.Errorf("%d messages are queued", got)
	}
	socket.EmitRaw("x", []byte("1"))
	if got := await(t, gone); got != "slow consumer" {
		t.Errorf("reason %q", got)
	}
}

func TestMaxQueueInOnConnect(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{MaxQueue: 10})
	gone := reasons(s.Of("/"))
	s.Of("/").OnConnect(func(s *Socket) error {
		for range 11 {
			s.EmitRaw("x", []byte("1"))
		}
		return nil
	})
	c := s.openWS()
	c.send("40")
	c.expectClose(1013)
	if got := await(t, gone); got != "slow consumer" {
		t.Errorf("reason %q", got)
	}
}

// What waits together is written together: Sent over Writes says how much that saves.
func TestWritesAreCounted(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	connected := sockets(s.Of("/"))
	client := s.connectPolling()
	socket := await(t, connected)
	written := func() bool { return s.Stats().Queued == 0 } // counted off a moment after the poll
	eventually(t, &sync.Mutex{}, written)
	before := s.Stats()
	for range 10 {
		socket.EmitRaw("x", []byte("1"))
	}
	client.poll()
	eventually(t, &sync.Mutex{}, written)
	if after := s.Stats(); after.Sent-before.Sent != 10 || after.Writes-before.Writes != 1 {
		t.Errorf("%d messages in %d writes, want 10 in one", after.Sent-before.Sent, after.Writes-before.Writes)
	}
}
