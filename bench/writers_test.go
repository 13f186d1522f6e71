package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Two servers, the second of which refuses every other order: writers are dealt out over both, and what was refused is
// not taken for written.
func TestWrite(t *testing.T) {
	t.Parallel()
	var calls [2]atomic.Int64
	var addresses []string
	for i := range calls {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if n := calls[i].Add(1); i == 1 && n%2 == 0 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}))
		t.Cleanup(server.Close)
		addresses = append(addresses, strings.TrimPrefix(server.URL, "http://"))
	}
	got, err := Write(t.Context(), addresses, 4, time.Now().Add(200*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	first, second := int(calls[0].Load()), int(calls[1].Load())
	if first == 0 || second < 2 || got.Refused != second/2 || len(got.Waits) != first+second-second/2 || !slices.IsSorted(got.Waits) {
		t.Errorf("%d and %d calls, %d acknowledged, %d refused", first, second, len(got.Waits), got.Refused)
	}
}

func TestWriteFails(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 500} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(server.Close)
		address := strings.TrimPrefix(server.URL, "http://")
		_, err := Write(t.Context(), []string{address}, 2, time.Now().Add(5*time.Second))
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint(status)) {
			t.Errorf("status %d: got %v, want an error that says so", status, err)
		}
	}
}
