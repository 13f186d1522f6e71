package socketio

import (
	"net/http"
	"net/url"
	"strings"
)

// allowOrigin answers requests with an Origin as CORS wants it, and tells whether the request may go on. Refusing those
// of other origins altogether, not only hiding the answers from them, covers WebSockets and keeps POSTs without effect.
func (srv *Server) allowOrigin(w http.ResponseWriter, r *http.Request) bool {
	h := w.Header()
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	if !srv.options.AllowOrigin(r) {
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin) // "*" does not go with credentials
	h.Set("Access-Control-Allow-Credentials", "true")
	return true
}

func preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
}

// sameOrigin compares hosts only: behind a proxy that ends TLS the scheme is not known.
func sameOrigin(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
