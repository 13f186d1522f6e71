package web

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	relativeImport = regexp.MustCompile(`\b(?:from|import)\s*["'](\.[^"']*)["']`)
	placeholder    = regexp.MustCompile(`\{\w+\}`)
	// keyInText finds "a.b" style keys and `a.${...}` families in sources.
	keyInText = regexp.MustCompile("[\"'`]([a-z]+\\.[a-z_]*)")
)

func words5(t *testing.T) catalogue {
	t.Helper()
	c, err := readCatalogue(embedded)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	t.Parallel()
	c := words5(t)
	english := c["en"]
	for _, l := range languages {
		if !slices.Equal(slices.Sorted(maps.Keys(c[l.Code])), slices.Sorted(maps.Keys(english))) {
			t.Errorf("%s and English have different keys", l.Name)
		}
		for key, text := range c[l.Code] {
			want, got := placeholder.FindAllString(english[key], -1), placeholder.FindAllString(text, -1)
			slices.Sort(want)
			slices.Sort(got)
			if text == "" || !slices.Equal(want, got) {
				t.Errorf("%s %s: %q, in English %q", l.Name, key, text, english[key])
			}
		}
	}
}

// A word that nothing shows would still be translated five times.
func TestEveryWordIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, pattern := range []string{"templates/*.html", "assets/js/*.js", "assets/js/*/*.js"} {
		names, err := fs.Glob(embedded, pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, names, err)
		}
		for _, name := range names {
			for _, found := range keyInText.FindAllSubmatch(read(t, name), -1) {
				used[string(found[1])] = true
			}
		}
	}
	inGo := []string{"common.copy", "common.copied", "docs.to_server", "docs.to_client", "docs.parameters", "docs.body",
		"docs.response", "docs.payload", "docs.reply"}
	for key := range words5(t)["en"] {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		family, _, _ := strings.Cut(key, ".")
		if !used[base] && !used[family+"."] && !slices.Contains(inGo, key) {
			t.Errorf("nothing uses %q", key)
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	c := words5(t)
	for field, want := range map[string]string{
		"":                        "en",
		"nl":                      "nl",
		"NL-be":                   "nl",
		"fr;q=0.2, de;q=0.9, *":   "de",
		"ja, es;q=0.1":            "es",
		"de;q=0, nl;q=0.001":      "nl",
		"de;q=NaN, fr;q=oops, nl": "nl",
		"xx-yy-zz;;;=,,,":         "en",
	} {
		if got := c.choose(field); got != want {
			t.Errorf("choose(%q) = %s, want %s", field, got, want)
		}
	}
}

func FuzzChoose(f *testing.F) {
	f.Add("fr-BE,fr;q=0.9,en;q=0.8")
	f.Add("*;q=,;,-,;q=1")
	c, err := readCatalogue(embedded)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, field string) {
		if code := c.choose(field); !c.has(code) {
			t.Errorf("choose(%q) = %q, which is no language of ours", field, code)
		}
	})
}
