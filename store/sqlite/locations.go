package sqlite

import (
	"context"
	"fmt"

	"orderup/fault"
	"orderup/order"
	"orderup/store"
)

// A place is a location with its counters.
type place struct {
	store.Location
	counters
	stored counters // what the row holds
}

// counters are the numbers that a location gives out.
type counters struct {
	seq    int64        // of the last event
	number order.Number // the last one taken on day
	day    order.Day
}

// Open makes the location known, or brings it up to date.
func (s *Store) Open(ctx context.Context, l store.Location) error {
	return s.do(ctx, func(b *batch) error {
		_, err := b.write(`
			INSERT INTO locations (id, name, zone, day_start, currency) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE
			SET name = excluded.name, zone = excluded.zone, day_start = excluded.day_start, currency = excluded.currency`,
			l.ID, l.Name, l.Zone, l.DayStart, l.Currency)
		if err != nil {
			return fmt.Errorf("open location %s: %w", l.ID, err)
		}
		if p, ok := b.places[l.ID]; ok {
			p.Location = l
		}
		return nil
	})
}

// place returns a location with its counters, or a NotFound fault
// "location.unknown".
func (s *session) place(id order.Location) (*place, error) {
	p := &place{Location: store.Location{ID: id}}
	found, err := s.row(`
		SELECT name, zone, day_start, currency, last_seq, last_number, number_day FROM locations WHERE id = ?`,
		[]any{id}, &p.Name, &p.Zone, &p.DayStart, &p.Currency, &p.seq, &p.number, &p.day)
	if err != nil {
		return nil, explain(fmt.Sprintf("read location %s", id), err)
	}
	if !found {
		return nil, fault.NotFound("location.unknown", "there is no location %q", id)
	}
	p.stored = p.counters
	return p, nil
}

// place reads a location once per batch, and remembers its counters for the
// case that the request fails.
func (b *batch) place(id order.Location) (*place, error) {
	p, ok := b.places[id]
	if !ok {
		var err error
		if p, err = b.session.place(id); err != nil {
			return nil, err
		}
		b.places[id] = p
	}
	b.undo = append(b.undo, count{p, p.counters})
	return p, nil
}

// saveCounters writes back what the batch has moved.
func (b *batch) saveCounters(p *place) error {
	if p.counters == p.stored {
		return nil
	}
	_, err := b.exec(`UPDATE locations SET last_seq = ?, last_number = ?, number_day = ? WHERE id = ?`, p.seq, p.number, p.day, p.ID)
	if err != nil {
		return fmt.Errorf("save the counters of location %s: %w", p.ID, err)
	}
	return nil
}

// NextNumber takes the next number of the day. On another day than that of the
// last number it goes on after that day's highest, so that a clock put back
// over midnight repeats none.
func (t *tx) NextNumber(day order.Day) (order.Number, error) {
	if day != t.place.day {
		var highest order.Number
		_, err := t.batch.row(`SELECT coalesce(max(number), 0) FROM orders WHERE location_id = ? AND day = ?`, []any{t.place.ID, day}, &highest)
		if err != nil {
			return 0, fmt.Errorf("read the last number of %s: %w", day, err)
		}
		t.place.day, t.place.number = day, highest
	}
	t.place.number++
	return t.place.number, nil
}
