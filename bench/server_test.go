package bench

import (
	"testing"
	"time"
)

func TestParseCPU(t *testing.T) {
	const fields = " S 1 1 1 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 9 0 100 1000 10"
	for _, stat := range []string{"42 (node)" + fields, "42 (a b) c)" + fields} {
		if got, err := parseCPU(stat); err != nil || got != 1750*time.Millisecond {
			t.Errorf("parseCPU(%q) = %v, %v", stat, got, err)
		}
	}
	for _, stat := range []string{"", "42 (node) S 1", "42 (node) S 1 1 1 0 -1 4194560 100 0 0 0 x 25 0"} {
		if got, err := parseCPU(stat); err == nil {
			t.Errorf("parseCPU(%q) = %v, want an error", stat, got)
		}
	}
}

func TestAnnouncement(t *testing.T) {
	for line, want := range map[string]string{
		`listening url=http://127.0.0.1:4711`:                                       "127.0.0.1:4711",
		`time=2026-01-01T00:00:00Z level=INFO msg=listening url=http://127.0.0.1:1`: "127.0.0.1:1",
		`msg=listening url="http://127.0.0.1:80/"`:                                  "127.0.0.1:80",
		`curl=http://127.0.0.1:1`:                                                   "",
		`url=http://example.org:80`:                                                 "",
	} {
		got := ""
		if found := announcement.FindStringSubmatch(line); found != nil {
			got = found[1]
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}
