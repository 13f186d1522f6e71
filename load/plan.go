package load

import (
	"errors"
	"fmt"
	"time"
)

// A Plan says what a crowd does to a server.
type Plan struct {
	URL         string        // of the server: http://host:port
	Connections int           // sockets; each follows one order
	Rooms       int           // orders that are followed, and updated in turn
	Rate        float64       // updates a second, of all orders together
	Duration    time.Duration // how long updates are sent
	Settle      time.Duration // how long after the last one deliveries are waited for
	As          Role          // what the sockets are
	Ramp        int           // sockets that connect in a second
	PID         int           // process whose processor time and memory are read; 0 for none
}

// The bounds of a plan: what one process can hold, and a mark can say.
const (
	mostConnections = 60_000
	mostRooms       = 10_000
	mostRate        = 100_000
	mostDuration    = 24 * time.Hour
)

// Check says what is wrong with the figures of a plan.
func (p Plan) Check() error {
	return errors.Join(
		within("connections", p.Connections, 1, mostConnections), within("rooms", p.Rooms, 1, mostRooms),
		within("ramp", p.Ramp, 1, mostConnections), within("rate", p.Rate, 0.1, mostRate),
		within("duration", p.Duration, time.Millisecond, mostDuration), within("settle", p.Settle, 0, mostDuration))
}

func within[T int | float64 | time.Duration](name string, v, least, most T) error {
	if v < least || v > most {
		return fmt.Errorf("%s is %v: give from %v to %v", name, v, least, most)
	}
	return nil
}

// due is when an update is due, counted from 0, since the run began.
func (p Plan) due(update int) time.Duration {
	return time.Duration(float64(update) / p.Rate * float64(time.Second))
}

// updates is how many updates are due in the time of the plan.
func (p Plan) updates() int {
	n := int(p.Duration.Seconds() * p.Rate)
	for n > 0 && p.due(n-1) >= p.Duration {
		n--
	}
	return n
}
