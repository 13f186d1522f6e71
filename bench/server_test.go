package bench

import "testing"

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
