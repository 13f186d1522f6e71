package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
)

// serve returns the body of the answer.
func serve(h http.Handler, r *http.Request) string {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Body.String()
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	body, err := fs.ReadFile(embedded, name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Third-party files are whole and unchanged, and none is there unlisted.
func TestThirdPartyFilesMatchTheirChecksums(t *testing.T) {
	t.Parallel()
	const root = "assets/third_party"
	listed := map[string]string{}
	for line := range strings.Lines(string(read(t, root+"/SHA256SUMS"))) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed[name] = sum
	}
	found := 0
	err := fs.WalkDir(embedded, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Dir(name) == root {
			return err
		}
		sum := sha256.Sum256(read(t, name))
		if short := strings.TrimPrefix(name, root+"/"); listed[short] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s has the checksum %x, listed is %q", short, sum, listed[short])
		}
		found++
		return nil
	})
	if err != nil || found == 0 || found != len(listed) {
		t.Errorf("%d files found, %d listed, error %v", found, len(listed), err)
	}
}

func TestThirdPartyFoldersHaveLicences(t *testing.T) {
	t.Parallel()
	folders, err := fs.Glob(embedded, "assets/third_party/*-*")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, folder := range folders {
		if text := read(t, folder+"/LICENSE"); !bytes.Contains(text, []byte("icense")) {
			t.Errorf("%s/LICENSE is not one", folder)
		}
	}
}

// After resolving, a browser without import maps finds every module.
func TestEveryImportLeadsToAFile(t *testing.T) {
	t.Parallel()
	a, err := readAssets(embedded)
	if err != nil {
		t.Fatal(err)
	}
	modules := 0
	for name, file := range a.files {
		if !isModule(name) {
			continue
		}
		modules++
		if bare := bareImport.FindSubmatch(file.body); bare != nil {
			t.Errorf("%s still imports %q", name, bare[1])
		}
		for _, statement := range relativeImport.FindAllSubmatch(file.body, -1) {
			target := path.Join(path.Dir(name), string(statement[1]))
			if _, ok := a.files[target]; !ok {
				t.Errorf("%s imports %s, which does not exist", name, target)
			}
		}
	}
	if modules < 10 {
		t.Errorf("looked at %d modules only", modules)
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	h := open(t)
	a, err := readAssets(embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, contentType, cacheControl string
		code                            int
	}{
		{a.prefix() + "/js/shell.js", "text/javascript; charset=utf-8", forever, 200},
		{a.prefix() + "/css/tokens.css", "text/css; charset=utf-8", forever, 200},
		{"/assets/another-version/js/shell.js", "text/javascript; charset=utf-8", revalidate, 200},
		{a.prefix() + "/js/none.js", "text/plain; charset=utf-8", "", 404},
		{a.prefix() + "/../../web.go", "", "", 307},
		{"/favicon.ico", "image/x-icon", revalidate, 200},
		{"/socket.io/socket.io.js", "text/javascript; charset=utf-8", revalidate, 200},
		{"/socket.io/socket.io.min.js", "text/javascript; charset=utf-8", revalidate, 200},
		{"/socket.io/socket.io.esm.min.js", "text/javascript; charset=utf-8", revalidate, 200},
	} {
		w := get(h, test.path)
		if got := w.Header(); w.Code != test.code || test.contentType != "" && got.Get("Content-Type") != test.contentType ||
			got.Get("Cache-Control") != test.cacheControl {
			t.Errorf("GET %s: %d %v", test.path, w.Code, got)
		}
	}
}

func TestCompressedAssetsAreTheSame(t *testing.T) {
	t.Parallel()
	h := open(t)
	plain := get(h, "/socket.io/socket.io.js")
	zipped := get(h, "/socket.io/socket.io.js", "Accept-Encoding", "br;q=1.0, gzip;q=0.8")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len()*3 > plain.Body.Len() {
		t.Errorf("compressed answer: %v, %d bytes of %d", zipped.Header(), zipped.Body.Len(), plain.Body.Len())
	}
	unzip, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(unzip)
	if err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
		t.Errorf("unzipped body differs, error %v", err)
	}
	if zipped.Header().Get("ETag") == plain.Header().Get("ETag") {
		t.Error("both encodings have the same ETag")
	}
}

func TestAcceptsGzip(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]bool{
		"": false, "gzip": true, "br, GZIP ; q=0.5": true, "gzip;q=0": false, "*": true, "gzip;q=1.5": false, "br": false,
	} {
		if got := acceptsGzip(field); got != want {
			t.Errorf("acceptsGzip(%q) = %v", field, got)
		}
	}
}
