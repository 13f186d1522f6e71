package bench

import (
	"testing"
	"time"
)

func TestParseUsage(t *testing.T) {
	got, err := parseUsage("42 (a b) c) S 1 1 1 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 9 0 100 1000 10 0", 4096)
	want := Usage{User: 1500 * time.Millisecond, System: 250 * time.Millisecond, Resident: 40960}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	for _, stat := range []string{"", "42 (node) S 1", "42 (node) S 1 1 1 0 -1 4194560 100 0 0 0 150 x 0 0 20 0 9 0 100 1000 10 0"} {
		if got, err := parseUsage(stat, 4096); err == nil {
			t.Errorf("parseUsage(%q) = %v, want an error", stat, got)
		}
	}
}
