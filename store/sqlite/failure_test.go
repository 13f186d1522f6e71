package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"

	"orderup/fault"
	"orderup/store"
	"orderup/store/storetest"
)

// pragma sets something on the connection that writes.
func (r rig) pragma(query string) {
	r.Helper()
	if err := r.do(r.Context(), func(b *batch) error { _, err := b.exec(query); return err }); err != nil {
		r.Fatal(err)
	}
}

// A database that has reached its last page is a full disk in small.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	r.pragma(`PRAGMA max_page_count = 40`)
	var runs int
	acknowledged := 0
	var err error
	for err == nil {
		if err = r.Update(t.Context(), main, inserting(fmt.Sprintf("%04d", acknowledged), &runs)); err == nil {
			acknowledged++
		}
	}
	r.isFault(err, fault.KindFull, "store.full")
	r.same("orders kept", len(storetest.Log(r.T, r, main)), acknowledged)

	// Nobody of a batch is told otherwise, not even who only looked.
	for _, err := range r.together(inserting("x", &runs), func(store.Tx) error { return nil }, func(store.Tx) error { return errOwn }) {
		r.isFault(err, fault.KindFull, "store.full")
	}
	r.same("orders kept", len(storetest.Log(r.T, r, main)), acknowledged)

	r.pragma(`PRAGMA max_page_count = 1000000`)
	if err := r.Update(t.Context(), main, inserting("y", &runs)); err != nil {
		t.Errorf("after room was made: %v", err)
	}
	r.same("orders kept", len(storetest.Log(r.T, r, main)), acknowledged+1)
}

func TestBusy(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	r.pragma(`PRAGMA busy_timeout = 1`)
	other, err := sql.Open("sqlite", r.lock.Name()[:len(r.lock.Name())-len(".lock")])
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r.onConn(conn, `BEGIN IMMEDIATE`)
	var runs int
	r.isFault(r.Update(t.Context(), main, inserting("a", &runs)), fault.KindUnavailable, "store.unavailable")
	r.onConn(conn, `ROLLBACK`)
	if err := r.Update(t.Context(), main, inserting("a", &runs)); err != nil {
		t.Error(err)
	}
	r.same("runs", runs, 1)
}

func (r rig) onConn(conn *sql.Conn, query string) {
	r.Helper()
	if _, err := conn.ExecContext(r.Context(), query); err != nil {
		r.Fatal(err)
	}
}

// A result is an error as the driver would return it.
type result int

func (r result) Error() string { return fmt.Sprintf("result %d", int(r)) }
func (r result) Code() int     { return int(r) }

func TestFailedFsync(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	var runs int
	if err := r.Update(t.Context(), main, inserting("a", &runs)); err != nil {
		t.Fatal(err)
	}
	r.same("failed", r.hasFailed(), false)
	for _, err := range r.together(inserting("b", &runs), func(store.Tx) error { return result(sqlite3.SQLITE_IOERR_FSYNC) }) {
		r.isFault(err, fault.KindUnavailable, "store.failed")
	}
	r.same("failed", r.hasFailed(), true)
	r.isFault(r.Update(t.Context(), main, inserting("c", &runs)), fault.KindUnavailable, "store.failed")
	r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001"})
}

func (r rig) hasFailed() bool {
	select {
	case <-r.Failed():
		return true
	default:
		return false
	}
}

// A connection that cannot begin, because something left it in the middle of a
// transaction, is replaced.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	sessions := []*session{r.committer.session}
	for range readers {
		sessions = append(sessions, <-r.readers)
	}
	for i, s := range sessions {
		if err := s.begin("BEGIN"); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			r.readers <- s
		}
	}
	var runs int
	if err := r.Update(t.Context(), main, inserting("a", &runs)); err != nil {
		t.Error(err)
	}
	for range readers {
		r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001"})
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]fault.Kind{
		sqlite3.SQLITE_FULL:            fault.KindFull,
		sqlite3.SQLITE_IOERR_SHMSIZE:   fault.KindFull,
		sqlite3.SQLITE_BUSY_SNAPSHOT:   fault.KindUnavailable,
		sqlite3.SQLITE_LOCKED:          fault.KindUnavailable,
		sqlite3.SQLITE_IOERR_FSYNC:     fault.KindUnavailable,
		sqlite3.SQLITE_IOERR_DIR_FSYNC: fault.KindUnavailable,
		sqlite3.SQLITE_IOERR_WRITE:     fault.KindInternal,
		sqlite3.SQLITE_CORRUPT:         fault.KindInternal,
	} {
		err := explain("try", fmt.Errorf("wrapped: %w", result(code)))
		if kind := fault.Of(err).Kind; kind != want || !errors.Is(err, result(code)) {
			t.Errorf("result %d: %s (%v), want %s and its cause", code, kind, err, want)
		}
		if !broken(err) {
			t.Errorf("result %d is not everybody's misfortune", code)
		}
	}
	for _, err := range []error{nil, errOwn, context.Canceled, result(sqlite3.SQLITE_CONSTRAINT_UNIQUE), result(sqlite3.SQLITE_TOOBIG)} {
		if broken(err) {
			t.Errorf("%v is everybody's misfortune", err)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"cannot be written":                  &fs.PathError{Op: "open", Path: "x.db", Err: fs.ErrPermission},
		"cannot be written; give this user":  &fs.PathError{Op: "open", Path: "x.db", Err: syscall.EROFS},
		"open x.db: input/output error":      syscall.EIO,
		"x.db is in use by another orderup;": errLocked,
	} {
		if got := sentence("x.db", err).Error(); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

func (r rig) isFault(err error, kind fault.Kind, code string) {
	r.Helper()
	if err == nil {
		r.Errorf("no error, want %s", code)
		return
	}
	if f := fault.Of(err); f.Kind != kind || f.Code != code {
		r.Errorf("%s %s (%v), want %s", f.Kind, f.Code, err, code)
	}
}
