package postgres

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"orderup/fault"
	"orderup/store/storetest"
)

// An accident happens to the connection that writes, at the moment of a commit.
type accident int32

const (
	none       accident = iota
	lostAsk             // the connection breaks before the server has heard of it
	lostAnswer          // the server has committed, the answer is lost, and the connection with it
	silence             // the server does not hear, and nobody notices
)

// A cable is how a store reaches its server, with an accident planned.
type cable struct {
	planned atomic.Int32
	down    atomic.Bool // nobody can connect
	cuts    atomic.Bool // an accident takes the cable down
}

// lay has the writer of a store use a cable. It has no connection yet.
func lay(s *Store) *cable {
	c := &cable{}
	config := s.writer.session.database.config.ConnConfig
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		if c.down.Load() {
			return nil, errors.New("no route to host")
		}
		conn, err := dial(ctx, network, address)
		return &wire{Conn: conn, cable: c}, err
	}
	return c
}

// A wire is one connection of a cable.
type wire struct {
	net.Conn
	cable *cable
	met   atomic.Int32
}

// ofCommit stands in the notification, which goes out with the COMMIT.
var ofCommit = []byte(`{"main":`)

func (w *wire) Write(b []byte) (int, error) {
	if bytes.Contains(b, ofCommit) {
		w.met.Store(w.cable.planned.Swap(int32(none)))
	}
	switch accident(w.met.Load()) {
	case lostAsk:
		return 0, errors.Join(errors.New("broken pipe"), w.cut())
	case silence:
		return len(b), nil
	}
	return w.Conn.Write(b)
}

func (w *wire) Read(b []byte) (int, error) {
	if accident(w.met.Load()) != lostAnswer {
		return w.Conn.Read(b)
	}
	var heard []byte
	for !bytes.Contains(heard, []byte("COMMIT\x00")) {
		n, err := w.Conn.Read(b)
		if err != nil {
			return n, err
		}
		heard = append(heard, b[:n]...)
	}
	return 0, errors.Join(io.ErrUnexpectedEOF, w.cut())
}

func (w *wire) cut() error {
	if w.cable.cuts.Load() {
		w.cable.down.Store(true)
	}
	return w.Conn.Close()
}

// A commit without an answer is looked up: never lost, never twice.
func TestCommitWithoutAnswer(t *testing.T) {
	t.Parallel()
	for name, accident := range map[string]accident{"asked in vain": lostAsk, "answer lost": lostAnswer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, Options{})
			c := lay(r.Store)
			var runs int
			for _, id := range []string{"a", "b", "c"} {
				c.planned.Store(int32(accident))
				if err := r.Update(t.Context(), main, inserting(id, &runs)); err != nil {
					t.Error(err)
				}
			}
			r.same("accidents left", c.planned.Load(), int32(none))
			r.same("log", storetest.Log(r.T, r, main), []string{"1 a #001", "2 b #002", "3 c #003"})
		})
	}
}

// When nobody can be asked, the caller is told just that, in time.
func TestUncertain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accident accident
		log      []string
	}{
		"not stored": {lostAsk, []string{"1 a #001", "2 c #002"}},
		"stored":     {lostAnswer, []string{"1 a #001", "2 b #002", "3 c #003"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, Options{Timeout: time.Second})
			cable := lay(r.Store)
			var runs int
			if err := r.Update(t.Context(), main, inserting("a", &runs)); err != nil {
				t.Fatal(err)
			}
			cable.cuts.Store(true)
			cable.planned.Store(int32(c.accident))
			start := time.Now()
			r.isFault(r.Update(t.Context(), main, inserting("b", &runs)), fault.KindUnavailable, "store.uncertain")
			r.isFault(r.Update(t.Context(), main, inserting("x", &runs)), fault.KindUnavailable, "store.unavailable")
			if took := time.Since(start); took > 6*time.Second {
				t.Errorf("two answers took %s", took)
			}
			cable.down.Store(false)
			r.insist("c")
			r.same("log", storetest.Log(r.T, r, main), c.log)
		})
	}
}

// A connection that died in silence holds the lock of the location on the
// server; the next one ends it.
func TestSilentConnectionIsEnded(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Timeout: time.Second})
	c := lay(r.Store)
	c.planned.Store(int32(silence))
	var runs int
	if err := r.Update(t.Context(), main, inserting("a", &runs)); !errors.Is(err, fault.KindUnavailable) {
		t.Errorf("outcome %v", err)
	}
	r.insist("b")
	r.same("log", storetest.Log(r.T, r, main), []string{"1 b #001"})
}

// insist places an order as a client does: as often as it is told to try again
// in a moment.
func (r rig) insist(id string) {
	r.Helper()
	var runs int
	err := r.Update(r.Context(), main, inserting(id, &runs))
	for tries := 1; tries < 10 && err != nil && fault.Of(err).Code == "store.unavailable"; tries++ {
		err = r.Update(r.Context(), main, inserting(id, &runs))
	}
	if err != nil {
		r.Error(err)
	}
}
