package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"
)

// shellBudget is what a screen may load before it works, compressed, in bytes.
const shellBudget = 120_000

var shellList = regexp.MustCompile(`^const SHELL = (\[.*\]);\n`)

// shellOf returns the addresses that the service worker keeps.
func shellOf(t *testing.T, h http.Handler) (files []string) {
	t.Helper()
	w := get(h, "/sw.js")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != revalidate || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
		t.Fatalf("GET /sw.js: %d %v", w.Code, w.Header())
	}
	list := shellList.FindSubmatch(w.Body.Bytes())
	if list == nil {
		t.Fatalf("the service worker begins with\n%.200s", w.Body)
	}
	if err := json.Unmarshal(list[1], &files); err != nil {
		t.Fatal(err)
	}
	return files
}

// A screen that is reloaded without a server has every module and style that it
// asks for, and no more than a slow tablet can load.
func TestShellIsWholeAndSmall(t *testing.T) {
	t.Parallel()
	h := open(t)
	kept := map[string]bool{}
	size := 0
	for _, file := range shellOf(t, h) {
		kept[file] = true
		w := get(h, file, "Accept-Encoding", "gzip")
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != forever {
			t.Errorf("GET %s: %d %v", file, w.Code, w.Header())
		}
		size += w.Body.Len()
		if ext := path.Ext(file); ext != ".js" && ext != ".mjs" {
			continue
		}
		for _, statement := range relativeImport.FindAllStringSubmatch(get(h, file).Body.String(), -1) {
			if target := path.Join(path.Dir(file), statement[1]); !inShellOf(h, target, t) {
				t.Errorf("%s imports %s, which is not kept", file, target)
			}
		}
	}
	if size > shellBudget {
		t.Errorf("the shell has %d bytes, allowed are %d", size, shellBudget)
	}
	asset := regexp.MustCompile(`(?:href|src)="(/assets/[^"#]+)`)
	for _, page := range []string{"/kitchen", "/kitchen/grill", "/expo"} {
		for _, found := range asset.FindAllStringSubmatch(get(h, page).Body.String(), -1) {
			if !kept[found[1]] && path.Ext(found[1]) != ".png" {
				t.Errorf("%s loads %s, which is not kept", page, found[1])
			}
		}
	}
}

func inShellOf(h http.Handler, file string, t *testing.T) bool {
	t.Helper()
	for _, kept := range shellOf(t, h) {
		if kept == file {
			return true
		}
	}
	return false
}

func TestWorkerIsCompressedAndChangesWithTheBuild(t *testing.T) {
	t.Parallel()
	w := get(open(t), "/sw.js", "Accept-Encoding", "gzip")
	unzip, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer unzip.Close()
	a, err := readAssets(embedded)
	if err != nil {
		t.Fatal(err)
	}
	if body := get(open(t), "/sw.js").Body.String(); !strings.Contains(body, a.prefix()) {
		t.Error("the service worker does not name the build")
	}
}

func TestManifests(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, screen := range []string{"kitchen", "expo"} {
		w := get(h, "/"+screen+".webmanifest")
		var m struct {
			StartURL string `json:"start_url"`
			Icons    []struct{ Src string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || w.Header().Get("Content-Type") != "application/manifest+json" {
			t.Fatalf("%s: %v %v", screen, err, w.Header())
		}
		if code := get(h, m.StartURL).Code; code != http.StatusOK {
			t.Errorf("%s starts at %s, which answers %d", screen, m.StartURL, code)
		}
		for _, icon := range m.Icons {
			if w := get(h, icon.Src); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
				t.Errorf("%s: icon %s: %d", screen, icon.Src, w.Code)
			}
		}
	}
}

func TestScreensHaveAThemeAndLanguageOfTheirOwn(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, test := range []struct{ name, path, cookie, want string }{
		{"dark unless asked", "/kitchen", "theme=light", `id="dark" media="all"`},
		{"light when asked", "/expo?theme=light", "", `id="dark" media="not all"`},
		{"light as kept", "/kitchen", "screen-theme=light", `data-theme="light"`},
		{"no system theme on a wall", "/kitchen?theme=system", "", `data-theme="dark"`},
		{"the device's language", "/kitchen", "lang=de", `<html lang="de"`},
		{"the screen's language before it", "/kitchen", "lang=de; screen-lang=fr", `<html lang="fr"`},
	} {
		if body := get(h, test.path, "Cookie", test.cookie).Body.String(); !strings.Contains(body, test.want) {
			t.Errorf("%s: no %s in\n%.300s", test.name, test.want, body)
		}
	}
	if kept := get(h, "/kitchen?lang=nl").Header().Get("Set-Cookie"); !strings.HasPrefix(kept, "screen-lang=nl;") {
		t.Errorf("a screen's language is kept as %q", kept)
	}
}

func TestGalleryIsForDevelopmentOnly(t *testing.T) {
	t.Parallel()
	if code := get(open(t), "/gallery").Code; code != http.StatusNotFound {
		t.Errorf("GET /gallery: %d, want 404", code)
	}
	if code := get(routes(t, Config{Dev: "."}), "/gallery").Code; code != http.StatusOK {
		t.Errorf("GET /gallery in development: %d", code)
	}
}
