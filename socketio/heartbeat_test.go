package socketio

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// Times are those of the bubble: these tests take none.

func TestHeartbeatOnWebSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		gone := reasons(s.Of("/"))
		start := time.Now()
		c, _ := s.connect()
		for i := range 3 {
			c.expect("2")
			if got, want := time.Since(start), time.Duration(i+1)*25*time.Second; got != want {
				t.Errorf("heartbeat %d after %v, want %v", i, got, want)
			}
			c.send("3")
		}
		c.send("3", "3") // answers to nothing must not count later
		c.expect("2")
		c.expectClose(1008)
		if got, want := time.Since(start), 4*25*time.Second+20*time.Second; got != want {
			t.Errorf("cut after %v, want %v", got, want)
		}
		if got := await(t, gone); got != "ping timeout" {
			t.Errorf("reason %q", got)
		}
	})
}

func TestHeartbeatOnPolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		gone := reasons(s.Of("/"))
		start := time.Now()
		p := s.connectPolling()
		for range 3 {
			p.expect("2")
			p.push("3")
		}
		if got, want := time.Since(start), 75*time.Second; got != want {
			t.Errorf("three heartbeats took %v, want %v", got, want)
		}
		time.Sleep(45 * time.Second)
		synctest.Wait()
		if status, _ := p.get(); status != 400 {
			t.Errorf("a poll after the time-out answered %d", status)
		}
		if got := await(t, gone); got != "ping timeout" {
			t.Errorf("reason %q", got)
		}
	})
}

func TestConnectTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		start := time.Now()
		s.openWS().expectClose(1008)
		if got := time.Since(start); got != 10*time.Second {
			t.Errorf("cut after %v", got)
		}
		c, _ := s.connect()
		start = time.Now()
		c.send("41") // back to no namespace
		c.expectClose(1008)
		if got := time.Since(start); got != 10*time.Second {
			t.Errorf("cut %v after leaving the namespace", got)
		}
	})
}

func TestSlowMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		c, _ := s.connect()
		start := time.Now()
		c.raw(maskedFrame(0x01, []byte("a beginning")))
		for range 9 {
			time.Sleep(time.Second)
			c.raw(maskedFrame(0x00, []byte("and so on")))
		}
		c.expectClose(1008) // returns when the server has closed, a moment after its close frame
		if got := time.Since(start); got != 10*time.Second+closeGrace {
			t.Errorf("cut after %v", got)
		}
	})
}

// A request body that trickles in.
func TestSlowBody(t *testing.T) {
	for name, length := range map[string]int64{"of known length": 10, "chunked": -1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newPipeServer(t, Options{})
				p := s.connectPolling()
				start := time.Now()
				body, trickle := io.Pipe()
				defer trickle.Close()
				go trickle.Write([]byte("4"))
				req, err := http.NewRequest("POST", p.url, body)
				if err != nil {
					t.Fatal(err)
				}
				req.ContentLength = length
				res, err := s.http.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				if got := time.Since(start); got != 10*time.Second || res.StatusCode != 400 {
					t.Errorf("answered %d after %v", res.StatusCode, got)
				}
			})
		})
	}
}

func TestUpgradeTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		p := s.connectPolling()
		c := s.dialWS(handshakeQuery + "&sid=" + p.sid())
		c.send("2probe")
		c.expect("3probe")
		start := time.Now()
		if _, err := c.next(); err == nil || time.Since(start) != 10*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		p.expect("2") // goes on where it was
	})
}

// A client that never reads: the pipe takes nothing, so the first write never ends.
func TestStalledClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		gone := reasons(s.Of("/"))
		connected := sockets(s.Of("/"))
		s.connect()
		start := time.Now()
		await(t, connected).EmitRaw("news", []byte("1"))
		if got := await(t, gone); got != "slow consumer" {
			t.Errorf("reason %q", got)
		}
		if got := time.Since(start); got != 10*time.Second {
			t.Errorf("cut after %v", got)
		}
		if got := s.Stats().SlowCuts; got != 1 {
			t.Errorf("%d slow cuts", got)
		}
	})
}
