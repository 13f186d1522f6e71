package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"orderup/fault"
	"orderup/order"
)

// The states of SQL that we tell apart (postgresql.org/docs/current/errcodes-appendix.html).
const (
	wrongUser         = "28000"
	wrongPassword     = "28P01"
	noDatabase        = "3D000"
	notAllowed        = "42501"
	readOnly          = "25006"
	serialization     = "40001"
	deadlock          = "40P01"
	uniqueViolation   = "23505"
	lockNotAvailable  = "55P03"
	queryCanceled     = "57014"
	diskFull          = "53100"
	classResources    = "53"
	classIntervention = "57"
)

// state returns the SQL state behind err; empty when there is none.
func state(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// lost reports whether err says that the connection is of no use any more:
// another one may do better.
func lost(err error) bool {
	if e, answered := errors.AsType[*pgconn.PgError](err); answered {
		return e.Severity == "FATAL" || e.Severity == "PANIC" || e.Code == readOnly ||
			strings.HasPrefix(e.Code, classIntervention) && e.Code != queryCanceled
	}
	if _, network := errors.AsType[net.Error](err); network {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded) ||
		isConnect(err) || isOpen(err) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) // as of a connection that is closed already
}

// repeatable reports whether err says that the same may well work the next time.
func repeatable(err error) bool {
	s := state(err)
	return s == serialization || s == deadlock
}

// explain gives err the form in which callers know it: a fault for what they
// can act on, wrapped with what was attempted otherwise.
func explain(attempted string, err error) error {
	s := state(err)
	switch {
	case err == nil:
		return nil
	case isFault(err):
		return err
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", attempted, err)
	case s == diskFull:
		return fault.Full("store.full", "The disk of the database is full: nothing was stored. Make room; the store goes on by itself.").Because(err)
	case lost(err):
		return errUnavailable("out of reach", err)
	case repeatable(err), s == lockNotAvailable, s == queryCanceled, strings.HasPrefix(s, classResources):
		return errUnavailable("busy", err)
	}
	return fmt.Errorf("%s: %w", attempted, err)
}

func isFault(err error) bool {
	_, ok := errors.AsType[*fault.Fault](err)
	return ok
}

// errUnavailable is the answer of a store that is closed, busy or out of reach.
func errUnavailable(how string, cause error) error {
	return fault.Unavailable("store.unavailable", "The store is %s: nothing was stored. Please try again in a moment.", how).Because(cause)
}

// errUncertain is the answer when a commit has none.
func errUncertain(cause error) error {
	return fault.Unavailable("store.uncertain",
		"The database was lost during the commit: this may or may not have been stored. Repeat it with the same Idempotency-Key.").Because(cause)
}

func unknown() error { return fault.NotFound("order.unknown", "there is no such order") }

func conflict(id order.ID) *fault.Fault {
	return fault.Conflict("order.version", "order %s was changed by somebody else meanwhile; read it again", id)
}

func unknownLocation(id order.Location) error {
	return fault.NotFound("location.unknown", "there is no location %q", id)
}

// sentence says what is wrong with the database, and what to do, without the
// password.
func (d database) sentence(err error) error {
	c := d.config.ConnConfig
	name := fmt.Sprintf("PostgreSQL at %s:%d, database %q, user %q", c.Host, c.Port, c.Database, c.User)
	switch s := state(err); {
	case s == wrongPassword, s == wrongUser:
		return fmt.Errorf("%s: the server does not accept this user or password; correct --db, or the server's pg_hba.conf: %w", name, err)
	case s == noDatabase:
		return fmt.Errorf("%s: there is no such database; make it with createdb %s: %w", name, c.Database, err)
	case s == notAllowed:
		return fmt.Errorf("%s: this user may not do that; make the user the owner of the database: %w", name, err)
	case s == readOnly, errors.Is(err, pgconn.ErrReadOnlyConnection):
		return fmt.Errorf("%s: it takes no writes, as a standby does; name the primary in --db: %w", name, err)
	case s == "" && isConnect(err):
		return fmt.Errorf("%s: it cannot be reached; start it, or correct --db: %w", name, err)
	}
	return fmt.Errorf("%s cannot be served: %w", name, err)
}

func isConnect(err error) bool {
	_, ok := errors.AsType[*pgconn.ConnectError](err)
	return ok
}
