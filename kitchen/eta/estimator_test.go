package eta_test

import (
	"fmt"
	"testing"
	"time"

	"orderup/kitchen/eta"
)

// opens is when the tests' kitchen opens.
var opens = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)

// at is so many minutes after opening.
func at(minutes float64) time.Time { return opens.Add(time.Duration(minutes * float64(time.Minute))) }

// small is a kitchen with a grill of two and a fryer of one.
var small = eta.Config{
	Stations: map[string]eta.StationConfig{"grill": {Slots: 2}, "fryer": {Slots: 1}},
	Items: map[string]eta.ItemConfig{
		"burger": {Station: "grill", Prep: 6 * time.Minute},
		"fries":  {Station: "fryer", Prep: 4 * time.Minute},
	},
}

func one(item string) []eta.Line { return []eta.Line{{ID: "1", Item: item, Quantity: 1}} }

// noon is the minute at which a practised kitchen has nothing left to do.
const noon = 1000.0

// practised is the small kitchen after a hundred orders that came one by one:
// a burger takes 8 minutes, fries take 5.
func practised() *eta.Estimator {
	e := eta.New(small)
	for i := range 50 {
		serve(e, fmt.Sprint("burger ", i), "burger", float64(20*i), 8)
		serve(e, fmt.Sprint("fries ", i), "fries", float64(20*i+9), 5)
	}
	return e
}

// serve lets an order come, be cooked for so many minutes and leave.
func serve(e *eta.Estimator, order, item string, minute, cooked float64) {
	e.Create(order, one(item), at(minute))
	e.Bump(order, "1", at(minute+cooked), eta.Teaches)
	e.Ready(order, at(minute+cooked+0.7), eta.Teaches)
}

func forecast(t *testing.T, e *eta.Estimator, order string, minute float64) eta.Forecast {
	t.Helper()
	f, ok := e.Forecast(order, at(minute))
	if !ok {
		t.Fatalf("no forecast for order %s at minute %v", order, minute)
	}
	return f
}

// twins are a kitchen that fell into a trap, and one that did not.
type twins struct{ trapped, spared *eta.Estimator }

func newTwins() twins { return twins{practised(), practised()} }

// both tells both of the same.
func (w twins) both(tell func(*eta.Estimator)) {
	tell(w.trapped)
	tell(w.spared)
}

// apart returns by how much the two quote a dish differently.
func (w twins) apart(minute float64) (most time.Duration) {
	for item := range small.Items {
		a, b := w.trapped.Quote(one(item), at(minute)), w.spared.Quote(one(item), at(minute))
		most = max(most, a.P50.Sub(b.P50).Abs(), a.P80.Sub(b.P80).Abs())
	}
	return most
}

func TestForecastSeesTheQueue(t *testing.T) {
	e := eta.New(small)
	var last time.Time
	for i, order := range []string{"A", "B", "C", "D"} {
		e.Create(order, one("fries"), at(float64(i)))
		f := forecast(t, e, order, float64(i))
		if !f.P50.After(last) || !f.P80.After(f.P50) || f.Station != "fryer" {
			t.Errorf("order %s: %v, the one before %v", order, f, last)
		}
		last = f.P50
	}
	e.Create("E", one("burger"), at(4))
	if f := forecast(t, e, "E", 4); f.P50.After(last) || f.Station != "grill" {
		t.Errorf("the grill is free, and yet: %v", f)
	}
}
