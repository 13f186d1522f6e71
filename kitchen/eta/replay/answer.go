package replay

import (
	"encoding/json"
	"fmt"
	"time"
)

// An answer says when an order will be ready, in seconds on the clock of the
// events; null when it is not open.
type answer struct {
	ID        json.RawMessage `json:"id"`
	P50       *float64        `json:"p50"`
	P80       *float64        `json:"p80"`
	Published *float64        `json:"published"`
}

// query answers what is thought of an order, and what its guest is told.
func (k *kitchen) query(e event) error {
	if e.Order == "" || len(e.ID) == 0 {
		return fmt.Errorf("%w: query needs id and order", ErrMalformed)
	}
	a := answer{ID: e.ID}
	order, at := string(e.Order), clock(e.at)
	if told, _ := k.Publish(order, at); !told.IsZero() {
		a.Published = seconds(told)
	}
	if f, open := k.Forecast(order, at); open {
		a.P50, a.P80 = seconds(f.P50), seconds(f.P80)
	}
	if err := json.NewEncoder(k.out).Encode(a); err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	return k.out.Flush()
}

func seconds(t time.Time) *float64 {
	s := float64(t.UnixMilli()) / 1000
	return &s
}
