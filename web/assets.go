package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

const socketClient = "third_party/socket.io-client-4.8.4/"

// contentTypes lists what we serve. The system's own table is not asked: it
// differs between machines, and a module with a wrong type does not run.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".ico":  "image/x-icon",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".mjs":  "text/javascript; charset=utf-8",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	"":      "text/plain; charset=utf-8", // LICENSE, SHA256SUMS
}

// assets holds every file below assets/, ready to be sent.
type assets struct {
	hash  string // of all names and contents; changes when any of them does
	files map[string]*payload
}

// readAssets loads the files and resolves the bare imports of modules.
func readAssets(files fs.FS) (*assets, error) {
	modules, err := readImports(files)
	if err != nil {
		return nil, err
	}
	a := &assets{files: map[string]*payload{}}
	sum := sha256.New()
	err = fs.WalkDir(files, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return a.add(files, name, modules, sum)
	})
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	a.hash = hex.EncodeToString(sum.Sum(nil))[:16]
	return a, nil
}

// add reads one file and mixes its name and content into the sum.
func (a *assets) add(files fs.FS, name string, modules imports, sum io.Writer) error {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	name = strings.TrimPrefix(name, "assets/")
	fmt.Fprintf(sum, "%s %d\n%s", name, len(body), body) // a hash takes everything
	a.files[name], err = newAsset(name, body, modules)
	return err
}

func newAsset(name string, body []byte, modules imports) (*payload, error) {
	contentType, known := contentTypes[path.Ext(name)]
	if !known {
		return nil, fmt.Errorf("%s: no content type for %q in contentTypes", name, path.Ext(name))
	}
	if isModule(name) {
		body = modules.resolve(name, body)
	}
	return newPayload(body, contentType, gzip.BestCompression), nil
}

// isModule tells our own modules and third-party ones from plain scripts.
func isModule(name string) bool {
	return path.Ext(name) == ".mjs" || strings.HasPrefix(name, "js/")
}

// prefix is the address of all assets. The hash comes first in the path, so
// relative imports and style urls inherit it and may be cached for ever.
func (a *assets) prefix() string { return "/assets/" + a.hash }

// imports maps bare module names ("preact") to files, as in the "imports" of an
// import map. It is applied here and not in the browser because tablets with
// Safari before 16.4 know no import maps, and because an inline map would
// loosen the content security policy.
type imports map[string]string

func readImports(files fs.FS) (imports, error) {
	text, err := fs.ReadFile(files, "assets/third_party/imports.json")
	if err != nil {
		return nil, fmt.Errorf("read import map: %w", err)
	}
	var m imports
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("parse import map: %w", err)
	}
	return m, nil
}

// bareImport finds static imports of names that do not start with "." or "/".
var bareImport = regexp.MustCompile(`\b(?:from|import)\s*["']([@\w][^"']*)["']`)

// resolve rewrites the bare imports of one module to relative addresses. Names
// that the map does not have stay: they are prose in comments.
func (m imports) resolve(name string, body []byte) []byte {
	up := strings.Repeat("../", strings.Count(name, "/"))
	return bareImport.ReplaceAllFunc(body, func(statement []byte) []byte {
		module := bareImport.FindSubmatch(statement)[1]
		target, known := m[string(module)]
		if !known {
			return statement
		}
		return bytes.Replace(statement, module, []byte(up+target), 1)
	})
}
