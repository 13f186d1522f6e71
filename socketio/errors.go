package socketio

import "errors"

// Errors an application may meet.
var (
	// ErrDisconnected means that the socket is gone.
	ErrDisconnected = errors.New("socketio: the socket is disconnected")
	// ErrNotConnected means that an answer was asked for before OnConnect returned: the client cannot give one yet.
	ErrNotConnected = errors.New("socketio: the socket is not connected yet, ask after OnConnect has returned")
	// ErrTooManyRooms means that Join would exceed Options.MaxRooms.
	ErrTooManyRooms = errors.New("socketio: the socket is in too many rooms, leave some first")
	// ErrTooManyAcks means that a thousand answers of the socket are being waited for already.
	ErrTooManyAcks = errors.New("socketio: too many acknowledgements are outstanding")
	// ErrReservedEvent means that the name of an event belongs to the protocol and cannot be emitted.
	ErrReservedEvent = errors.New("socketio: reserved event name")
	// ErrPanic is given to Options.OnError when a handler panicked; the log has the details.
	ErrPanic = errors.New("socketio: the handler panicked")
	// ErrUnknownEvent is given to Options.OnError when a client wants an event acknowledged that has no handler.
	ErrUnknownEvent = errors.New("socketio: unknown event")
)

// ConnectError is an error of OnConnect with data for the client, which finds it in err.message and err.data.
type ConnectError struct {
	Message string
	Data    any // marshalled to JSON; nil is left out
}

// Error returns the message.
func (e *ConnectError) Error() string { return e.Message }

// WebSocket close codes: RFC 6455 section 7.4.1 and the IANA registry.
const (
	closeNormal        = 1000
	closeProtocolError = 1002
	closeInvalidData   = 1007
	closePolicy        = 1008
	closeTooBig        = 1009
	closeRestart       = 1012
	closeTryLater      = 1013
)

// violationError is a breach of one of the protocols by the client. Its text is a constant: it goes into close frames and logs.
type violationError struct {
	code int
	text string
}

func (e *violationError) Error() string { return e.text }

func violation(code int, text string) error { return &violationError{code, text} }
