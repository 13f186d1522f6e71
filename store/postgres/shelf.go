package postgres

// A shelf holds the rows of one kind that a batch knows: what the database
// said, and over it what the batch's transactions have made of that.
type shelf[K comparable, V any] struct {
	read    map[K]V
	written map[K]V
	wanted  map[K]struct{} // asked for and not read yet
}

func newShelf[K comparable, V any]() shelf[K, V] {
	return shelf[K, V]{map[K]V{}, map[K]V{}, map[K]struct{}{}}
}

// get returns a row as the transactions see it; false when it is not known.
func (s *shelf[K, V]) get(k K) (V, bool) {
	if v, ok := s.written[k]; ok {
		return v, true
	}
	v, ok := s.read[k]
	return v, ok
}

// wants lists what is asked for. What the database does not have of it is
// known then, as absent.
func (s *shelf[K, V]) wants() []K {
	keys := make([]K, 0, len(s.wanted))
	for k := range s.wanted {
		var absent V
		s.read[k] = absent
		keys = append(keys, k)
	}
	clear(s.wanted)
	return keys
}

// settle takes what was written for what is in the database.
func (s *shelf[K, V]) settle() {
	for k, v := range s.written {
		s.read[k] = v
	}
	clear(s.written)
}

// look returns a row of the shelf. One that is not known yet is fetched at
// once when the batch is of one, and otherwise ends the run.
func look[K comparable, V any](b *batch, s *shelf[K, V], k K) (V, error) {
	v, known := s.get(k)
	if known {
		return v, nil
	}
	s.wanted[k] = struct{}{}
	b.wanting = true
	if !b.direct {
		b.interrupt()
	}
	err := b.fetch()
	v, _ = s.get(k)
	return v, err
}

// put writes a row over what is known, until the run fails.
func put[K comparable, V any](b *batch, s *shelf[K, V], k K, v V) {
	was, had := s.written[k]
	s.written[k] = v
	b.undo = append(b.undo, func() {
		if had {
			s.written[k] = was
		} else {
			delete(s.written, k)
		}
	})
}
