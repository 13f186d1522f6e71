package socketio

import (
	"crypto/rand"
	"encoding/base64"
	"strings"
	"sync"
	"sync/atomic"
)

// Server is an http.Handler that speaks Engine.IO and Socket.IO. Mount it at /socket.io/, the path the clients use
// unless told otherwise; it looks at the query only.
//
// The http.Server around it should set ReadHeaderTimeout; its ReadTimeout and WriteTimeout do not hold for the requests
// served here, which set deadlines of their own.
type Server struct {
	options  Options
	flushers *flushers
	beats    *heartbeats

	mu         sync.Mutex
	namespaces map[string]*Namespace
	sessions   map[string]*session
	admitted   int           // connections admitted and not yet gone; those being set up are not in sessions yet
	draining   bool          // Shutdown was called
	empty      chan struct{} // closed when draining and the last connection is gone

	sent, writes, received, accepted, refused, slowCuts, violations atomic.Uint64
}

// New returns a server with one namespace, "/".
func New(o Options) *Server {
	s := &Server{
		options:    o.withDefaults(),
		flushers:   newFlushers(),
		beats:      newHeartbeats(),
		namespaces: map[string]*Namespace{},
		sessions:   map[string]*session{},
		empty:      make(chan struct{}),
	}
	s.Of("/")
	return s
}

// Of returns the namespace of that name, and creates it if need be: from then on clients can join it. A missing leading
// slash is added; "" is "/".
func (s *Server) Of(name string) *Namespace {
	name = "/" + strings.TrimPrefix(name, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.namespaces[name]
	if n == nil {
		n = newNamespace(s, name)
		s.namespaces[name] = n
	}
	return n
}

// namespace returns nil if there is none of that name.
func (s *Server) namespace(name string) *Namespace {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.namespaces[name]
}

// admit counts a new connection in, or tells that there is no room for one.
func (s *Server) admit() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining || s.options.MaxSockets > 0 && s.admitted >= s.options.MaxSockets {
		s.refused.Add(1)
		return false
	}
	s.admitted++
	return true
}

// dismiss takes back an admit.
func (s *Server) dismiss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.admitted--
	s.signalEmpty()
}

// register makes an admitted session known under its id. It returns false when the server began to shut down meanwhile.
func (s *Server) register(ses *session) bool {
	s.accepted.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[ses.id] = ses
	return !s.draining
}

// forget ends what admit and register began.
func (s *Server) forget(ses *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, ses.id)
	s.admitted--
	s.signalEmpty()
}

func (s *Server) signalEmpty() {
	if s.draining && s.admitted == 0 {
		close(s.empty)
	}
}

func (s *Server) session(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[id]
}

// newID returns 160 random bits, URL-safe.
func newID() string {
	var b [20]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
