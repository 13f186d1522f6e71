package restaurant_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"orderup/internal/testhouse"
	"orderup/order"
)

// TestFollowersAreToldWhatIsInTheLog: followers get events from memory, and
// must not see anything that the log does not say.
func TestFollowersAreToldWhatIsInTheLog(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	told := make(chan []order.Event, 1)
	go func() {
		var all []order.Event
		err := h.Follow(ctx, testhouse.Person, 0, func(events []order.Event) error {
			if all = append(all, events...); len(all) >= 6*5 {
				return errEnough
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			t.Errorf("follow: %v", err)
		}
		told <- all
	}()
	for range 6 {
		o := h.MustPlace(t, "Ines", 2)
		h.MustMove(t, o.ID, order.Completed) // three events
		h.MustMove(t, o.ID, order.Ready)
	}
	all := <-told
	cancel(nil)
	if log := h.Events(t); !reflect.DeepEqual(all, log) {
		t.Errorf("told %+v\nlog  %+v", all, log)
	}
}
