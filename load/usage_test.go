package load

import (
	"os"
	"testing"
	"time"
)

func TestParseUsage(t *testing.T) {
	t.Parallel()
	const fields = " S 1 1 1 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 9 0 100 1000 10 1"
	want := Usage{CPU: 1750 * time.Millisecond, RSS: 10 * int64(os.Getpagesize())}
	for _, stat := range []string{"42 (node)" + fields, "42 (a b) c)" + fields} {
		if got, err := parseUsage(stat); err != nil || got != want {
			t.Errorf("parseUsage(%q) = %+v, %v", stat, got, err)
		}
	}
	for _, stat := range []string{"", "42 (node) S 1", "42 (node) S 1 1 1 0 -1 4194560 100 0 0 0 x 25 0 0 20 0 9 0 100 1000 10 1"} {
		if got, err := parseUsage(stat); err == nil {
			t.Errorf("parseUsage(%q) = %+v, want an error", stat, got)
		}
	}
}
