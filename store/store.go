// Package store is the seam between the house and its database: what a
// transaction can read and write, said once for every driver. Drivers decide
// nothing; each passes the suite in store/storetest.
package store

import (
	"context"
	"encoding/json"
	"time"

	"orderup/money"
	"orderup/order"
)

// A Store keeps what the house must never forget. Times are handed over in
// whole milliseconds, finer ones are cut off in some places and not in others;
// they come back in UTC. The functions it runs neither call it nor end their
// goroutine.
type Store interface {
	// Identity returns what makes this database itself.
	Identity() Identity

	// Open makes the location known, or brings its name, zone, day and currency up
	// to date; its counters stay.
	Open(ctx context.Context, l Location) error

	// View runs f on one consistent state of a location. It returns f's error, or a
	// NotFound fault "location.unknown".
	View(ctx context.Context, l order.Location, f func(Reader) error) error

	// Update runs f in a transaction that is on disk (fsynced) when Update returns
	// nil, and has left no trace when it returns an error: f's own or its panic, a
	// NotFound fault "location.unknown", a Full fault "store.full", an Unavailable
	// fault "store.unavailable" or "store.failed" (until the program is started
	// again), or ctx's if it ended before the transaction began. One error leaves the
	// outcome open, an Unavailable fault "store.uncertain": the database was lost
	// during the commit and could not be asked in time whether it was stored, so that
	// the caller repeats the command under the same idempotency key.
	//
	// Transactions of one location run one after the other. A Tx whose write did not
	// work fails, even if f returns nil. The store may run f more than once, and may
	// end a run in any call of the Tx by a panic that f must let pass; only the last
	// run counts.
	Update(ctx context.Context, l order.Location, f func(Tx) error) error

	// Recent returns, from memory, events with a number above after that were
	// committed just now: in order and without gaps from the next one on, at most
	// limit, for nobody to change. all says that the log holds no others up to there;
	// otherwise it may go on, and only View can tell.
	Recent(l order.Location, after int64, limit int) (events []order.Event, all bool)

	// Prune forgets, a bounded number at a time, replies remembered before the
	// given time, and returns how many.
	Prune(ctx context.Context, before time.Time) (int, error)

	// Lead makes this process the only one that does the named work of a location,
	// until the lease is released or lost; nil when another one, or this one, does it
	// already.
	Lead(ctx context.Context, l order.Location, work string) (*Lease, error)

	// Announce tells the other processes of the location what a node has to say,
	// instead of what it said before. It outlives neither a crash of the database nor
	// a day.
	Announce(ctx context.Context, l order.Location, node string, text []byte) error

	// Announced returns what each node of the location said within the given time,
	// in the order of their names.
	Announced(ctx context.Context, l order.Location, within time.Duration) ([][]byte, error)

	// Ping returns nil when the store can be read.
	Ping(ctx context.Context) error

	// Close waits for the transactions under way and closes the store.
	Close() error
}

// An Identity tells one life of a database from another.
type Identity struct {
	Epoch  uint64 // drawn at random when the database is made or restored
	Secret []byte // 32 random bytes, the key of cursors
}

// A Location is a restaurant.
type Location struct {
	ID       order.Location
	Name     string
	Zone     string // IANA name, "Europe/Brussels"
	DayStart int    // minutes after midnight at which the business day begins
	Currency money.Currency
}

// A Reader reads one location in one consistent state.
type Reader interface {
	// Location returns the location.
	Location() (Location, error)
	// Order returns an order, or a NotFound fault "order.unknown".
	Order(id order.ID) (order.Order, error)
	// OrderNumbered returns the order with a number of the day, or a NotFound fault "order.unknown".
	OrderNumbered(day order.Day, n order.Number) (order.Order, error)
	// Orders returns a page of orders, newest first.
	Orders(q Query) ([]order.Order, error)
	// Head returns the number of the last event of the location; 0 when there is none.
	Head() (int64, error)
	// Events returns at most limit events with a number above after, in order.
	Events(after int64, limit int) ([]order.Event, error)
	// OrderEvents returns at most limit events of an order with a version above after, in order.
	OrderEvents(id order.ID, after int64, limit int) ([]order.Event, error)
	// LastEvent returns the last event of an order with a number of at most seq, or a NotFound fault "order.unknown".
	LastEvent(id order.ID, seq int64) (order.Event, error)
	// Tally counts the orders of each status.
	Tally() (map[order.Status]order.Count, error)
	// Reply returns what was remembered under an idempotency key; false when there is nothing.
	Reply(key string) (Reply, bool, error)
	// Note returns the note of a name, nil when there is none.
	Note(name string) ([]byte, error)
}

// A Tx reads and writes one location in one transaction; it sees its own writes.
type Tx interface {
	Reader
	// NextNumber takes the next number of the day, from 1.
	NextNumber(day order.Day) (order.Number, error)
	// Insert adds a new order.
	Insert(o order.Order) error
	// Save replaces an order that still has version was; otherwise it returns a Conflict fault "order.version".
	// The order's location, day and number stay.
	Save(o order.Order, was int64) error
	// Append adds events to the location's log, which gives them its next numbers. A version of the order that is
	// in the log already is a Conflict fault "order.version". The lines of an order may be changed afterwards, but not
	// what they point to.
	Append(events ...order.Event) error
	// Remember keeps a reply under an idempotency key, instead of the one that was there.
	Remember(key string, r Reply) error
	// SetNote keeps a small note of the location under a name, instead of the one that was there; nil for none.
	SetNote(name string, text []byte) error
}

// A Query selects a page of orders.
type Query struct {
	Status []order.Status // any of these; all when empty
	Before order.ID       // only orders older than this one; all when empty
	Limit  int            // at most so many, at least 1
}

// A Reply is the outcome of a command that was sent with an idempotency key.
type Reply struct {
	Hash   []byte // of the command; another command under the same key is refused
	At     time.Time
	Result json.RawMessage
}
