package web

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
)

// screenNames are the pages that hang on a wall: they fill the screen, are dark
// unless somebody says otherwise, and have a language of their own.
var screenNames = []string{"kitchen", "expo", "gallery"}

// screens registers the kitchen's screens and what they need to work offline.
func (p *Pages) screens(mux *http.ServeMux) {
	mux.HandleFunc("GET /kitchen", p.screen("kitchen"))
	mux.HandleFunc("GET /kitchen/{station}", p.screen("kitchen"))
	mux.HandleFunc("GET /expo", p.screen("expo"))
	mux.HandleFunc("GET /kitchen.webmanifest", p.manifest("kitchen"))
	mux.HandleFunc("GET /expo.webmanifest", p.manifest("expo"))
	mux.HandleFunc("GET /sw.js", p.worker)
	if p.config.Dev != "" {
		mux.HandleFunc("GET /gallery", p.screen("gallery"))
	}
}

func (p *Pages) screen(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { p.show(w, r, name, policy) }
}

// screenChoices are a screen's own language and theme.
func (s *site) screenChoices(w http.ResponseWriter, r *http.Request) (lang, theme string) {
	lang = choice(w, r, "lang", "screen-lang", s.words.has, choice(w, r, "", "lang", s.words.has, s.preferred(r)))
	theme = choice(w, r, "theme", "screen-theme", func(name string) bool { return name == "dark" || name == "light" }, "dark")
	return lang, theme
}

// shell are the assets that a screen needs to start without the server.
func (a *assets) shell() []string {
	var files []string
	for name := range a.files {
		if inShell(name) {
			files = append(files, a.prefix()+"/"+name)
		}
	}
	slices.Sort(files)
	return files
}

// Modules are the scripts of a screen, for the browser to load all at once
// instead of finding them one by one.
func (v view) Modules() []string {
	return slices.DeleteFunc(slices.Clone(v.Shell), func(name string) bool {
		ours := strings.Contains(name, "/js/"+v.Page+"/") || strings.Contains(name, "/js/kitchen/") || !strings.Contains(name, "/js/")
		return !ours || path.Ext(name) != ".js" && path.Ext(name) != ".mjs"
	})
}

var (
	shellFolders = []string{"js/kitchen", "js/expo", "js/components", "icon"}
	shellFiles   = []string{"js/words.js", "css/tokens.css", "css/dark.css", "css/base.css", "css/components.css", "css/kitchen.css", "css/expo.css",
		socketClient + "socket.io.esm.min.js"}
)

func inShell(name string) bool {
	if ext := path.Ext(name); ext == ".png" || ext == ".ico" {
		return false // of the installed application, which keeps its own
	}
	return slices.Contains(shellFolders, path.Dir(name)) || slices.Contains(shellFiles, name) || path.Ext(name) == ".mjs"
}

// worker serves the service worker with the list of what it keeps. It changes
// with every build, which is how browsers and screens notice a new one.
func (p *Pages) worker(w http.ResponseWriter, r *http.Request) {
	s, err := p.site()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	list, err := json.Marshal(s.assets.shell())
	if err != nil {
		slog.ErrorContext(r.Context(), "list the shell", "error", err)
	}
	body := slices.Concat([]byte("const SHELL = "), list, []byte(";\n"), s.assets.files["js/worker.js"].body)
	newPayload(body, contentTypes[".js"], 1).serve(w, r, revalidate)
}

// manifest describes a screen as an application that can be installed (W3C Web
// Application Manifest).
func (p *Pages) manifest(screen string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s, err := p.site()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		body, err := json.Marshal(s.manifest(screen))
		if err != nil {
			slog.ErrorContext(r.Context(), "write manifest", "error", err)
		}
		newPayload(body, "application/manifest+json", 1).serve(w, r, revalidate)
	}
}

func (s *site) manifest(screen string) map[string]any {
	icon := func(name, size, purpose string) map[string]string {
		return map[string]string{"src": s.assets.prefix() + "/icon/" + name, "sizes": size, "type": "image/png", "purpose": purpose}
	}
	return map[string]any{
		"id": "/" + screen, "start_url": "/" + screen, "scope": "/", "name": "orderup " + strings.ToUpper(screen[:1]) + screen[1:], "short_name": screen,
		"display": "fullscreen", "orientation": "any", "background_color": "#0e1116", "theme_color": "#0e1116",
		"icons": []any{
			icon("app-192.png", "192x192", "any"), icon("app-512.png", "512x512", "any"), icon("app-512.png", "512x512", "maskable"),
		},
	}
}
