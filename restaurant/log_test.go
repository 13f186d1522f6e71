package restaurant_test

import (
	"errors"
	"testing"

	"orderup/internal/testhouse"
	"orderup/order"
	"orderup/restaurant"
)

var errEnough = errors.New("enough")

func TestFollowersSeeEveryEventOfTheirs(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	one, two := h.MustPlace(t, "Ines", 1), h.MustPlace(t, "Bob", 1)
	h.MustMove(t, one.ID, order.Ready)
	h.MustMove(t, two.ID, order.Cancelled)
	var seqs, versions []int64
	err := h.Follow(t.Context(), testhouse.Person, 1, func(events []order.Event) error {
		for _, e := range events {
			seqs = append(seqs, e.Seq)
		}
		return errEnough
	})
	if err != errEnough || len(seqs) != 4 || seqs[0] != 2 || seqs[3] != 5 {
		t.Errorf("after 1: %v, %v", seqs, err)
	}
	err = h.FollowOrder(t.Context(), testhouse.Person, restaurant.Ref(one.ID), 1, func(events []order.Event) error {
		for _, e := range events {
			versions = append(versions, e.Order.Version)
		}
		return errEnough
	})
	if err != errEnough || len(versions) != 2 || versions[0] != 2 || versions[1] != 3 {
		t.Errorf("order one after version 1: %v, %v", versions, err)
	}
}

func TestAFollowerIsWokenByACommand(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	go func() { h.MustPlace(t, "Ines", 1) }()
	err := h.Follow(t.Context(), testhouse.Person, 0, func(events []order.Event) error {
		if events[0].Order.Customer != "Ines" {
			t.Errorf("event %+v", events[0])
		}
		return errEnough
	})
	if err != errEnough {
		t.Error(err)
	}
}

func TestMissedIsExactlyWhatHappenedBetween(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	one := h.MustPlace(t, "Ines", 1)       // 1
	two := h.MustPlace(t, "Bob", 1)        // 2
	h.MustMove(t, one.ID, order.Ready)     // 3, 4
	h.MustMove(t, two.ID, order.Ready)     // 5, 6
	h.MustMove(t, one.ID, order.Completed) // 7
	for _, c := range []struct {
		after, upTo int64
		want        []int64
		whole       bool
	}{
		{1, 7, []int64{3, 4, 7}, true}, {3, 7, []int64{4, 7}, true}, {6, 7, []int64{7}, true}, {7, 7, nil, true},
		{1, 5, []int64{3, 4}, true}, {0, 7, nil, false},
	} {
		events, whole, err := h.Missed(t.Context(), testhouse.Person, one.ID, c.after, c.upTo)
		if err != nil || whole != c.whole || len(events) != len(c.want) {
			t.Errorf("after %d up to %d: %d events, %v, %v", c.after, c.upTo, len(events), whole, err)
			continue
		}
		for i, e := range events {
			if e.Seq != c.want[i] || e.Order.ID != one.ID {
				t.Errorf("after %d up to %d: event %d of order %s, want %d", c.after, c.upTo, e.Seq, e.Order.Number, c.want[i])
			}
		}
	}
}

func TestCursorsAreSealed(t *testing.T) {
	t.Parallel()
	h, other := testhouse.Open(t), testhouse.Open(t)
	for _, seq := range []int64{0, 1, 42, 1 << 40} {
		c := h.Cursor(testhouse.Location, seq)
		if got, ok := h.PlaceOf(testhouse.Location, c); !ok || got != seq || len(c) != 22 {
			t.Errorf("%d -> %s -> %d, %v", seq, c, got, ok)
		}
		if _, ok := h.PlaceOf("elsewhere", c); ok {
			t.Errorf("%s of another location is accepted", c)
		}
		if _, ok := other.PlaceOf(testhouse.Location, c); ok {
			t.Errorf("%s of another database is accepted", c)
		}
	}
	for _, c := range []string{"", "1", "AAAAAAAAAAAAAAAAAAAAAA", "!!", h.Cursor(testhouse.Location, 1) + "A"} {
		if seq, ok := h.PlaceOf(testhouse.Location, c); ok {
			t.Errorf("%q is accepted as %d", c, seq)
		}
	}
}

func FuzzPlaceOf(f *testing.F) {
	h := testhouse.Open(f)
	f.Add(h.Cursor(testhouse.Location, 7))
	f.Add("AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, cursor string) {
		seq, ok := h.PlaceOf(testhouse.Location, cursor)
		if ok && h.Cursor(testhouse.Location, seq) != cursor {
			t.Errorf("%q is accepted as %d, whose cursor is another", cursor, seq)
		}
	})
}
