//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"syscall"
	"time"
)

// swarm is thousands of WebSocket clients on one goroutine and one epoll: clients must cost less than what they measure.
type swarm struct {
	epoll       int
	clients     map[int]*client // by file descriptor
	trigger     int             // a connection for POST /emit
	answered    bool            // the last POST was
	connections int
	received    int // updates
	buffer      [256 << 10]byte
	events      [512]syscall.EpollEvent
}

// stalled is how long updates may take to arrive.
const stalled = 20 * time.Second

// serveSwarm connects, says so, and does what it is told until its standard input ends.
func serveSwarm(address string, connections int) error {
	out := json.NewEncoder(os.Stdout)
	s, err := newSwarm(address, connections)
	if err != nil {
		return errors.Join(err, out.Encode(result{Error: err.Error()}))
	}
	if err := out.Encode(result{}); err != nil {
		return err
	}
	orders := make(chan order)
	go readOrders(orders)
	for {
		select {
		case o, ok := <-orders:
			if !ok {
				return nil
			}
			if err := out.Encode(s.obey(o)); err != nil {
				return err
			}
		default:
			if err := s.poll(20); err != nil {
				return err
			}
		}
	}
}

func readOrders(orders chan<- order) {
	defer close(orders)
	for in := json.NewDecoder(os.Stdin); ; {
		var o order
		if err := in.Decode(&o); err != nil {
			if !errors.Is(err, io.EOF) {
				fmt.Fprintln(os.Stderr, "clients:", err)
			}
			return
		}
		orders <- o
	}
}

func newSwarm(address string, connections int) (*swarm, error) {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	s := &swarm{clients: make(map[int]*client, connections), connections: connections}
	if s.epoll, err = syscall.EpollCreate1(0); err != nil {
		return nil, err
	}
	if s.trigger, err = dial(to); err != nil {
		return nil, err
	}
	if err := s.watch(s.trigger); err != nil {
		return nil, err
	}
	for first := 0; first < connections; first += wave {
		fds, err := connect(to, first, min(first+wave, connections))
		if err != nil {
			return nil, fmt.Errorf("connect client %d and after: %w", first, err)
		}
		for _, fd := range fds {
			s.clients[fd] = &client{fd: fd}
			if err := s.watch(fd); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func (s *swarm) watch(fd int) error {
	if err := syscall.SetNonblock(fd, true); err != nil {
		return err
	}
	return syscall.EpollCtl(s.epoll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)})
}

// poll reads what has arrived, and waits for something to arrive for at most so many milliseconds.
func (s *swarm) poll(wait int) error {
	n, err := syscall.EpollWait(s.epoll, s.events[:], wait)
	if err != nil && err != syscall.EINTR {
		return fmt.Errorf("wait for updates: %w", err)
	}
	for _, e := range s.events[:max(n, 0)] {
		if err := s.read(int(e.Fd)); err != nil {
			return err
		}
	}
	return nil
}

func (s *swarm) read(fd int) error {
	n, err := syscall.Read(fd, s.buffer[:])
	switch {
	case err == syscall.EAGAIN || err == syscall.EINTR:
		return nil
	case err != nil:
		return fmt.Errorf("read from the server: %w", err)
	case n == 0:
		return errors.New("the server closed a connection")
	case fd == s.trigger:
		s.answered = true
		return nil
	}
	updates, err := s.clients[fd].take(s.buffer[:n])
	s.received += updates
	return err
}

// obey sends one trigger after the other, each when all updates of the last have arrived. It does not sleep while it
// waits for them: no server shall pay for waking it.
func (s *swarm) obey(o order) result {
	before := s.received
	want, first := before, 0
	for until := time.Now().Add(o.Length); time.Now().Before(until); {
		w := o.Workload
		if first+w.Count > max(s.connections/w.Size, 1) {
			first = 0
		}
		if err := s.emit(w, first); err != nil {
			return result{Error: err.Error()}
		}
		first += w.Count
		want += min(w.Size*w.Count, s.connections) * w.Burst
		if err := s.await(want); err != nil {
			return result{Error: err.Error()}
		}
	}
	return result{Deliveries: s.received - before}
}

func (s *swarm) emit(w workload, first int) error {
	s.answered = false
	request := fmt.Appendf(nil, "POST /emit?size=%d&first=%d&count=%d&burst=%d HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
		w.Size, first, w.Count, w.Burst)
	_, err := syscall.Write(s.trigger, request)
	return err
}

func (s *swarm) await(want int) error {
	for until := time.Now().Add(stalled); s.received < want || !s.answered; {
		if err := s.poll(0); err != nil {
			return err
		}
		if time.Now().After(until) {
			return fmt.Errorf("%d updates did not arrive", want-s.received)
		}
	}
	if s.received > want {
		return fmt.Errorf("%d updates arrived twice", s.received-want)
	}
	return nil
}
