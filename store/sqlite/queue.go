package sqlite

import (
	"context"
	"errors"

	"orderup/store/group"
)

// A request is a transaction that waits for the committer.
type request = group.Request[func(*batch) error]

// do hands run to the committer and returns its outcome.
func (s *Store) do(ctx context.Context, run func(*batch) error) error {
	err := s.queue.Do(ctx, run)
	if errors.Is(err, group.ErrClosed) {
		return errUnavailable("closed", nil)
	}
	return err
}
