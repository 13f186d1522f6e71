package reliability

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"orderup/client"
	"orderup/wire"
)

// Tablet is a screen of one station of a kitchen, in a life of accidents: it shows tickets, tells the server that it
// has, and now and then somebody taps on it. What it could not send it sends when it lives again.
type Tablet struct {
	URL     string
	Station string
	Measure time.Duration // of its deaths, which last up to twice as long; about what the server waits for a receipt
	Dice    *rand.Rand
	Retry   bool          // sends a tap that it does not know the fate of under another key: a control, whose taps count twice
	Deaths  *atomic.Int64 // to come, of all tablets together

	Painted map[TaskName]bool // what it has shown
	Taps    map[TaskName]int  // by how much it has tapped
	Died    [deaths]int       // in each way

	outbox []wire.Command // taps without an answer
	cursor string
}

// TaskName names a task of an order.
type TaskName struct{ Order, Task string }

// The ways in which a tablet dies.
const (
	byCut     = iota // its connection ends
	byFreeze         // its page stands still: it hears, and neither shows nor tells anything
	blackHole        // its network swallows everything, and the connection seems to stand
	deaths
)

// line is a network connection that can become a black hole.
type line struct {
	net.Conn
	hole   atomic.Bool
	closed chan struct{}
	once   sync.Once
}

// Read reads; from a black hole nothing, until it is closed.
func (l *line) Read(p []byte) (int, error) {
	if l.hole.Load() {
		<-l.closed
		return 0, net.ErrClosed
	}
	return l.Conn.Read(p)
}

// Write writes; what goes into a black hole is gone.
func (l *line) Write(p []byte) (int, error) {
	if l.hole.Load() {
		return len(p), nil
	}
	return l.Conn.Write(p)
}

// Close closes the connection.
func (l *line) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Conn.Close()
}

// dial connects as a screen and returns the connection below too.
func (t *Tablet) dial(ctx context.Context) (*client.Socket, *line, error) {
	var below *line
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		below = &line{Conn: conn, closed: make(chan struct{})}
		return below, nil
	}}
	s, err := client.New(t.URL, client.Options{HTTP: &http.Client{Transport: transport}}).Dial(ctx, client.SocketOptions{Screen: true})
	return s, below, err
}

// Run is the tablet's life until ctx ends: it dies again and again while deaths are left, and comes back. In the end it
// lives on, and returns once everything it had to send is answered.
func (t *Tablet) Run(ctx context.Context, over <-chan struct{}) error {
	t.Painted, t.Taps = map[TaskName]bool{}, map[TaskName]int{}
	for ctx.Err() == nil {
		done, err := t.live(ctx, over)
		if done || err != nil {
			return err
		}
	}
	return ctx.Err()
}

