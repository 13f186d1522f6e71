package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"orderup/fault"
	"orderup/order"
	"orderup/restaurant"
	"orderup/wire"
)

const eventStream = "text/event-stream"

var orderEventsRoute = route{
	id: "follow-order", tag: "Events", summary: "Follow one order as a stream of events", media: eventStream,
	text: "Server-sent events: what has happened so far, then each update as it happens. The id of each event is a cursor; " +
		"a client that comes back with it as Last-Event-ID goes on from there. Readable with curl -N.",
	errors: []int{404, 503},
}

var eventsRoute = route{
	id: "follow-all", tag: "Events", summary: "Follow every order as a stream of events", media: eventStream,
	text: "Server-sent events from now on, or after the Last-Event-ID. Where that is no longer known, a resync event says " +
		"so: read the orders afresh.",
	errors: []int{403, 503},
}

// Resume says where a client wants to go on.
type Resume struct {
	LastEventID string `header:"Last-Event-ID" maxLength:"64" doc:"The id of the last event you have seen."`
	Since       string `query:"since" maxLength:"64" doc:"The same, for clients that cannot set headers."`
}

func (r Resume) cursor() string {
	if r.LastEventID != "" {
		return r.LastEventID
	}
	return r.Since
}

type orderEventsInput struct {
	OrderPath
	Resume
}

// streamOrder serves GET /orders/{id}/events.
func (a *API) streamOrder(ctx context.Context, in *orderEventsInput) (*huma.StreamResponse, error) {
	who, ref := caller(ctx), restaurant.Ref(in.ID)
	if _, err := a.House.Order(ctx, who, ref); err != nil {
		return nil, err
	}
	var after int64
	if seq, ok := a.House.PlaceOf(who.Location, in.cursor()); ok {
		seen, err := a.House.LastEvent(ctx, who, ref, seq)
		if err != nil && !errors.Is(err, fault.KindNotFound) {
			return nil, err
		}
		after = seen.Order.Version
	}
	return a.stream(func(ctx context.Context, s *stream) error {
		return a.House.FollowOrder(ctx, who, ref, after, s.send)
	}), nil
}

// streamAll serves GET /events.
func (a *API) streamAll(ctx context.Context, in *Resume) (*huma.StreamResponse, error) {
	who := caller(ctx)
	after, err := a.House.Head(ctx, who)
	if err != nil {
		return nil, err
	}
	place, known := a.House.PlaceOf(who.Location, in.cursor())
	if known = known && place <= after; known {
		after = place
	}
	return a.stream(func(ctx context.Context, s *stream) error {
		if in.cursor() != "" && !known {
			if err := s.write("event: resync\ndata: {\"message\":\"that place is no longer known: read the orders afresh\"}\n\n"); err != nil {
				return err
			}
		}
		return a.House.Follow(ctx, who, after, s.send)
	}), nil
}

// The timing of event streams.
const (
	streamBeat    = 15 * time.Second // a comment is sent so often, so that dead connections are noticed
	streamTimeout = 10 * time.Second // for a client to take what it is sent
)

// A stream is one client's connection to an event stream.
type stream struct {
	cursor func(order.Event) string

	mu  sync.Mutex // one writer at a time: events or the beat
	w   http.ResponseWriter
	out *http.ResponseController
}

// stream answers with what follow sends, until the client goes away or the
// house closes.
func (a *API) stream(follow func(context.Context, *stream) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		var beating sync.WaitGroup
		defer beating.Wait() // who writes after the handler has returned writes into another's answer
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel() // first, so that there is an end to wait for
		s := &stream{w: w, out: http.NewResponseController(w), cursor: func(e order.Event) string {
			return a.House.Cursor(e.Order.Location, e.Seq)
		}}
		defer func() { _ = s.out.SetWriteDeadline(time.Time{}) }() // the last one may be long past, and the answer still has an end
		hc.SetHeader("Content-Type", eventStream)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("X-Accel-Buffering", "no")
		if s.write("retry: 1000\n\n") != nil || r.Method == http.MethodHead {
			return
		}
		beating.Go(func() { s.beat(ctx, cancel, a.draining) })
		if err := follow(ctx, s); ctx.Err() == nil {
			a.Log.WarnContext(ctx, "event stream ended", "path", r.URL.Path, "error", err)
		}
	}}
}

// send writes events; it is the handler of a feed.
func (s *stream) send(events []order.Event) error {
	for _, e := range events {
		cursor := s.cursor(e)
		name, payload, err := wire.FromEvent(e, cursor)
		if err != nil {
			return err
		}
		if err := s.write(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", cursor, name, payload)); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) write(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.out.SetWriteDeadline(time.Now().Add(streamTimeout)); err != nil {
		return fmt.Errorf("set a deadline for an event stream: %w", err)
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("write to an event stream: %w", err)
	}
	return s.out.Flush()
}

// beat sends comments and ends the stream when the client no longer takes
// them, or when the house closes.
func (s *stream) beat(ctx context.Context, end context.CancelFunc, closing <-chan struct{}) {
	defer end()
	tick := time.NewTicker(streamBeat)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if s.write(":\n\n") != nil {
				return
			}
		case <-closing:
			return
		case <-ctx.Done():
			return
		}
	}
}
