package socketio

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestUpgrade(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	echo(s.Of("/"))
	p := s.openPolling()
	p.push("40")
	for body := ""; !strings.Contains(body, "auth"); {
		body = p.poll()
	}
	c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
	poll := p.pollInBackground(s.session(p.sid()))
	c.send("2probe")
	c.expect("3probe")
	if got := await(t, poll); got != "OK 6" {
		t.Errorf("the open poll was answered %q", got)
	}
	p.push(`42["message","by POST"]`)
	c.send("5", `42["message","by WebSocket"]`)
	c.expect(`42["message-back","by POST"]`, `42["message-back","by WebSocket"]`)
	if status, _ := p.get(); status != 400 {
		t.Errorf("a poll after the upgrade was answered %d", status)
	}
	if status, _ := p.post("3"); status != 400 {
		t.Errorf("a POST after the upgrade was answered %d", status)
	}
	if st := s.Stats(); st.WebSockets != 1 || st.Polling != 0 {
		t.Errorf("%+v", st)
	}
	second := s.dialWS(handshakeQuery + "&sid=" + p.sid())
	second.expectClose(1000)
	c.send(`42["message","still here"]`)
	c.expect(`42["message-back","still here"]`)
}

// Some clients do not wait for the answer to their probe, and poll on for a moment.
func TestUpgradeInAHurry(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	p := s.connectPolling()
	c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
	c.send("2probe", "5")
	if status, _ := p.get(); status != 400 {
		t.Errorf("the poll was answered %d", status)
	}
	c.expect("3probe")
}

func TestUpgradeRefused(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	p := s.connectPolling()
	for _, first := range []string{"5", "2", "40", "2probe!"} {
		c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
		c.send(first)
		if m, err := c.next(); err == nil {
			t.Errorf("%q was answered %q", first, m.data)
		}
	}
	c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
	c.send("2probe")
	c.expect("3probe")
	c.send("6")
	if m, err := c.next(); err == nil {
		t.Errorf("got %q", m.data)
	}
	p.push("3") // the session goes on
}

// Under a stream of emits in both directions, nothing may be lost, doubled or reordered by the upgrade, wherever in the
// stream it happens. Polls go on until the client has the answer to its probe, as with the official client.
func TestUpgradeUnderLoad(t *testing.T) {
	t.Parallel()
	s := newTestServer(t, Options{})
	connected := sockets(s.Of("/"))
	upstream := make(chan int, 1000)
	s.Of("/").On("up", func(_ *Socket, e *Event) error {
		var i int
		err := e.Bind(&i)
		upstream <- i
		return err
	})
	for round := range 30 {
		p := s.openPolling()
		p.push("40")
		down := newDownstream(t, await(t, connected))
		sent := upgradeAmidTraffic(s, p, down, round)
		for i := range sent {
			if got := await(t, upstream); got != i {
				t.Fatalf("round %d: upstream got %d, want %d", round, got, i)
			}
		}
	}
}

// upgradeAmidTraffic polls as often as the round says, upgrades, and reads to the end of the stream. It returns how many
// events it has sent meanwhile.
func upgradeAmidTraffic(s *testServer, p *pollClient, down *downstream, round int) (sent int) {
	up := func() string { sent++; return fmt.Sprintf(`42["up",%d]`, sent-1) }
	for range round % 5 {
		down.take(strings.Split(p.poll(), "\x1e")...)
		p.push(up() + "\x1e" + up())
	}
	c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
	c.send("2probe")
	polled := make(chan string, 1)
	go func() {
		_, body := p.get()
		polled <- body
	}()
	c.expect("3probe")
	p.push(up())
	down.take(strings.Split(await(s.t, polled), "\x1e")...)
	c.send("5", up(), up())
	for range 100 + round {
		down.take(c.text())
	}
	for down.next < down.stop() {
		down.take(c.text())
	}
	c.send(up())
	return sent
}

// downstream is a stream of events, numbered by the server, that never ends before stop and keeps at most as many ahead
// of the client as it has credits.
type downstream struct {
	t       *testing.T
	next    int
	credits chan struct{}
	stopped chan struct{}
	once    sync.Once
	total   chan int
	emitted int
}

func newDownstream(t *testing.T, to *Socket) *downstream {
	const window = 200
	d := &downstream{t: t, credits: make(chan struct{}, window), stopped: make(chan struct{}), total: make(chan int, 1)}
	for range window {
		d.credits <- struct{}{}
	}
	go d.emit(to)
	return d
}

// emit emits by turns to the socket and to its room.
func (d *downstream) emit(to *Socket) {
	for i := 0; ; i++ {
		select {
		case <-d.credits:
		case <-d.stopped:
			d.total <- i
			return
		}
		if i%2 == 0 {
			to.EmitRaw("down", json.RawMessage(strconv.Itoa(i)))
		} else {
			to.namespace.To(to.ID()).EmitRaw("down", json.RawMessage(strconv.Itoa(i)))
		}
	}
}

// stop ends the stream and returns how long it was.
func (d *downstream) stop() int {
	d.once.Do(func() {
		close(d.stopped)
		d.emitted = <-d.total
	})
	return d.emitted
}

// take checks that packets go on where the last ended.
func (d *downstream) take(packets ...string) {
	d.t.Helper()
	for _, p := range packets {
		if p == "6" || strings.HasPrefix(p, "40") {
			continue
		}
		if want := fmt.Sprintf(`42["down",%d]`, d.next); p != want {
			d.t.Fatalf("got %q, want %q", p, want)
		}
		d.next++
		select {
		case d.credits <- struct{}{}:
		default: // stopped
		}
	}
}
