package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"orderup/internal/testhouse"
)

// BenchmarkPlace measures what taking an order costs beside the network: from
// the request to the answer, with 256 callers at once and no wait for the disk.
func BenchmarkPlace(b *testing.B) {
	h := testhouse.Open(b, testhouse.WithDoors())
	const body = `{"customerName":"Test Customer","items":[{"name":"Large Fries","price":3.50,"quantity":1},{"name":"Cheeseburger","price":8.50,"quantity":1}]}`
	b.ReportAllocs()
	b.SetParallelism(128)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(http.MethodPost, "/orders", strings.NewReader(body))
			r.Host, r.RemoteAddr = "localhost:3000", "127.0.0.1:50000"
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.Handler.ServeHTTP(w, r)
			if w.Code != http.StatusCreated {
				b.Fatalf("%d %s", w.Code, w.Body)
			}
		}
	})
}
