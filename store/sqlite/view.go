package sqlite

import (
	"context"
	"fmt"

	"orderup/order"
	"orderup/store"
)

// readers is how many views run at once; more wait for one of them.
const readers = 4

// A reader reads one location through one session: in a view of one snapshot,
// or inside the transaction that writes.
type reader struct {
	session *session
	place   *place
}

// View runs f on one snapshot.
func (s *Store) View(ctx context.Context, l order.Location, f func(store.Reader) error) error {
	session, err := s.borrow(ctx)
	if err != nil {
		return err
	}
	defer func() { s.readers <- session }()
	if err := session.begin("BEGIN"); err != nil {
		return explain("begin to read", err)
	}
	defer session.rollback()
	place, err := session.place(l) // the first read takes the snapshot
	if err != nil {
		return err
	}
	return f(&reader{session, place})
}

// Recent returns events that were committed just now. Nobody else writes to the
// file, so that there are no others.
func (s *Store) Recent(l order.Location, after int64, limit int) (events []order.Event, all bool) {
	return s.committer.recent.After(l, after, limit)
}

// borrow waits for a session to read with.
func (s *Store) borrow(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case session := <-s.readers:
		return session, nil
	case <-s.closed:
		return nil, errUnavailable("closed", nil)
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a connection to read with: %w", ctx.Err())
	}
}

// Location returns the location.
func (r *reader) Location() (store.Location, error) { return r.place.Location, nil }

// Head returns the number of the last event of the location.
func (r *reader) Head() (int64, error) { return r.place.seq, nil }
