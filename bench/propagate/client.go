package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// role is what a client says it is, as the auth payload of its CONNECT packet.
type role string

const (
	staff role = ""               // is told of everything, as every client of the seed is
	guest role = `{"as":"guest"}` // is told of what it joined
)

// joinTimeout bounds connecting and joining.
const joinTimeout = 20 * time.Second

// arrival is one event at one client, or the end of its connection.
type arrival struct {
	change int
	at     time.Time
	err    error
}

// client is one Socket.IO connection over WebSocket.
type client struct {
	*conn
}

// tag marks a change in its texts, so that its events are known again at the clients.
func tag(change int) string { return "change-" + strconv.Itoa(change) + "." }

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

// connect opens a connection; a guest also joins the room of an order.
func connect(ctx context.Context, address string, as role, order string) (*client, error) {
	conn, err := dial(ctx, address, "/socket.io/?EIO=4&transport=websocket")
	if err != nil {
		return nil, err
	}
	c := &client{conn}
	if err := c.join(as, order); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return c, nil
}

// join goes through the packets of Engine.IO 4 (0 open) and Socket.IO 5 (40 CONNECT, 42 EVENT) until the client is ready.
func (c *client) join(as role, order string) error {
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
	if as == guest {
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
func (c *client) expect(prefix string) error {
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

// listen passes on when the events of changes arrive, and answers pings (2) with pongs (3), until the connection ends.
func (c *client) listen(arrivals chan<- arrival) {
	for {
		packet, err := c.read()
		at := time.Now()
		if err == nil && string(packet) == "2" {
			err = c.write("3")
		}
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				arrivals <- arrival{err: err}
			}
			return
		}
		if change, ok := tagOf(packet); ok {
			arrivals <- arrival{change: change, at: at}
		}
	}
}
