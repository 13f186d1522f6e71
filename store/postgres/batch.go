package postgres

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/jackc/pgx/v5"

	"orderup/order"
	"orderup/store"
)

// A batch is a number of requests that share one database transaction.
type batch struct {
	ctx    context.Context
	conn   *pgx.Conn
	writer string // whose row is marked with the number of the batch
	serial int64
	begun  bool
	direct bool // of one request, whose reads go to the database at once

	places  shelf[order.Location, place]
	orders  shelf[name, row]
	numbers shelf[ticket, order.ID]    // empty when no order has the number
	highest shelf[shift, order.Number] // number of a day
	logged  shelf[version, bool]       // versions that are in the log
	replies shelf[name, *store.Reply]
	notes   shelf[name, []byte]
	log     []entry // to be appended
	flushed bool    // something was written before the end

	// Of the run of all requests, and of the request that runs now:
	wanting     bool // a row was not known
	interrupted bool // it met such a row, or needs a batch of its own
	undo        []func()
}

type (
	// A row is an order with what the database has of it.
	row struct {
		order.Order
		known  bool  // there is such an order
		stored int64 // its version in the database; 0 when it is new
	}
	// A ticket is a number of a day.
	ticket struct {
		location order.Location
		day      order.Day
		number   order.Number
	}
	// A shift is a day of a location.
	shift struct {
		location order.Location
		day      order.Day
	}
	// A version is that of an order.
	version struct {
		name
		number int64
	}
)

func newBatch(ctx context.Context, conn *pgx.Conn, writer string, serial int64) *batch {
	return &batch{
		ctx: ctx, conn: conn, writer: writer, serial: serial,
		places: newShelf[order.Location, place](), orders: newShelf[name, row](), numbers: newShelf[ticket, order.ID](),
		highest: newShelf[shift, order.Number](), logged: newShelf[version, bool](),
		replies: newShelf[name, *store.Reply](), notes: newShelf[name, []byte](),
	}
}

// maxRuns is how often requests that ask for one row after the other are run
// before each gets a batch of its own.
const maxRuns = 8

// run runs the requests, again and again, until no row is missing that they
// ask for, and leaves the outcome of each in it. Those that need a batch of
// their own are marked, and have left no trace in this one.
func (b *batch) run(requests []*request) error {
	for runs := 1; ; runs++ {
		b.reset()
		for _, r := range requests {
			if !r.Work.alone {
				b.runOne(r)
				r.Work.alone = r.Work.alone || b.interrupted && runs == maxRuns
			}
		}
		if b.begun && (!b.wanting || runs == maxRuns) {
			return nil
		}
		if err := b.fetch(); err != nil {
			return err
		}
	}
}

// runAlone runs one request that asks for more than a shared batch can know.
// When it fails the batch has nothing to commit, and when the database is the
// reason the batch has failed.
func (b *batch) runAlone(r *request) error {
	b.places.wanted[r.Work.location] = struct{}{}
	if err := b.fetch(); err != nil {
		return err
	}
	b.direct = true
	b.runOne(r)
	if r.Err == nil {
		return nil
	}
	b.reset()
	b.flushed = false
	if b.conn.IsClosed() || b.conn.PgConn().TxStatus() == 'E' {
		return r.Err
	}
	return nil
}

// reset forgets what an earlier run has written.
func (b *batch) reset() {
	b.wanting = false
	clear(b.places.written)
	clear(b.orders.written)
	clear(b.numbers.written)
	clear(b.highest.written)
	clear(b.logged.written)
	clear(b.replies.written)
	clear(b.notes.written)
	b.log = b.log[:0]
}

// runOne runs a request; if it fails, its writes are taken back.
func (b *batch) runOne(r *request) {
	b.undo, b.interrupted = b.undo[:0], false
	length := len(b.log)
	r.Err = b.call(r.Work)
	r.Work.wrote = len(b.undo) > 0 && r.Err == nil && !b.interrupted
	if r.Err == nil && !b.interrupted {
		return
	}
	for i := len(b.undo) - 1; i >= 0; i-- {
		b.undo[i]()
	}
	b.log = b.log[:length]
}

// call runs f; a panic in it is its caller's failure and nobody else's. A
// write that did not work fails f even if f does not mind.
func (b *batch) call(w *work) (err error) {
	defer func() {
		if p := recover(); p != nil && !b.interrupted {
			err = fmt.Errorf("a transaction panicked: %v\n%s", p, debug.Stack())
		}
	}()
	p, known := b.places.get(w.location)
	if !known {
		b.places.wanted[w.location] = struct{}{}
		b.wanting = true
		if !w.opened { // f must not run for a location that may not exist
			b.interrupted = true
			return nil
		}
	} else if !p.known {
		return unknownLocation(w.location)
	}
	t := &tx{batch: b, work: w, location: w.location}
	if err := w.f(t); err != nil {
		return err
	}
	return t.failed
}

// interrupt ends the run of a request that cannot go on, through its function,
// which must not take what is missing for an answer.
func (b *batch) interrupt() {
	b.interrupted = true
	panic("orderup: the transaction is run again; this panic has to pass")
}

// changed reports whether there is anything to commit.
func (b *batch) changed() bool {
	return b.flushed || len(b.places.written)+len(b.orders.written)+len(b.replies.written)+len(b.notes.written)+len(b.log) > 0
}
