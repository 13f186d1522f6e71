package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
)

// open returns the handler of pages over the small documents in testdata.
func open(t *testing.T) http.Handler {
	t.Helper()
	return routes(t, Config{Version: "test", OpenAPI: testdata(t, "openapi.json"), AsyncAPI: testdata(t, "asyncapi.json")})
}

func routes(t *testing.T, config Config) http.Handler {
	t.Helper()
	pages, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	pages.Routes(mux)
	return mux
}

func testdata(t *testing.T, name string) func() []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return func() []byte { return text }
}

// get requests a path with headers given as name, value, name, value.
func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPagesComeFromTheFolderInDevelopment(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, embedded); err != nil {
		t.Fatal(err)
	}
	h := routes(t, Config{Dev: folder})
	before := get(h, "/").Body.String()
	if err := os.WriteFile(folder+"/assets/css/start.css", []byte("/* changed */"), 0o600); err != nil {
		t.Fatal(err)
	}
	if after := get(h, "/").Body.String(); after == before {
		t.Error("the page names the same assets after one of them changed")
	}
	if err := os.WriteFile(folder+"/lang/en.json", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := get(h, "/").Code; code != http.StatusInternalServerError {
		t.Errorf("page with broken words: status %d, want 500", code)
	}
}

func TestNewRefusesBrokenFiles(t *testing.T) {
	t.Parallel()
	for file, text := range map[string]string{
		"templates/start.html":            "{{",
		"lang/nl.json":                    "[]",
		"assets/third_party/imports.json": "[]",
		"assets/unknown.type":             "",
	} {
		folder := t.TempDir()
		if err := os.CopyFS(folder, embedded); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(folder+"/"+file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Config{Dev: folder}); err == nil {
			t.Errorf("%s containing %q: no error", file, text)
		}
	}
}
