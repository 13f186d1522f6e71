package orderup

import (
	"strings"
	"testing"
	"testing/fstest"
)

// The controls: a checker that accepts a made-up violation proves nothing when it accepts the tree.
func TestViolationsAreFound(t *testing.T) {
	house := map[string]layer{
		"order":    {pure: true, ours: "fault"},
		"api":      {ours: "order internal", modules: "example.org/rest/v2"},
		"live":     {ours: "order"},
		"cmd/prog": {ours: "*"},
		"internal": {},
	}
	for _, c := range []struct {
		name, file, source string
		want               string // part of the only sentence, "" when all is well
	}{
		{"own arrow that is drawn", "api/a.go", `import "orderup/order"`, ""},
		{"below internal", "api/a.go", `import "orderup/internal/httpx"`, ""},
		{"module that is allowed", "api/a.go", `import "example.org/rest/v2/adapters"`, ""},
		{"the program knows every part", "cmd/prog/m.go", `import ("orderup/api"; "orderup/live")`, ""},
		{"time as a type", "order/o.go", `import "time"; var At time.Time`, ""},
		{"clock in a part that is not pure", "live/l.go", `import "time"; var at = time.Now()`, ""},
		{"tests may import more", "order/o_test.go", `import "orderup/api"`, ""},
		{"node_modules are npm's", "api/node_modules/x/x.go", `import "orderup/live"`, ""},

		{"siblings", "api/a.go", `import "orderup/live"`, "api -> live"},
		{"below a drawn folder", "api/a.go", `import "orderup/order/secret"`, "api -> order/secret"},
		{"module that is not allowed", "live/l.go", `import "example.org/rest/v2"`, "live -> example.org/rest/v2"},
		{"module with the beginning of an allowed name", "api/a.go", `import "example.org/rest/v22"`, "api -> example.org/rest/v22"},
		{"files for other systems", "live/l_windows.go", `import "orderup/api"`, "live -> api"},
		{"folder that is not on the map", "util/u.go", ``, "util is not on the map"},
		{"disk", "order/o.go", `import "os"`, "order is pure, but imports os"},
		{"network", "order/o.go", `import "net/http"`, "order is pure, but imports net/http"},
		{"log", "order/o.go", `import "log/slog"`, "order is pure, but imports log/slog"},
		{"randomness", "order/o.go", `import "math/rand/v2"`, "order is pure, but imports math/rand/v2"},
		{"database", "order/o.go", `import "database/sql"`, "order is pure, but imports database/sql"},
		{"clock", "order/o.go", `import "time"; var at = time.Now()`, "order/o.go:1 uses time.Now"},
		{"clock as a value", "order/o.go", `import "time"; var clock = time.Now`, "order/o.go:1 uses time.Now"},
		{"clock under another name", "order/o.go", `import t "time"; var at = t.Since(t.Time{})`, "order/o.go:1 uses time.Since"},
		{"goroutine", "order/o.go", `func f() { go f() }`, "order/o.go:1 starts a goroutine"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkOne(t, house, c.file, "package p; "+c.source, c.want)
		})
	}
}

func checkOne(t *testing.T, house map[string]layer, name, source, want string) {
	t.Helper()
	folders, err := readFolders(fstest.MapFS{name: {Data: []byte(source)}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range folders {
		got = append(got, violations(house, f)...)
	}
	if want == "" && len(got) > 0 {
		t.Errorf("refused: %q", got)
	}
	if want != "" && (len(got) != 1 || !strings.Contains(got[0], want)) {
		t.Errorf("got %q, want one sentence with %q", got, want)
	}
}

func TestBrokenFileIsAnError(t *testing.T) {
	if _, err := readFolders(fstest.MapFS{"order/o.go": {Data: []byte("package")}}); err == nil {
		t.Error("a file that does not parse was accepted")
	}
}

// A layer that allows what does not exist, or a pure one that reaches the impure, is a mistake in the table.
func TestLayersNameEachOther(t *testing.T) {
	for path, l := range layers {
		for _, name := range strings.Fields(l.ours) {
			if _, ok := layers[name]; !ok && name != "*" {
				t.Errorf("%s may import %s, which is not on the map", path, name)
			}
			if l.pure && !layers[name].pure {
				t.Errorf("%s is pure and may not import %s, which is not", path, name)
			}
		}
	}
}
