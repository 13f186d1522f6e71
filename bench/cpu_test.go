package bench

import (
	"testing"
	"time"
)

func TestParseCPU(t *testing.T) {
	const fields = " S 1 1 1 0 -1 4194560 100 0 0 0 150 25 7 3 20 0 9 0 100 1000 10"
	for _, stat := range []string{"42 (node)" + fields, "42 (a b) c)" + fields} {
		if got, err := parseCPU(stat, utime, stime); err != nil || got != 1750*time.Millisecond {
			t.Errorf("parseCPU(%q) = %v, %v", stat, got, err)
		}
		if got, err := parseCPU(stat, utime, stime, cutime, cstime); err != nil || got != 1850*time.Millisecond {
			t.Errorf("parseCPU(%q) with children = %v, %v", stat, got, err)
		}
	}
	for _, stat := range []string{"", "42 (node) S 1", "42 (node) S 1 1 1 0 -1 4194560 100 0 0 0 x 25 0"} {
		if got, err := parseCPU(stat, utime, stime); err == nil {
			t.Errorf("parseCPU(%q) = %v, want an error", stat, got)
		}
	}
}
