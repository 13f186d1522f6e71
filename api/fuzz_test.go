package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"orderup/internal/testhouse"
)

// FuzzPlaceBody: whatever bytes come as an order, the answer is an order or a
// refusal that says what to do; never a failure of ours, never a panic, and
// refused orders leave no trace.
func FuzzPlaceBody(f *testing.F) {
	for _, c := range badOrders {
		if len(c.body) < 1000 { // the fuzzer makes longer ones itself
			f.Add([]byte(c.body))
		}
	}
	f.Add([]byte(fries))
	h := testhouse.Open(f, testhouse.WithDoors())
	head := func(t *testing.T) int64 {
		n, err := h.Head(t.Context(), testhouse.Person)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := head(t)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/orders", strings.NewReader(string(body)))
		r.RemoteAddr, r.Host = "127.0.0.1:50000", "localhost"
		w := httptest.NewRecorder()
		h.Handler.ServeHTTP(w, r)
		events := head(t) - before
		switch {
		case w.Code == http.StatusCreated && events == 1:
		case w.Code >= 400 && w.Code < 500 && events == 0 && strings.Contains(w.Body.String(), `"success":false`):
		default:
			t.Fatalf("%q: %d %s, %d events", body, w.Code, w.Body, events)
		}
	})
}
