package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// Role is what a client says it is, as the auth payload of its CONNECT packet.
type Role string

const (
	Staff Role = ""               // is told of everything, as every client of the seed is
	Guest Role = `{"as":"guest"}` // is told of what it joined
)

// joinTimeout bounds connecting and joining.
const joinTimeout = 20 * time.Second

// Arrival is one event at one client, or the end of its connection.
type Arrival struct {
	Change int
	At     time.Time
	Err    error
}

// Client is one Socket.IO connection over WebSocket.
type Client struct {
	*conn
}

// Tag marks a change in its texts, so that its events are known again at the clients.
func Tag(change int) string { return "change-" + strconv.Itoa(change) + "." }

// tagOf finds the number of a change in an event.
func tagOf(event []byte) (int, bool) {
	_, rest, found := bytes.Cut(event, []byte("change-"))
	digits, _, ended := bytes.Cut(rest, []byte("."))
	if !found || !ended {
		return 0, false
	}
	change, err := strconv.Atoi(string(digits))
	return change, err == nil
}

// Connect opens a connection to the server at an address; a guest also joins the room of an order. The caller must Close
// it.
func Connect(ctx context.Context, address string, as Role, order string) (*Client, error) {
	conn, err := dial(ctx, address, "/socket.io/?EIO=4&transport=websocket")
	if err != nil {
		return nil, err
	}
	c := &Client{conn}
	if err := c.join(as, order); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return c, nil
}

// join goes through the packets of Engine.IO 4 (0 open) and Socket.IO 5 (40 CONNECT, 42 EVENT) until the client is ready.
func (c *Client) join(as Role, order string) error {
	if err := c.SetDeadline(time.Now().Add(joinTimeout)); err != nil {
		return err
	}
	if err := c.expect("0"); err != nil {
		return err
	}
	if err := c.write("40" + string(as)); err != nil {
		return err
	}
	if err := c.expect("40"); err != nil {
		return err
	}
	if as == Guest {
		if err := c.write(fmt.Sprintf(`42["join_order_room",{"orderId":%q}]`, order)); err != nil {
			return err
		}
		if err := c.expect(`42["joined_order_room"`); err != nil {
			return err
		}
	}
	return c.SetDeadline(time.Time{})
}

// expect reads until a packet begins with prefix; other events may come before it, a refusal may not.
func (c *Client) expect(prefix string) error {
	for {
		packet, err := c.read()
		if err != nil {
			return fmt.Errorf("wait for packet %s: %w", prefix, err)
		}
		switch {
		case bytes.HasPrefix(packet, []byte(prefix)):
			return nil
		case bytes.HasPrefix(packet, []byte("44")), bytes.HasPrefix(packet, []byte(`42["exception"`)):
			return fmt.Errorf("wait for packet %s: refused: %s", prefix, packet)
		}
	}
}

// Listen passes on when the events of changes arrive, and answers pings (2) with pongs (3), until the connection ends.
func (c *Client) Listen(arrivals chan<- Arrival) {
	for {
		packet, err := c.read()
		at := time.Now()
		if err == nil && string(packet) == "2" {
			err = c.write("3")
		}
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				arrivals <- Arrival{Err: err}
			}
			return
		}
		if change, ok := tagOf(packet); ok {
			arrivals <- Arrival{Change: change, At: at}
		}
	}
}