// live is one life; done when it is the last.
func (t *Tablet) live(ctx context.Context, over <-chan struct{}) (done bool, err error) {
	s, below, err := t.dial(ctx)
	if err != nil {
		return false, err
	}
	defer s.Close()
	defer below.Close()
	if err := t.join(ctx, s); err != nil {
		return false, err
	}
	death := time.NewTimer(t.span(0.1, 0.6))
	defer death.Stop()
	for {
		t.flush(ctx, s)
		select {
		case e, open := <-s.Events():
			if !open {
				return false, fmt.Errorf("the %s lost its connection: %w", t.Station, s.Err())
			}
			if err := t.hear(e, s); err != nil {
				return false, err
			}
		case <-death.C:
			if t.Deaths.Add(-1) >= 0 {
				t.die(ctx, s, below)
				return false, nil
			}
		case <-over:
			t.flush(ctx, s)
			return len(t.outbox) == 0, nil
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

// span draws a time between two shares of the measure.
func (t *Tablet) span(from, to float64) time.Duration {
	return time.Duration((from + (to-from)*t.Dice.Float64()) * float64(t.Measure))
}

// join follows the station, from where the tablet was or afresh, and shows what is there.
func (t *Tablet) join(ctx context.Context, s *client.Socket) error {
	in := wire.JoinKitchen{Stations: []string{t.Station}, Since: t.cursor}
	if t.Dice.IntN(3) == 0 {
		in.Since = ""
	}
	joined, err := s.JoinKitchen(ctx, in)
	if err != nil {
		return err
	}
	t.cursor = joined.Cursor
	for _, o := range joined.Orders {
		t.show(o, s)
	}
	return nil
}

// hear takes an event in.
func (t *Tablet) hear(e client.Event, s *client.Socket) error {
	var told struct {
		Order  wire.Order `json:"order"`
		Cursor string     `json:"cursor"`
	}
	switch e.Name {
	case wire.EventNewOrder, wire.EventStatusUpdated, wire.EventUpdated:
	default:
		return nil
	}
	if err := json.Unmarshal(e.Data, &told); err != nil {
		return fmt.Errorf("read %s: %w", e.Name, err)
	}
	t.cursor = told.Cursor
	t.show(told.Order, s)
	return nil
}

// show paints the tickets of an order that are new here, tells the server, and taps on them.
func (t *Tablet) show(o wire.Order, s *client.Socket) {
	shown := false
	for _, task := range o.Tasks {
		name := TaskName{o.ID, task.ID}
		if task.Station != t.Station || task.State != "queued" && task.State != "started" || t.Painted[name] && task.SeenAt != nil {
			continue
		}
		shown = true
		if !t.Painted[name] {
			t.tap(name)
		}
		t.Painted[name] = true
	}
	if shown { // what gets lost here the server misses, and says so
		_ = s.Emit(wire.EventTicketSeen, wire.TicketSeen{OrderID: o.ID, Station: t.Station, Version: o.Version})
	}
}

// tap bumps one of a task; some taps were made ten minutes ago, while the tablet was without a network.
func (t *Tablet) tap(name TaskName) {
	t.Taps[name]++
	at := wire.Time(time.Now())
	if t.Dice.IntN(4) == 0 {
		at = wire.Time(time.Now().Add(-10 * time.Minute))
	}
	t.outbox = append(t.outbox, wire.Command{
		Verb: "bump", OrderID: name.Order, Key: fmt.Sprintf("%s-%s-%s", t.Station, name.Order, name.Task),
		KitchenWork: wire.KitchenWork{Tasks: []string{name.Task}, Quantity: 1, At: &at},
	})
}

// flush sends taps, some of them a second time, as who got no answer does; those without an answer stay.
func (t *Tablet) flush(ctx context.Context, s *client.Socket) {
	for len(t.outbox) > 0 {
		c := t.outbox[0]
		twice := t.Dice.IntN(4) == 0
		for range 2 {
			asking, cancel := context.WithTimeout(ctx, 5*time.Second)
			_, err := s.Command(asking, c)
			cancel()
			if _, refused := errors.AsType[*client.Problem](err); err != nil && !refused {
				return
			}
			if !twice {
				break
			}
			if t.Retry {
				c.Key += "-again"
			}
		}
		t.outbox = t.outbox[1:]
	}
}

// die is dead for a while, in one of the ways. A tap that was made in the moment of death is sent, and its answer never
// heard.
func (t *Tablet) die(ctx context.Context, s *client.Socket, below *line) {
	way := t.Dice.IntN(deaths)
	t.Died[way]++
	switch way {
	case byCut:
		below.Close()
	case blackHole:
		below.hole.Store(true)
	}
	end := time.NewTimer(t.span(0.2, 2))
	defer end.Stop()
	for events := s.Events(); ; {
		select {
		case _, open := <-events: // a page that stands still
			if !open {
				events = nil
			}
		case <-end.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// Receipts is what became of the tickets of a kitchen.
type Receipts struct {
	Confirmed, Alarmed int           // tickets
	Latest             time.Duration // that a ticket was neither
	Complaints         []string
}

// JudgeReceipts holds the orders of a kitchen, as they are in the end, against what the tablets say: every ticket was
// confirmed by a tablet that has shown it, or raised the alarm, within a time; and each tap counts once.
func JudgeReceipts(orders []wire.Order, tablets []*Tablet, within time.Duration) (r Receipts) {
	for _, o := range orders {
		for _, task := range o.Tasks {
			r.judge(TaskName{o.ID, task.ID}, task, tablets, within)
		}
	}
	return r
}

func (r *Receipts) judge(name TaskName, task wire.Task, tablets []*Tablet, within time.Duration) {
	complain := func(format string, args ...any) {
		r.Complaints = append(r.Complaints, fmt.Sprintf("task %s of order %s at %s: ", name.Task, name.Order, task.Station)+fmt.Sprintf(format, args...))
	}
	silent, known := silence(task)
	switch {
	case !known:
		complain("nobody has confirmed it, and nobody was alarmed")
	case silent > within:
		complain("%s without a receipt or an alarm, want at most %s", silent, within)
	}
	r.Latest = max(r.Latest, silent)
	painted, taps := false, 0
	for _, t := range tablets {
		painted = painted || t.Painted[name]
		taps += t.Taps[name]
	}
	if task.AlarmedAt != nil {
		r.Alarmed++
	} else if known {
		r.Confirmed++
	}
	if task.SeenAt != nil && !painted {
		complain("it is confirmed, and no tablet has shown it")
	}
	if task.Done != taps {
		complain("%d were tapped, and %d count", taps, task.Done)
	}
}

// silence is how long a task was neither confirmed nor the reason of an alarm; false if it is to this day.
func silence(task wire.Task) (time.Duration, bool) {
	if task.FiredAt == nil {
		return 0, false
	}
	fired := time.Time(*task.FiredAt)
	switch {
	case task.AlarmedAt != nil:
		return time.Time(*task.AlarmedAt).Sub(fired), true
	case task.SeenAt != nil:
		return time.Time(*task.SeenAt).Sub(fired), true
	}
	return 0, false
}
