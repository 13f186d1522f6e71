package socketio

import (
	"cmp"
	"log/slog"
	"net/http"
	"time"
)

// Options configure a Server. The zero value of each field, and a negative one, stands for its default.
type Options struct {
	// PingInterval is the time from one heartbeat to the next; 25 s. Clients that hear nothing for PingInterval +
	// PingTimeout consider the connection lost.
	PingInterval time.Duration
	// PingTimeout is how long the answer to a heartbeat may take; 20 s.
	PingTimeout time.Duration
	// ConnectTimeout is how long a connection may be in no namespace; 10 s.
	ConnectTimeout time.Duration
	// UpgradeTimeout is how long the move from long-polling to a WebSocket may take; 10 s.
	UpgradeTimeout time.Duration
	// WriteTimeout is how long a client may take to accept what is sent to it (up to 64 kB at a time), and to send a
	// request body or a message it has begun; 10 s.
	WriteTimeout time.Duration

	// MaxPayload is the size in bytes of the largest message a client may send: a POST body, a WebSocket frame, a
	// reassembled message, an event with its attachments; 65,536.
	MaxPayload int
	// MaxQueue is how many messages may wait for one connection, attachments counted each; 1,024. Above it the connection is closed (1013).
	MaxQueue int
	// MaxBacklog is how many bytes may wait for one connection; 1 MiB. Above it the connection is closed (1013).
	MaxBacklog int
	// MaxSockets is how many connections there may be at once; 0 is no limit. Above it handshakes are answered 503
	// with Retry-After.
	MaxSockets int
	// MaxRooms is how many rooms one socket may be in; 100.
	MaxRooms int

	// AllowOrigin decides whether a page of another origin may talk to the server. It is asked for every request with
	// an Origin header, WebSocket upgrades included, which CORS does not cover. nil allows the request's own host only.
	AllowOrigin func(r *http.Request) bool
	// Keep chooses what to remember of the request that opened a connection: its result is Socket.Handshake. The
	// request itself is not kept, it would hold memory as long as the connection lives. nil keeps nothing.
	Keep func(r *http.Request) any
	// OnError turns the error of a handler into what the client is told: the argument of its acknowledgement, or of an
	// "exception" event when it asked for none. nil says {"status":"error","message":"internal error"} whatever the
	// error. Errors that are not the application's own are ErrPanic, ErrUnknownEvent and those of Event.Bind.
	OnError func(s *Socket, event string, err error) any
	// Engine, if not nil, takes the place of Socket.IO: it is given every message of every connection as it arrives, and
	// reply answers on the same connection. Namespaces play no part then. It is called on the goroutine that reads the
	// connection, must not keep Message.Data, and must not panic.
	Engine func(m Message, reply func(Message))
	// Log receives what an operator should know; never a payload, a session id or a credential. nil discards.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	o.PingInterval = positive(o.PingInterval, 25*time.Second)
	o.PingTimeout = positive(o.PingTimeout, 20*time.Second)
	o.ConnectTimeout = positive(o.ConnectTimeout, 10*time.Second)
	o.UpgradeTimeout = positive(o.UpgradeTimeout, 10*time.Second)
	o.WriteTimeout = positive(o.WriteTimeout, 10*time.Second)
	o.MaxPayload = positive(o.MaxPayload, 64<<10)
	o.MaxQueue = positive(o.MaxQueue, 1024)
	o.MaxBacklog = positive(o.MaxBacklog, 1<<20)
	o.MaxRooms = positive(o.MaxRooms, 100)
	if o.AllowOrigin == nil {
		o.AllowOrigin = sameOrigin
	}
	if o.Keep == nil {
		o.Keep = func(*http.Request) any { return nil }
	}
	if o.OnError == nil {
		o.OnError = internalError
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func positive[T cmp.Ordered](v, otherwise T) T {
	var zero T
	if v > zero {
		return v
	}
	return otherwise
}

func internalError(*Socket, string, error) any {
	return map[string]string{"status": "error", "message": "internal error"}
}
