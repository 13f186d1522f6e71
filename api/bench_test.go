package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"orderup/internal/testhouse"
)

// BenchmarkPlace measures what taking an order costs beside the network: from
// the request to the answer, with 256 callers at once.
func BenchmarkPlace(b *testing.B) {
	h := testhouse.Open(b, testhouse.WithDoors())
	const body = `{"customerName":"Test Customer","items":[{"name":"Large Fries","price":3.50,"quantity":1},{"name":"Cheeseburger","price":8.50,"quantity":1}]}`
	b.ReportAllocs()
	b.SetParallelism(128)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			knock(b, h, "/orders", body, http.StatusCreated)
		}
	})
}

// BenchmarkStatus is BenchmarkPlace for moving an order to and fro.
func BenchmarkStatus(b *testing.B) {
	h := testhouse.Open(b, testhouse.WithDoors())
	b.ReportAllocs()
	b.SetParallelism(128)
	b.RunParallel(func(pb *testing.PB) {
		path := fmt.Sprintf("/orders/%s/status", h.MustPlace(b, "Ines", 2).ID)
		for n := 0; pb.Next(); n++ {
			status := [...]string{"in_progress", "ready"}[n%2]
			knock(b, h, path, fmt.Sprintf(`{"status":%q,"message":"Two more minutes"}`, status), http.StatusOK)
		}
	})
}

func knock(b *testing.B, h *testhouse.House, path, body string, want int) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "localhost:3000", "127.0.0.1:50000"
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.Handler.ServeHTTP(w, r)
	if w.Code != want {
		b.Errorf("%d %s", w.Code, w.Body)
	}
}
