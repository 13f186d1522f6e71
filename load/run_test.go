package load_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
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

// TestAServerThatIsNotOneIsSaidToBe: what is wrong is in the error, and nothing hangs.
func TestAServerThatIsNotOneIsSaidToBe(t *testing.T) {
	t.Parallel()
	order := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"order":{"id":"1"}}`)) }
	for want, routes := range map[string]map[string]http.HandlerFunc{
		"404 Not Found":                {},
		"the answer holds no order":    {"/orders": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }},
		"the server refused a WebSock": {"/orders": order},
	} {
		mux := http.NewServeMux()
		for path, handler := range routes {
			mux.HandleFunc(path, handler)
		}
		server := httptest.NewServer(mux)
		t.Cleanup(server.Close)
		if _, err := load.Run(t.Context(), small(server.URL, load.Guest), func(load.Progress) {}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
