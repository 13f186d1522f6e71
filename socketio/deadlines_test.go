package socketio

import (
	"testing"
	"testing/synctest"
	"time"
)

// One timer serves all, and each is served at its own time, whoever else comes and goes.
func TestHeartbeatsOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPipeServer(t, Options{})
		start := time.Now()
		var clients []*wsClient
		for range 4 {
			c, _ := s.connect()
			clients = append(clients, c)
			time.Sleep(5 * time.Second)
		}
		must(t, clients[0].Close(), clients[2].Close()) // first in the queue, and amid it
		for round := range 3 {
			for _, i := range []int{1, 3} {
				clients[i].expect("2")
				if got, want := time.Since(start), time.Duration(5*i+25*(round+1))*time.Second; got != want {
					t.Errorf("heartbeat %d of client %d after %v, want %v", round, i, got, want)
				}
				clients[i].send("3")
			}
		}
		clients[1].expect("2") // no answer
		clients[3].expect("2")
		clients[3].send("3")
		clients[1].expectClose(1008)
		if got, want := time.Since(start), (5+100+20)*time.Second; got != want {
			t.Errorf("cut after %v, want %v", got, want)
		}
		clients[3].expect("2")
		clients[3].send("3")
	})
}

func TestDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []*session
		d := deadlines{expired: func(s *session, due time.Time) {
			if !due.Equal(time.Now()) {
				t.Errorf("%v late", time.Since(due))
			}
			order = append(order, s)
		}}
		all := make([]session, 5)
		for i := range all {
			d.add(&all[i], time.Now().Add(time.Duration(1+i)*time.Second))
		}
		for _, i := range []int{0, 2, 4, 4} { // the first, one amid the others, the last, and one that is out already
			d.remove(&all[i])
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		d.add(&all[2], time.Now().Add(time.Second)) // the timer has stopped, and starts again
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if len(order) != 3 || order[0] != &all[1] || order[1] != &all[3] || order[2] != &all[2] {
			t.Errorf("%d expired, in the wrong order or the wrong ones", len(order))
		}
		if d.first != nil || d.last != nil || d.running {
			t.Error("the queue is not empty, or its timer runs")
		}
	})
}
