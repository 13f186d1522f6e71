package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var pagePaths = []string{"/", "/test-client.html", "/dev", "/docs", "/kitchen", "/kitchen/grill", "/expo"}

func TestPagesRenderInEveryLanguage(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, path := range pagePaths {
		for _, l := range languages {
			w := get(h, path+"?lang="+l.Code)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `<html lang="`+l.Code+`"`) {
				t.Errorf("GET %s in %s: status %d\n%.200s", path, l.Name, w.Code, w.Body)
			}
		}
	}
}

func TestPagesAreLockedDown(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, path := range pagePaths {
		header := get(h, path).Header()
		csp := header.Get("Content-Security-Policy")
		for _, directive := range []string{"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, directive) {
				t.Errorf("GET %s: policy %q lacks %q", path, csp, directive)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*;") {
			t.Errorf("GET %s: policy %q is too wide", path, csp)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("GET %s: headers %v", path, header)
		}
	}
	if csp := get(h, "/").Header().Get("Content-Security-Policy"); strings.Contains(csp, "localhost") {
		t.Errorf("the start page may talk to other servers: %q", csp)
	}
	if csp := get(h, "/dev").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "ws://localhost:*") {
		t.Errorf("the test client may not talk to a server on this machine: %q", csp)
	}
}

// What the policy would refuse must not be in the pages in the first place.
func TestPagesHaveNothingInline(t *testing.T) {
	t.Parallel()
	h := open(t)
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script(?:[^>]*)>[^<]`)
	data := regexp.MustCompile(`<script type="application/json" id="words">[^<]*</script>`)
	for _, path := range pagePaths {
		body := data.ReplaceAllString(get(h, path).Body.String(), "")
		if found := inline.FindString(body); found != "" {
			t.Errorf("GET %s contains %q", path, found)
		}
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, test := range []struct{ name, path, cookie, accept, want string }{
		{"nothing asked", "/", "", "", `<html lang="en">`},
		{"browser's language", "/", "", "fr-BE,fr;q=0.9,en;q=0.8", `<html lang="fr">`},
		{"cookie before browser", "/", "lang=de", "fr", `<html lang="de">`},
		{"query before cookie", "/?lang=nl", "lang=de", "fr", `<html lang="nl">`},
		{"unknown language", "/?lang=xx", "lang=yy", "tlh", `<html lang="en">`},
		{"system theme", "/", "", "", `id="dark" media="(prefers-color-scheme: dark)"`},
		{"dark theme", "/?theme=dark", "", "", `id="dark" media="all"`},
		{"light theme", "/", "theme=light", "", `id="dark" media="not all"`},
		{"unknown theme", `/?theme="><script>`, "", "", `id="dark" media="(prefers-color-scheme: dark)"`},
	} {
		w := get(h, test.path, "Cookie", test.cookie, "Accept-Language", test.accept)
		if !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s: no %s in\n%.600s", test.name, test.want, w.Body)
		}
	}
	if kept := get(h, "/?lang=nl").Header().Get("Set-Cookie"); !strings.HasPrefix(kept, "lang=nl;") {
		t.Errorf("a language that was asked for is kept as %q", kept)
	}
	if kept := get(h, "/?lang=xx").Header().Get("Set-Cookie"); kept != "" {
		t.Errorf("an unknown language is kept as %q", kept)
	}
}

func TestPagesAreRevalidated(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := get(h, "/docs", "Accept-Encoding", "gzip")
	if first.Header().Get("Content-Encoding") != "gzip" {
		t.Error("the page is not compressed for a client that takes gzip")
	}
	again := get(h, "/docs", "Accept-Encoding", "gzip", "If-None-Match", first.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("same page again: status %d, want 304", again.Code)
	}
	if w := get(h, "/docs?lang=nl", "Accept-Encoding", "gzip", "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusOK {
		t.Errorf("page in another language: status %d, want 200", w.Code)
	}
}

func TestLinesToCopyCarryOnlyPlainHosts(t *testing.T) {
	t.Parallel()
	h := open(t)
	for host, want := range map[string]string{
		"192.168.1.20:8080":    "curl -X POST http://192.168.1.20:8080/orders",
		"[::1]:3000":           "curl -X POST http://[::1]:3000/orders",
		"x';touch$IFS/tmp/y;'": "curl -X POST http://localhost:3000/orders",
	} {
		r, err := http.NewRequest(http.MethodGet, "http://ignored/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		w := serve(h, r)
		if !strings.Contains(w, want) {
			t.Errorf("host %q: no %q", host, want)
		}
	}
}
