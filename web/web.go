// Package web serves the pages of orderup: start page, test client and API
// reference, the screens of the kitchen, with the assets and languages they share.
//
// Pages are html/template first paint, then plain ES modules. There is no build
// step: what is in this folder is what runs, embedded in the binary.
//
//   - templates/  one file per page inside layout.html
//   - assets/     styles, modules, icons
//   - assets/third_party/ whole files of others, with licence and SHA256SUMS. It
//     is not called vendor: Go leaves such folders out of a module's archive.
//   - lang/       one JSON file of words per language, keys are never sentences
//
// Every page carries a strict content security policy, so nothing inline ever
// runs and text that people typed can only ever be text.
package web

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

//go:embed assets lang templates
var embedded embed.FS

// Config says what the pages show and where they are read from.
// The zero value serves the embedded pages and an empty API reference.
type Config struct {
	// Dev, when set, is the folder of this package: templates, words and
	// assets are read from it at each request instead of from the binary.
	Dev string
	// OpenAPI returns the OpenAPI 3.1 document as JSON, AsyncAPI the AsyncAPI 3
	// document. /docs renders both; a nil function leaves its part out.
	OpenAPI  func() []byte
	AsyncAPI func() []byte
	// Version of the program, shown at the foot of each page.
	Version string
}

// Pages serves the web pages. It is safe for concurrent use.
type Pages struct {
	config    Config
	mu        sync.Mutex // in development
	built     *site
	state     string // of the files that built was made from, in development
	reference func() (reference, error)
}

// New reads templates, words and assets and fails if any of them is broken,
// so that a program that starts has pages that render.
func New(config Config) (*Pages, error) {
	p := &Pages{config: config, reference: sync.OnceValues(config.reference)}
	built, err := openSite(p.files())
	if err != nil {
		return nil, err
	}
	p.built = built
	return p, nil
}

// Routes registers every page and asset on mux.
func (p *Pages) Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", p.start)
	mux.HandleFunc("GET /test-client.html", p.testClient)
	mux.HandleFunc("GET /dev", p.testClient)
	mux.HandleFunc("GET /docs", p.docs)
	p.screens(mux)
	mux.HandleFunc("GET /assets/{hash}/{path...}", p.asset)
	mux.HandleFunc("GET /favicon.ico", p.fixed("icon/favicon.ico"))
	// Where the official server publishes its client, so that pages written
	// for it keep their script address. They outrank the "/socket.io/" endpoint.
	for _, name := range []string{"socket.io.js", "socket.io.min.js", "socket.io.esm.min.js"} {
		mux.HandleFunc("GET /socket.io/"+name, p.fixed(socketClient+name))
	}
}

func (p *Pages) files() fs.FS {
	if p.config.Dev != "" {
		return os.DirFS(p.config.Dev)
	}
	return embedded
}

// site returns what to serve from: built once, or in development read again
// when a file has changed.
func (p *Pages) site() (*site, error) {
	if p.config.Dev == "" {
		return p.built, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if state := stateOf(p.files()); p.built == nil || state != p.state {
		s, err := openSite(p.files())
		if err != nil {
			return nil, fmt.Errorf("reload pages from %s: %w", p.config.Dev, err)
		}
		p.built, p.state = s, state
	}
	return p.built, nil
}

// stateOf is another text whenever a file was changed, added or removed.
func stateOf(files fs.FS) string {
	var state strings.Builder
	for _, root := range []string{"assets", "lang", "templates"} {
		err := fs.WalkDir(files, root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err == nil {
				fmt.Fprintln(&state, name, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil {
			fmt.Fprintln(&state, err, time.Now()) // openSite will say what is wrong
		}
	}
	return state.String()
}
