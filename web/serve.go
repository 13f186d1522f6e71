package web

import "net/http"

// policy is the content security policy of the pages: everything from this
// server, nothing inline, nobody frames us.
const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// testClientPolicy also lets the test client talk to another server on the
// same machine; which one is typed into the page.
const testClientPolicy = policy + "; connect-src 'self' http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*"

const (
	forever    = "public, max-age=31536000, immutable"
	revalidate = "public, no-cache"
)

// asset serves /assets/{hash}/{path...}. A page of another version of the
// program asks with another hash, in the middle of an update for example; it
// gets what we have, but must not keep it.
func (p *Pages) asset(w http.ResponseWriter, r *http.Request) {
	s, err := p.site()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	cacheControl := forever
	if r.PathValue("hash") != s.assets.hash {
		cacheControl = revalidate
	}
	s.assets.serve(w, r, r.PathValue("path"), cacheControl)
}

// fixed serves one asset at an address that never changes. Any origin may
// load it: pages written for the official server do so across origins.
func (p *Pages) fixed(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s, err := p.site()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		s.assets.serve(w, r, name, revalidate)
	}
}

func (a *assets) serve(w http.ResponseWriter, r *http.Request, name, cacheControl string) {
	file, ok := a.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	file.serve(w, r, cacheControl)
}
