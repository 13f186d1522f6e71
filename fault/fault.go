// Package fault is the one form of error that people get to see: a kind that
// decides how it is told (HTTP status, socket answer), a stable code that
// programs can rely on, and a sentence that says what to do.
//
// Any error that is not a Fault is internal: its text goes to the log, never
// to a client.
package fault

import (
	"errors"
	"fmt"
)

// A Kind says what went wrong in general. It is an error itself, so that
// errors.Is(err, fault.KindNotFound) asks for the kind of err.
type Kind string

// The kinds of fault. Internal is the kind of every error that is no Fault.
const (
	KindInternal    Kind = "internal"      // ours; nothing the caller could do
	KindMalformed   Kind = "malformed"     // cannot be read at all
	KindInvalid     Kind = "invalid"       // read, and not acceptable
	KindNotFound    Kind = "not_found"     // absent, or not for this caller's eyes
	KindForbidden   Kind = "forbidden"     // known to exist, not allowed
	KindConflict    Kind = "conflict"      // the state of things forbids it now
	KindTooLarge    Kind = "too_large"     // over a stated limit
	KindFull        Kind = "storage_full"  // the disk is full; nothing was stored
	KindUnavailable Kind = "not_available" // try again in a moment
)

// Error makes a Kind usable as the target of errors.Is.
func (k Kind) Error() string { return string(k) }

// A Fault is an error with a kind, a code and a sentence for people.
type Fault struct {
	Kind     Kind
	Code     string // stable, dotted: "order.transition"
	Sentence string // what is wrong and what to do, in English
	Field    string // the input it is about, as a path: "items[0].price"
	cause    error
}

// Error returns the sentence.
func (f *Fault) Error() string { return f.Sentence }

// Unwrap returns the error behind f, which is for the log only.
func (f *Fault) Unwrap() error { return f.cause }

// Is reports whether target is f's kind.
func (f *Fault) Is(target error) bool { return target == error(f.Kind) }

// At returns a copy of f that is about the named input.
func (f *Fault) At(field string) *Fault {
	c := *f
	c.Field = field
	return &c
}

// Because returns a copy of f with the error behind it.
func (f *Fault) Because(cause error) *Fault {
	c := *f
	c.cause = cause
	return &c
}

// New returns a fault of the given kind.
func New(kind Kind, code, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Sentence: fmt.Sprintf(format, args...)}
}

// Malformed is for input that cannot be read.
func Malformed(code, format string, args ...any) *Fault {
	return New(KindMalformed, code, format, args...)
}

// Invalid is for input that was read and is not acceptable.
func Invalid(code, format string, args ...any) *Fault {
	return New(KindInvalid, code, format, args...)
}

// NotFound is for what is absent or not for the caller's eyes: the two look alike.
func NotFound(code, format string, args ...any) *Fault {
	return New(KindNotFound, code, format, args...)
}

// Forbidden is for what the caller may not do.
func Forbidden(code, format string, args ...any) *Fault {
	return New(KindForbidden, code, format, args...)
}

// Conflict is for what the state of things forbids now.
func Conflict(code, format string, args ...any) *Fault {
	return New(KindConflict, code, format, args...)
}

// TooLarge is for input over a stated limit.
func TooLarge(code, format string, args ...any) *Fault {
	return New(KindTooLarge, code, format, args...)
}

// Full is for a store without room: nothing was stored.
func Full(code, format string, args ...any) *Fault {
	return New(KindFull, code, format, args...)
}

// Unavailable is for what may work again in a moment: nothing was stored.
func Unavailable(code, format string, args ...any) *Fault {
	return New(KindUnavailable, code, format, args...)
}

// Of returns the Fault in err, or an internal one that hides err's text.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return New(KindInternal, "internal", "Something went wrong on our side. It is in the log; please try again.").Because(err)
}
