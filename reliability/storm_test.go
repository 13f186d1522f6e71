package reliability

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orderup/bench"
	"orderup/client"
	"orderup/load"
)

var stormSize = flag.Int("storm", 1000, "how many clients TestStorm has; the ratio to Node is held against its goal from 10,000 on")

// The goals of R8: how long until 99 % are back and hold the state of their order, and in which proportion to the time
// in which clients of Node's server are only connected again.
const (
	goalBack  = 3 * time.Second
	goalRatio = 0.6
)

// stormRounds is how often each server falls, in turn; the medians are compared.
const stormRounds = 3

// R8. A crowd follows orders; the server is killed and started again. All come back at once, with the place they had
// reached, and are told how their order stands. Beside it, Node's Socket.IO server, whose clients are only let in.
func TestStorm(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute)
	defer stop()
	house, peer := stormHouse(t), stormPeer(t)
	ours := rage(ctx, t, "orderup", house, stormOrders(ctx, t, house, max(*stormSize/10, 1)))
	theirs := rage(ctx, t, "Node", peer, nil)
	ratio := ours.Seconds() / theirs.Seconds()
	t.Logf("%d clients, time from kill -9 until 99 %% are back: orderup, with the state of their order, %.2f s; Node, without, %.2f s; ratio %.2f",
		*stormSize, ours.Seconds(), theirs.Seconds(), ratio)
	if ours > goalBack {
		t.Errorf("99 %% were back after %s, want at most %s", ours, goalBack)
	}
	if *stormSize >= 10_000 && ratio > goalRatio {
		t.Errorf("the ratio to Node is %.2f, want at most %.2f", ratio, goalRatio)
	}
}

// The control of R8: a server that comes back without its orders lets everybody in, and nobody counts as back.
func TestStormControl(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	house := stormHouse(t)
	const crowd = 50
	s, leave := gatherStorm(ctx, t, house, crowd, stormOrders(ctx, t, house, 5))
	defer leave()
	must(t, house.Kill())
	house.Line[len(house.Line)-1] = "sqlite:" + filepath.Join(t.TempDir(), "other.db")
	must(t, house.Start())
	for range crowd {
		select {
		case err := <-s.Refused:
			if !strings.Contains(err.Error(), "order.unknown") {
				t.Error(err)
			}
		case <-s.Back:
			t.Fatal("a client holds the state of an order that is gone")
		case <-ctx.Done():
			t.Fatal("nobody came back")
		}
	}
}

// rage lets the crowd in, kills the server in rounds, and returns the median time until 99 % were back.
func rage(ctx context.Context, t *testing.T, name string, p *Program, orders []string) time.Duration {
	t.Helper()
	s, leave := gatherStorm(ctx, t, p, *stormSize, orders)
	defer leave()
	var took []float64
	late := *stormSize / 100
	for range stormRounds {
		began := time.Now()
		must(t, p.Kill())
		must(t, p.Start())
		back, err := s.Await(ctx, *stormSize-late, began)
		must(t, err)
		_, err = s.Await(ctx, late, began) // the rest, before the next round
		must(t, err)
		took = append(took, back.Seconds())
		if usage, err := load.ReadUsage(p.PID()); err == nil {
			t.Logf("%s: back after %.2f s, %.2f s of processor time, %d MB", name, back.Seconds(), usage.CPU.Seconds(), usage.RSS>>20)
		}
	}
	must(t, p.Kill())
	return time.Duration(bench.Median(took) * float64(time.Second))
}

// gatherStorm lets a crowd in, which leaves when it is told to.
func gatherStorm(ctx context.Context, t *testing.T, p *Program, clients int, orders []string) (s *Storm, leave func()) {
	t.Helper()
	s = NewStorm(p.Address, clients, orders, 2)
	ctx, stop := context.WithCancel(ctx)
	gone := make(chan struct{})
	go func() { defer close(gone); s.Run(ctx) }()
	leave = func() { stop(); <-gone }
	if _, err := s.Await(ctx, clients, time.Now()); err != nil {
		leave()
		t.Fatal(err)
	}
	return s, leave
}

// stormHouse is orderup on an address and a processor of its own.
func stormHouse(t *testing.T) *Program {
	t.Helper()
	path, err := program()
	must(t, err)
	return startProgram(t, nil, func(address string) []string {
		return []string{path, "--listen", address, "--db", "sqlite:" + filepath.Join(t.TempDir(), "orders.db")}
	})
}

// stormPeer is Node's Socket.IO server, in the same position.
func stormPeer(t *testing.T) *Program {
	t.Helper()
	path, err := filepath.Abs("../bench/peers/node-orders.mjs")
	must(t, err)
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, fmt.Errorf("the storm compares with Node: install the package nodejs: %w", err))
	}
	if _, err := os.Stat("../bench/peers/node_modules/socket.io"); err != nil {
		missing(t, fmt.Errorf("the storm compares with Node's socket.io: run npm ci in bench/peers: %w", err))
	}
	return startProgram(t, []string{"NODE_ENV=production"}, func(string) []string { return []string{"node", path} })
}

// startProgram starts a server on an address of its own and waits until it listens.
func startProgram(t *testing.T, env []string, line func(address string) []string) *Program {
	t.Helper()
	address, err := fixedAddress()
	must(t, err)
	cpu, _ := bench.Processors()
	port := address[strings.LastIndexByte(address, ':')+1:]
	p := &Program{
		Address: address, Line: bench.Pinned(cpu, line(address)),
		Env: append(os.Environ(), append(env, "PORT="+port)...), Log: io.Discard,
	}
	t.Cleanup(func() { must(t, p.Kill()) })
	must(t, p.Start())
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	must(t, p.AwaitListening(ctx))
	return p
}

// stormOrders has n orders placed and begun, so that their version is 2.
func stormOrders(ctx context.Context, t *testing.T, p *Program, n int) []string {
	t.Helper()
	c := client.New("http://"+p.Address, client.Options{})
	orders := make([]string, n)
	must(t, inParallel(8, n, func(i int) error {
		o, err := c.Place(ctx, client.PlaceOrder{CustomerName: fmt.Sprintf("Storm %d", i), Items: []client.Item{{Name: "Beer", Price: "3.50", Quantity: 1}}})
		if err != nil {
			return err
		}
		o, err = c.SetStatus(ctx, o.ID, client.SetStatus{Status: "in_progress"})
		if err == nil && o.Version != 2 {
			err = errors.New("an order that was begun has not version 2")
		}
		orders[i] = o.ID
		return err
	}))
	return orders
}
