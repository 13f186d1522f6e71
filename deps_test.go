package orderup

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// layer says what the packages of one folder may import. Of the standard library everything is allowed, unless pure.
type layer struct {
	pure    bool   // no clock, disk, network, randomness or logging
	ours    string // folders of this module, "" for none, "*" for all
	modules string // modules of others
}

const domain = "fault money text tax menu staff order kitchen"

// layers is the map of doc.go in a form that is checked: a statement of policy. A folder "internal" stands for all
// folders below it. A new arrow is a decision: make it here, in the same change, with the reason in its message.
var layers = map[string]layer{
	".": {},

	"fault":   {pure: true},
	"money":   {pure: true, ours: "fault"},
	"text":    {pure: true, modules: "golang.org/x/text/unicode/norm"},
	"tax":     {pure: true, ours: "fault money"},
	"menu":    {pure: true, ours: "fault money text tax"},
	"staff":   {pure: true, ours: "fault order"}, // an action for each move of the status table
	"order":   {pure: true, ours: "fault money text menu tax"},
	"kitchen": {pure: true, ours: "fault money menu order"},

	"kitchen/eta":        {pure: true},
	"kitchen/eta/replay": {ours: "kitchen/eta"},

	"store":           {ours: domain},
	"store/group":     {},
	"store/sqlite":    {ours: domain + " store store/group", modules: "modernc.org/sqlite github.com/pressly/goose/v3"},
	"store/postgres":  {ours: domain + " store store/group", modules: "github.com/jackc/pgx/v5 github.com/pressly/goose/v3"},
	"store/storetest": {ours: domain + " store", modules: "pgregory.net/rapid"},
	"feed":            {ours: "fault"},
	"feed/local":      {ours: "fault feed"},
	"feed/postgres":   {ours: "feed feed/local", modules: "github.com/jackc/pgx/v5"},

	"sim/kitchens": {},

	"restaurant": {ours: domain + " kitchen/eta store feed", modules: "github.com/google/uuid"},
	"sim":        {ours: domain + " store restaurant"}, // store: the form of a query

	"sim/evening": {ours: domain + " restaurant"},

	"wire":                 {ours: domain, modules: "github.com/danielgtaylor/huma/v2"}, // huma: schemas
	"socketio":             {},
	"socketio/conformance": {ours: "socketio"},
	"api":                  {ours: domain + " kitchen/eta store restaurant sim wire internal", modules: "github.com/danielgtaylor/huma/v2 github.com/google/uuid"},
	"live":                 {ours: domain + " restaurant wire socketio internal"},
	"web":                  {ours: domain + " restaurant wire internal"},
	"client":               {ours: "wire socketio"},
	"load":                 {},

	"cmd/orderup": {ours: "*", modules: "github.com/alecthomas/kong github.com/prometheus/client_golang golang.org/x/sync/errgroup"},
	"internal":    {ours: domain},

	"internal/testhouse": {ours: "*"}, // a whole house for tests: only they import it
	"internal/pgtest":    {modules: "github.com/jackc/pgx/v5"},

	"compat":              {ours: "*"},
	"compat/asyncapi":     {},
	"compat/parsers":      {},
	"e2e":                 {ours: "*", modules: "github.com/chromedp/chromedp github.com/chromedp/cdproto"},
	"reliability":         {ours: "reliability/lossyfs bench load client wire internal/pgtest", modules: "modernc.org/sqlite github.com/jackc/pgx/v5 github.com/anishathalye/porcupine"},
	"reliability/lossyfs": {modules: "github.com/hanwen/go-fuse/v2"},
	"bench":               {modules: "golang.org/x/sync/errgroup"},
	"bench/eta":           {ours: "bench sim/kitchens"},
	"bench/fanout":        {ours: "bench"},
	"bench/fanout/server": {ours: "socketio"},
	"bench/load":          {ours: "bench load"},
	"bench/orders":        {ours: "bench"},
	"bench/propagate":     {ours: "bench", modules: "golang.org/x/sync/errgroup"},
	"bench/stores":        {ours: "bench internal/pgtest"},
}

func TestImportsFollowTheMap(t *testing.T) {
	folders, err := readFolders(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		for _, sentence := range violations(layers, f) {
			t.Error(sentence)
		}
	}
}

func TestDocNamesEveryPackage(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for path := range layers {
		top, _, _ := strings.Cut(path, "/")
		named := strings.Contains(string(doc), "//   - "+path+":") || strings.Contains(string(doc), "//   - "+top+":")
		if path != "." && !named {
			t.Errorf("doc.go does not name %s: add one line that says what lives there", path)
		}
	}
}

// violations tells, in sentences, where a folder contradicts the map.
func violations(layers map[string]layer, f folder) []string {
	l, ok := layers[place(f.path)]
	if !ok {
		return []string{fmt.Sprintf("%s is not on the map: add it to layers in deps_test.go and to doc.go, with what it may import", f.path)}
	}
	var found []string
	for _, path := range f.imports {
		if sentence := refuse(l, f.path, path); sentence != "" {
			found = append(found, sentence)
		}
	}
	if l.pure {
		for _, use := range f.impure {
			found = append(found, fmt.Sprintf("%s is pure, but %s: pass it in as an argument", f.path, use))
		}
	}
	return found
}

// place folds the folders below internal into one, but for those that have a
// layer of their own.
func place(path string) string {
	if _, own := layers[path]; !own && strings.HasPrefix(path, "internal/") {
		return "internal"
	}
	return path
}

// refuse says why a folder may not import a path, or nothing when it may.
func refuse(l layer, from, path string) string {
	inner, ours := strings.CutPrefix(path, module+"/")
	switch {
	case ours && l.ours != "*" && !slices.Contains(strings.Fields(l.ours), place(inner)):
		return fmt.Sprintf("%s -> %s: the map in deps_test.go draws no such arrow; move the code, or draw it with a reason", from, inner)
	case ours:
		return ""
	case isStandard(path) && l.pure && within(path, impurePackages):
		return fmt.Sprintf("%s is pure, but imports %s: do that in the caller", from, path)
	case !isStandard(path) && !within(path, l.modules):
		return fmt.Sprintf("%s -> %s: that module is not allowed here by deps_test.go; see docs/decisions for the dependencies chosen", from, path)
	}
	return ""
}

// within tells whether path is one of the names, or below one.
func within(path, names string) bool {
	return slices.ContainsFunc(strings.Fields(names), func(name string) bool {
		return path == name || strings.HasPrefix(path, name+"/")
	})
}
