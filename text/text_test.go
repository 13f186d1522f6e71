package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"orderup/text"
)

func TestClean(t *testing.T) {
	for story, c := range map[string]struct {
		in, want string
		ok       bool
	}{
		"as it is":           {"Zoë", "Zoë", true},
		"another form":       {"Zoe\u0308", "Zoë", true},
		"around it":          {" \t Zoë \n", "Zoë", true},
		"a line break":       {"a\r\nb", "a  b", true},
		"control characters": {"a\x00\x1b\u0085b", "ab", true},
		"another direction":  {"\u202eabc\u2066", "abc", true},
		"a byte order mark":  {"\ufeffabc", "abc", true},
		"nothing left":       {" \u202e ", "", false},
		"the longest":        {strings.Repeat("é", 10), strings.Repeat("é", 10), true},
		"too long":           {strings.Repeat("é", 11), "", false},
		"far too long":       {strings.Repeat(" ", 161), "", false},
		"no text":            {"a\xff", "", false},
	} {
		if got, ok := text.Clean(c.in, 1, 10); ok != c.ok || ok && got != c.want {
			t.Errorf("%s: %q, %v", story, got, ok)
		}
	}
	if got, ok := text.Clean("  ", 0, 10); got != "" || !ok {
		t.Errorf("nothing, where that is enough: %q, %v", got, ok)
	}
}

// FuzzClean: what is clean stays as it is.
func FuzzClean(f *testing.F) {
	f.Add(" a\u0308\n")
	f.Add("a\x04\u0308") // what stood between them kept the two apart when form C was made first
	f.Add("\u2028\xff")
	f.Fuzz(func(t *testing.T, s string) {
		once, ok := text.Clean(s, 0, 40)
		if !ok {
			return
		}
		if again, ok := text.Clean(once, 0, 40); !ok || again != once || !utf8.ValidString(once) || strings.ContainsAny(once, "\r\n\t\x00\u202e\ufeff") {
			t.Errorf("%q became %q, then %q", s, once, again)
		}
	})
}
