package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// view is what the templates see.
type view struct {
	Page      string // name of the template
	Path      string // address of the page, for the pickers
	Lang      string
	Theme     string // one of Themes
	Themes    []string
	Languages []language
	Assets    string // address of the assets
	Version   string
	Origin    string // scheme and host for lines to copy
	Words     words
	Reference reference // only on /docs
	Shell     []string  // addresses of what a screen needs, only there
}

// T returns the words of a key. A missing key fails the page and so the tests.
func (v view) T(key string) (string, error) {
	text, ok := v.Words[key]
	if !ok {
		return "", fmt.Errorf("no words for %q in %s", key, v.Lang)
	}
	return text, nil
}

// Icon returns the address of a picture of the sprite.
func (v view) Icon(name string) string { return v.Assets + "/icon/sprite.svg#" + name }

// DarkMedia says when the dark colours apply.
func (v view) DarkMedia() string {
	switch v.Theme {
	case "light":
		return "not all"
	case "dark":
		return "all"
	default:
		return "(prefers-color-scheme: dark)"
	}
}

// snippet is a text with a button that copies it.
type snippet struct{ Text, Copy, Copied, Icon, Done string }

// Code returns what the template "code" shows.
func (v view) Code(text string) snippet {
	return snippet{Text: text, Copy: v.Words["common.copy"], Copied: v.Words["common.copied"], Icon: v.Icon("copy"), Done: v.Icon("ready")}
}

// Here puts the server's address into an example.
func (v view) Here(text string) string { return strings.ReplaceAll(text, "{origin}", v.Origin) }

// CreateLine is the command that places an order here.
func (v view) CreateLine() string {
	return "curl -X POST " + v.Origin + `/orders -H 'Content-Type: application/json' \
  -d '{"customerName":"Test Customer","items":[{"name":"Large Fries","price":3.50,"quantity":1}]}'`
}

// FollowLine is the command that follows today's first order.
func (v view) FollowLine() string { return "curl -N " + v.Origin + "/orders/001/events" }

func (p *Pages) start(w http.ResponseWriter, r *http.Request) { p.show(w, r, "start", policy) }
func (p *Pages) testClient(w http.ResponseWriter, r *http.Request) {
	p.show(w, r, "testclient", testClientPolicy)
}
func (p *Pages) docs(w http.ResponseWriter, r *http.Request) { p.show(w, r, "docs", policy) }

// show renders a page in the language and theme of the request.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, page, csp string) {
	body, err := p.render(w, r, page)
	if err != nil {
		slog.ErrorContext(r.Context(), "render page", "page", page, "error", err)
		http.Error(w, "This page could not be made. The log of the server says why.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", csp)
	h.Set("Referrer-Policy", "no-referrer")
	h.Add("Vary", "Accept-Language, Cookie")
	newPayload(body, "text/html; charset=utf-8", gzip.BestSpeed).serve(w, r, "private, no-cache")
}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, page string) ([]byte, error) {
	s, err := p.site()
	if err != nil {
		return nil, err
	}
	v := view{
		Page: page, Path: r.URL.Path, Languages: languages, Assets: s.assets.prefix(),
		Version: p.config.Version, Origin: origin(r), Themes: themes,
	}
	if slices.Contains(screenNames, page) {
		v.Lang, v.Theme = s.screenChoices(w, r)
		v.Shell = s.assets.shell()
	} else {
		v.Lang = choice(w, r, "lang", "lang", s.words.has, s.preferred(r))
		v.Theme = choice(w, r, "theme", "theme", isTheme, themes[0])
	}
	v.Words = s.words[v.Lang]
	if page == "docs" {
		if v.Reference, err = p.reference(); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := s.pages[page].ExecuteTemplate(&out, layoutOf(page), v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// preferred is the language that the reader's browser asks for.
func (s *site) preferred(r *http.Request) string {
	return s.words.choose(r.Header.Get("Accept-Language"))
}

var themes = []string{"system", "light", "dark"}

func isTheme(name string) bool { return slices.Contains(themes, name) }

// choice is a preference: from the query, which the pickers send and which is
// then kept in a cookie, else from that cookie, else the fallback.
func choice(w http.ResponseWriter, r *http.Request, name, cookie string, valid func(string) bool, fallback string) string {
	if asked := r.URL.Query().Get(name); valid(asked) {
		http.SetCookie(w, &http.Cookie{Name: cookie, Value: asked, Path: "/",
			MaxAge: int((365 * 24 * time.Hour).Seconds()), SameSite: http.SameSiteLaxMode})
		return asked
	}
	if kept, err := r.Cookie(cookie); err == nil && valid(kept.Value) {
		return kept.Value
	}
	return fallback
}

// plainHost is what a Host field may contain to be shown in a line that people
// paste into a shell.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)

// origin is the address under which the reader reached us.
func origin(r *http.Request) string {
	host := r.Host
	if !plainHost.MatchString(host) {
		host = "localhost:3000"
	}
	if r.TLS != nil {
		return "https://" + host
	}
	return "http://" + host
}
