package reliability

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"orderup/load"
)

// Storm is a crowd that comes back by itself, 0.2 to 0.8 seconds after its connections end and again until the server
// is there, as browsers do. Each of its clients follows an order, if there are any.
type Storm struct {
	Address string
	Clients int
	Orders  []string // client n follows order n modulo their number; nobody follows anything if there are none
	Version int64    // of all orders: who is told anything else does not hold the state

	Back    chan time.Time // receives when a client is connected, and holds the state of its order
	Refused chan error     // receives why one is not let in by a server that is there; nobody has to read it
}

// NewStorm returns a crowd for a server.
func NewStorm(address string, clients int, orders []string, version int64) *Storm {
	return &Storm{
		Address: address, Clients: clients, Orders: orders, Version: version,
		Back: make(chan time.Time, 2*clients), Refused: make(chan error, clients),
	}
}

// arriving is how many clients come at the same time when the doors open for the first time. Later they come as they
// like: that is the storm.
const arriving = 64

// Run is the crowd's life until ctx ends.
func (s *Storm) Run(ctx context.Context) {
	queue := make(chan struct{}, arriving)
	var clients sync.WaitGroup
	for n := range s.Clients {
		clients.Go(func() {
			queue <- struct{}{}
			enter := sync.OnceFunc(func() { <-queue })
			defer enter()
			c := stormClient{Storm: s, enter: enter}
			if len(s.Orders) > 0 {
				c.order = s.Orders[n%len(s.Orders)]
			}
			c.live(ctx)
		})
	}
	clients.Wait()
}

type stormClient struct {
	*Storm
	enter  func() // lets the next one in
	order  string
	cursor string
}

func (c *stormClient) live(ctx context.Context) {
	for ctx.Err() == nil {
		c.visit(ctx)
		select {
		case <-time.After(200*time.Millisecond + rand.N(600*time.Millisecond)): // a browser's pause
		case <-ctx.Done():
		}
	}
}

// stormPatience is how long a client waits to be let in before it tries again; the official client's is 20 seconds.
const stormPatience = 20 * time.Second

// visit connects, takes its place and stays until the connection ends.
func (c *stormClient) visit(ctx context.Context) {
	entering, cancel := context.WithTimeout(ctx, stormPatience)
	defer cancel()
	socket, err := load.Dial(entering, c.Address, load.Guest)
	if err != nil {
		return // nobody there yet
	}
	defer socket.Close()
	defer context.AfterFunc(ctx, socket.Reset)()
	if err := c.join(socket); err != nil {
		c.refuse(err)
		return
	}
	c.Back <- time.Now()
	c.enter()
	for err == nil {
		_, err = socket.Read()
	}
}

func (c *stormClient) refuse(err error) {
	select {
	case c.Refused <- err:
	default: // enough are there to tell
	}
}

// join follows the order from where the client was, and wants its state.
func (c *stormClient) join(s *load.Socket) error {
	if c.order == "" {
		return nil
	}
	if err := s.Join(c.order, c.cursor); err != nil {
		return err
	}
	packet, err := s.Await("joined_order_room")
	if err != nil {
		return err
	}
	if want := fmt.Sprintf(`"version":%d,`, c.Version); !bytes.Contains(packet, []byte(want)) {
		return fmt.Errorf("the order is not as it was: %s not in %s", want, packet)
	}
	c.cursor = textField(packet, "cursor")
	return nil
}

// textField returns the value of a field of JSON that needs no escapes, such as a cursor: the last one of that name.
func textField(packet []byte, name string) string {
	at := bytes.LastIndex(packet, []byte(`"`+name+`":"`))
	if at < 0 {
		return ""
	}
	value, _, _ := bytes.Cut(packet[at+len(name)+4:], []byte(`"`))
	return string(value)
}

// Await returns when n more clients have come in, and how long that took since began.
func (s *Storm) Await(ctx context.Context, n int, began time.Time) (time.Duration, error) {
	var last time.Time
	for in := range n {
		select {
		case last = <-s.Back:
		case <-ctx.Done():
			return 0, fmt.Errorf("%d of %d clients came in: %w", in, n, context.Cause(ctx))
		}
	}
	return last.Sub(began), nil
}
