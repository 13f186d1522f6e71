package live

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
	"orderup/socketio"
	"orderup/staff"
	"orderup/wire"
)

// A Config is what the live side of a house is made of.
type Config struct {
	House       *restaurant.House
	Location    order.Location
	Who         func(*http.Request) staff.Principal
	AllowOrigin func(*http.Request) bool
	Delivered   func(delay time.Duration) // told of each event that was handed to its sockets, and how long after it happened
	Log         *slog.Logger
}

// A Live serves the sockets of a house.
type Live struct {
	server *socketio.Server
	rooms  *socketio.Namespace
	hub    *hub
	log    *slog.Logger
}

// Open returns the live side of a house at the end of its log; Run makes it
// push.
func Open(ctx context.Context, c Config) (*Live, error) {
	l := &Live{log: c.Log}
	l.server = socketio.New(socketio.Options{
		AllowOrigin: c.AllowOrigin,
		Keep:        func(r *http.Request) any { return l.hub.arriving(func() staff.Principal { return c.Who(r) }) },
		OnError:     l.exception,
		Log:         c.Log,
	})
	l.rooms = l.server.Of("/")
	var err error
	if l.hub, err = openHub(ctx, c, l.rooms); err != nil {
		return nil, err
	}
	l.rooms.OnConnect(l.connect)
	l.rooms.OnDisconnect(l.hub.disconnected)
	l.rooms.On(wire.EventJoin, l.join)
	l.rooms.On(wire.EventLeave, l.leave)
	l.rooms.On(wire.EventJoinKitchen, l.joinKitchen)
	l.rooms.On(wire.EventLeaveKitchen, l.leaveKitchen)
	l.rooms.On(wire.EventCommand, l.command)
	l.rooms.On(wire.EventTicketSeen, l.ticketSeen)
	return l, nil
}

// Handler serves /socket.io/.
func (l *Live) Handler() http.Handler { return l.server }

// Run pushes what happens, and tells the other nodes who is connected, until
// ctx ends.
func (l *Live) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { l.presence(ctx) })
	beside.Go(func() { l.hub.tick(ctx) })
	beside.Go(func() { l.hub.watch(ctx) })
	err := l.hub.run(ctx)
	cancel()
	beside.Wait()
	l.goodbye()
	return err
}

// Ready returns an Unavailable fault "live.away" while the log cannot be read,
// as the sockets have been told.
func (l *Live) Ready() error { return l.hub.ready() }

// Shutdown sends every client away in a way that makes it come back.
func (l *Live) Shutdown(ctx context.Context) error { return l.server.Shutdown(ctx) }

// Stats returns the figures of the sockets.
func (l *Live) Stats() socketio.Stats { return l.server.Stats() }

// At returns the number of the last event that was pushed.
func (l *Live) At() int64 {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	return l.hub.at
}

// Clients returns how many sockets follow each order, and how many there are.
func (l *Live) Clients() restaurant.Clients {
	c := restaurant.Clients{Following: map[order.ID]int{}, All: l.server.Stats().Connections}
	for room, n := range l.rooms.Rooms() {
		if id, ok := strings.CutPrefix(strings.TrimSuffix(room, lastingSuffix), orderRoomPrefix); ok {
			c.Following[order.ID(id)] += n
		}
	}
	return c
}

// auth is what a client may say when it connects.
type auth struct {
	As    string `json:"as"`    // "guest" or "screen": only what it joins
	Since string `json:"since"` // of staff: the cursor to go on from

	// Connection state recovery; the last two are the client library's.
	CSR    flag   `json:"csr"`
	PID    string `json:"pid"`
	Offset string `json:"offset"`
}

// A flag is said as true or as 1.
type flag bool

// UnmarshalJSON reads true, false, 1 or 0.
func (f *flag) UnmarshalJSON(text []byte) error {
	on, err := strconv.ParseBool(string(text))
	*f = flag(on)
	return err
}

// connect greets a socket: staff gets everything, a guest what it joins.
func (l *Live) connect(s *socketio.Socket) error {
	who := s.Handshake().(arrival)
	var a auth
	if err := json.Unmarshal(s.Auth(), &a); err != nil {
		return fault.Malformed("live.auth", "auth must be an object such as {\"as\": \"guest\"}")
	}
	if who.Role == staff.Local && a.As == "guest" {
		who.Role, who.Name = staff.Follower, "follower"
	}
	if !a.CSR {
		a.PID, a.Offset = "", ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	who.screen = a.As == "screen"
	return l.hub.enter(ctx, s, who, a)
}

// join lets a socket follow an order: a snapshot, or what it missed, and from
// then on every update.
func (l *Live) join(s *socketio.Socket, e *socketio.Event) error { return answer(s, e, l.hub.join) }

// answerWithin is how long the answer to a socket's event may take.
const answerWithin = 10 * time.Second

// leave lets a socket follow an order no longer. Leaving what it is not in is
// as good.
func (l *Live) leave(s *socketio.Socket, e *socketio.Event) error { return answer(s, e, l.hub.leave) }

// bind reads the argument of an event.
func bind(e *socketio.Event, in any) error {
	if err := e.Bind(in); err != nil {
		return fault.Malformed("live.payload", "%s needs one object as /docs describes it, such as {\"orderId\": \"...\"}", e.Name).Because(err)
	}
	return nil
}

// exception says why an event was refused; what is our own fault goes to the
// log.
func (l *Live) exception(s *socketio.Socket, event string, err error) any {
	f := fault.Of(err)
	if errors.Is(err, socketio.ErrUnknownEvent) {
		f = fault.NotFound("live.event", "there is no event of that name: see /docs")
	}
	if f.Kind == fault.KindInternal {
		l.log.Error("socket event failed", "event", event, "socket", s.ID(), "error", err)
	}
	x := wire.Exception{Status: "error", Code: f.Code, Message: f.Sentence}
	if stale, ok := errors.AsType[*restaurant.Stale](err); ok {
		now := wire.FromOrder(stale.Current)
		x.Order = &now
	}
	return x
}
