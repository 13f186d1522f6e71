package eta_test

import (
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

func forecast(t *testing.T, e *eta.Estimator, order string, minute float64) eta.Forecast {
	t.Helper()
	f, ok := e.Forecast(order, at(minute))
	if !ok {
		t.Fatalf("no forecast for order %s at minute %v", order, minute)
	}
	return f
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
