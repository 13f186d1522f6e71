package sqlite

import (
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"

	"orderup/fault"
)

// A coded error is one with an extended result code (sqlite.org/rescode.html),
// as the driver returns it.
type coded interface {
	error
	Code() int
}

// code returns the result code behind err; 0 when there is none.
func code(err error) int {
	if e, ok := errors.AsType[coded](err); ok {
		return e.Code()
	}
	return 0
}

// broken reports whether err says that SQLite could not do its work, which is
// everybody's misfortune; what is wrong with one statement or its values is not.
func broken(err error) bool {
	switch code(err) & 0xff {
	case 0, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE:
		return false
	}
	return true
}

// fsyncFailed reports whether err leaves open what is on disk.
func fsyncFailed(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_IOERR_FSYNC || c == sqlite3.SQLITE_IOERR_DIR_FSYNC
}

// explain gives err the form in which callers know it: a fault for what they
// can act on, wrapped with what was attempted otherwise.
func explain(attempted string, err error) error {
	c := code(err)
	switch {
	case err == nil:
		return nil
	case fsyncFailed(err):
		return errFailed(err)
	// A full disk answers a write with SQLITE_FULL, and the growth of the
	// shared memory file with SHMSIZE.
	case c&0xff == sqlite3.SQLITE_FULL, c == sqlite3.SQLITE_IOERR_SHMSIZE:
		return fault.Full("store.full", "The disk is full: nothing was stored. Make room; the store goes on by itself.").Because(err)
	case c&0xff == sqlite3.SQLITE_BUSY, c&0xff == sqlite3.SQLITE_LOCKED:
		return errUnavailable("busy", err)
	}
	return fmt.Errorf("%s: %w", attempted, err)
}

// errFailed is the answer of a store whose disk lost track.
func errFailed(cause error) error {
	return fault.Unavailable("store.failed", "The disk could not be trusted to keep what was written; the server has to be started again.").Because(cause)
}

// errUnavailable is the answer of a store that is closed, or busy.
func errUnavailable(how string, cause error) error {
	return fault.Unavailable("store.unavailable", "The store is %s: nothing was stored. Please try again in a moment.", how).Because(cause)
}
