package socketio

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
)

// Errors that the official server answers handshakes with, and clients show.
const (
	errCodeTransport  = 0
	errCodeSession    = 1
	errCodeMethod     = 2
	errCodeBadRequest = 3
	errCodeForbidden  = 4
	errCodeProtocol   = 5
	errCodeFull       = 6 // ours: 503
)

var errMessages = [...]string{
	errCodeTransport:  "Transport unknown",
	errCodeSession:    "Session ID unknown",
	errCodeMethod:     "Bad handshake method",
	errCodeBadRequest: "Bad request",
	errCodeForbidden:  "Forbidden",
	errCodeProtocol:   "Unsupported protocol version",
	errCodeFull:       "No more connections at the moment, come back later",
}

// ServeHTTP serves handshakes, polls, posts and WebSockets.
func (srv *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !srv.allowOrigin(w, r) {
		refuse(w, http.StatusForbidden, errCodeForbidden)
		return
	}
	if r.Method == http.MethodOptions {
		preflight(w, r)
		return
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	transport, id := query.Get("transport"), query.Get("sid")
	switch {
	case err != nil || transport != "polling" && transport != "websocket":
		badRequest(w, errCodeTransport)
	case query.Get("EIO") != "4":
		badRequest(w, errCodeProtocol)
	case (transport == "websocket") != wantsUpgrade(r), transport == "websocket" && !isWebSocket(r):
		badRequest(w, errCodeBadRequest)
	case query.Has("sid"):
		srv.serveSession(w, r, transport, id)
	case r.Method != http.MethodGet:
		badRequest(w, errCodeMethod)
	default:
		srv.serveHandshake(w, r, transport)
	}
}

func (srv *Server) serveHandshake(w http.ResponseWriter, r *http.Request, transport string) {
	handshake := srv.options.Keep(r) // before anything that its panic would leave behind
	if !srv.admit() {
		w.Header().Set("Retry-After", strconv.Itoa(1+rand.IntN(5))) // spread, so that not all come back at once
		refuse(w, http.StatusServiceUnavailable, errCodeFull)
		return
	}
	if transport == "polling" {
		srv.open(handshake, nil, nil).serveGet(w, r)
		return
	}
	c, answer, err := srv.accept(w, r)
	if err != nil {
		srv.options.Log.Debug("WebSocket handshake failed", "error", err)
		srv.dismiss()
		return
	}
	go srv.open(handshake, c, answer).serveConn(c) // not here: the HTTP server would keep its buffers as long
}

func (srv *Server) serveSession(w http.ResponseWriter, r *http.Request, transport, id string) {
	s := srv.session(id)
	switch {
	case s == nil:
		badRequest(w, errCodeSession)
	case transport == "websocket":
		s.serveUpgrade(w, r)
	case r.Method == http.MethodGet:
		s.serveGet(w, r)
	case r.Method == http.MethodPost:
		s.servePost(w, r)
	default:
		badRequest(w, errCodeMethod)
	}
}

func badRequest(w http.ResponseWriter, code int) { refuse(w, http.StatusBadRequest, code) }

func refuse(w http.ResponseWriter, status, code int) {
	body, _ := json.Marshal(map[string]any{"code": code, "message": errMessages[code]}) // cannot fail
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
