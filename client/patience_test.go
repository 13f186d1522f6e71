package client

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"orderup/wire"
)

// inBubble runs f where time passes only when everybody waits, with a client
// whose connections lead to script, over a pipe in memory.
func inBubble(t *testing.T, script func(p *peer, r *http.Request), f func(t *testing.T, c *Client)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var scripts sync.WaitGroup
		defer scripts.Wait()
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			scripts.Go(func() {
				defer there.Close()
				in := bufio.NewReader(there)
				if r, err := http.ReadRequest(in); err == nil {
					script(&peer{there, in}, r)
				}
			})
			return here, nil
		}}
		defer transport.CloseIdleConnections()
		f(t, New("http://pipe", Options{HTTP: &http.Client{Transport: transport, Timeout: time.Second}}))
	})
}

func TestHeartbeatsKeepASocketAliveAndSilenceEndsIt(t *testing.T) {
	const beats = 100
	script := func(p *peer, r *http.Request) {
		p.accept(r)
		p.greet()
		for range beats {
			time.Sleep(25 * time.Second)
			p.say("2")
			p.hear()
		}
		p.hearClose()
	}
	inBubble(t, script, func(t *testing.T, c *Client) {
		start := time.Now()
		s, err := c.Dial(t.Context(), SocketOptions{})
		if err != nil {
			t.Fatal(err)
		}
		<-s.done
		if took, want := time.Since(start), beats*25*time.Second+45*time.Second; s.Err() != ErrSilent || took != want {
			t.Errorf("ended after %v with %v; want %v after %v", took, s.Err(), ErrSilent, want)
		}
	})
}

func TestAServerThatTakesNothingIsGivenUp(t *testing.T) {
	script := func(p *peer, r *http.Request) {
		p.accept(r)
		p.greet()
		time.Sleep(time.Minute)
	}
	inBubble(t, script, func(t *testing.T, c *Client) {
		s, err := c.Dial(t.Context(), SocketOptions{})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err := s.Emit("x", 1); err == nil || time.Since(start) != writeWithin {
			t.Errorf("Emit returned %v after %v, want an error after %v", err, time.Since(start), writeWithin)
		}
		<-s.done
		start = time.Now()
		s.Close()
		if d := time.Since(start); d > closeWithin {
			t.Errorf("Close took %v", d)
		}
	})
}

func TestCloseDoesNotWaitForAServerThatDoesNot(t *testing.T) {
	script := func(p *peer, r *http.Request) {
		p.accept(r)
		p.greet()
		time.Sleep(time.Hour)
	}
	inBubble(t, script, func(t *testing.T, c *Client) {
		s, err := c.Dial(t.Context(), SocketOptions{})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		s.Close()
		if d := time.Since(start); d != closeWithin || !errors.Is(s.Err(), ErrClosed) {
			t.Errorf("Close took %v, and Err is %v", d, s.Err())
		}
	})
}

func TestAQuietStreamIsGivenUp(t *testing.T) {
	script := func(p *peer, _ *http.Request) {
		p.raw([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"))
		for range 10 {
			time.Sleep(15 * time.Second)
			p.raw([]byte(":\n\n"))
		}
		time.Sleep(time.Hour)
	}
	inBubble(t, script, func(t *testing.T, c *Client) {
		start := time.Now()
		err := c.Stream(t.Context(), "/events", "", func(Event) error { return nil })
		if d := time.Since(start); !errors.Is(err, ErrQuiet) || d != 150*time.Second+quiet {
			t.Errorf("ended after %v with %v", d, err)
		}
	})
}

// The first server lets nobody in, the second answers no join, the third is
// well.
func TestFollowGivesUpOnServersThatDoNotAnswer(t *testing.T) {
	var connections atomic.Int32
	script := func(p *peer, r *http.Request) {
		p.accept(r)
		n := connections.Add(1)
		if n > 1 {
			p.greet()
			p.hear()
		}
		if n > 2 {
			p.say(`42["joined_order_room",{"orderId":"x","version":1,"order":{"id":"x","status":"ready","totalAmount":1}}]`)
		}
		p.hearClose()
	}
	inBubble(t, script, func(t *testing.T, c *Client) {
		start, enough := time.Now(), errors.New("enough")
		err := c.Follow(t.Context(), "x", func(u wire.StatusUpdated) error { return enough })
		d, least := time.Since(start), dialWithin+joinWithin
		if err != enough || connections.Load() != 3 || d < least || d > least+5*time.Second {
			t.Errorf("%d connections in %v: %v", connections.Load(), d, err)
		}
	})
}
