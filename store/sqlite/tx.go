package sqlite

import (
	"context"

	"orderup/order"
	"orderup/store"
)

// A tx is one transaction of a batch, on one location.
type tx struct {
	reader
	batch *batch
}

// Update runs f in a transaction that is on disk when Update returns nil.
func (s *Store) Update(ctx context.Context, l order.Location, f func(store.Tx) error) error {
	return s.do(ctx, func(b *batch) error {
		place, err := b.place(l)
		if err != nil {
			return err
		}
		return f(&tx{reader{b.session, place}, b})
	})
}
