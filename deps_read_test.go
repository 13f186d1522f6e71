package orderup

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "orderup"

// impurePackages reach the clock, a disk, the network, randomness or a log.
const impurePackages = "crypto/rand database/sql io/ioutil log math/rand net os runtime syscall testing unsafe"

// clockCalls are the functions of package time that read the clock or wait for it; its types and arithmetic are pure.
var clockCalls = []string{"After", "AfterFunc", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until"}

// folder is what the map has to know of a folder with Go files. Test files may import more and are not read.
type folder struct {
	path    string   // below the module, "." for its root
	imports []string // sorted, each once
	impure  []string // uses of the clock and of goroutines, as "file:line uses time.Now"
}

// readFolders reads every folder of a module's tree that has Go files, whatever system they are built for.
func readFolders(tree fs.FS) ([]folder, error) {
	found := map[string]*folder{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && ignored(name) {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		dir := path.Dir(name)
		if found[dir] == nil {
			found[dir] = &folder{path: dir}
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return found[dir].read(tree, name)
	})
	folders := make([]folder, 0, len(found))
	for _, f := range found {
		slices.Sort(f.imports)
		f.imports = slices.Compact(f.imports)
		folders = append(folders, *f)
	}
	slices.SortFunc(folders, func(a, b folder) int { return strings.Compare(a.path, b.path) })
	return folders, err
}

// ignored names the folders that the go command ignores too, and those of npm.
func ignored(name string) bool {
	base := path.Base(name)
	return name != "." && (base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_"))
}

func (f *folder) read(tree fs.FS, name string) error {
	source, err := fs.ReadFile(tree, name)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	clock := ""
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		f.imports = append(f.imports, imported)
		if imported == "time" {
			clock = localName(spec)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if use := impureUse(n, clock); use != "" {
			f.impure = append(f.impure, fmt.Sprintf("%s:%d %s", name, files.Position(n.Pos()).Line, use))
		}
		return true
	})
	return nil
}

func localName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return "time"
}

// impureUse names the impurity of one piece of syntax, or nothing; clock is the local name of package time.
func impureUse(n ast.Node, clock string) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "starts a goroutine"
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && clock != "" && x.Name == clock && slices.Contains(clockCalls, n.Sel.Name) {
			return "uses time." + n.Sel.Name
		}
	}
	return ""
}

// isStandard tells the standard library from modules, whose first path element is a host name.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
