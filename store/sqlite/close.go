package sqlite

import (
	"context"
	"errors"
	"fmt"
)

// Close waits for the transactions and views under way, moves the write-ahead
// log into the database and closes it. Whoever comes later gets an Unavailable
// fault. Closing again does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.closed)
		s.nodes.close()
		errs := []error{s.committer.stop()}
		for range readers {
			errs = append(errs, (<-s.readers).close())
		}
		errs = append(errs, s.checkpoint(), s.db.Close(), s.lock.Close())
		if err := errors.Join(errs...); err != nil {
			s.closeErr = fmt.Errorf("close the database: %w", err)
		}
	})
	return s.closeErr
}

// checkpoint leaves one file that can be copied. A disk that failed is not asked
// for it: the next start reads what is there.
func (s *Store) checkpoint() error {
	if s.committer.hasFailed() {
		return nil
	}
	_, err := s.db.ExecContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}
