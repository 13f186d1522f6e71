package load_test

import (
	"testing"
	"time"

	"orderup/internal/testhouse"
	"orderup/load"
)

// small is a plan of a second.
func small(url string, as load.Role) load.Plan {
	return load.Plan{URL: url, Connections: 30, Rooms: 6, Rate: 120, Duration: time.Second, As: as, Ramp: 1000, Settle: 10 * time.Second}
}

func run(t *testing.T, p load.Plan) *load.Result {
	t.Helper()
	r, err := load.Run(t.Context(), p, func(p load.Progress) { t.Log(p) })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", r)
	return r
}

// TestOrderupLosesNothing runs the generator against a whole house.
func TestOrderupLosesNothing(t *testing.T) {
	t.Parallel()
	h := testhouse.Open(t, testhouse.WithDoors())
	for as, deliveries := range map[load.Role]int64{load.Guest: 120 * 5, load.Staff: 120 * 30} {
		r := run(t, small(h.URL, as))
		if !r.Clean() || r.Connected != 30 || r.Sent != 120 || r.Expected != deliveries || r.Received != deliveries || r.Unasked != 0 {
			t.Errorf("%q: %+v", as, r)
		}
		if r.Latency.P50 <= 0 || r.Latency.P99 < r.Latency.P50 || r.Latency.Max < r.Latency.P999 {
			t.Errorf("%q: %+v", as, r.Latency)
		}
	}
}
