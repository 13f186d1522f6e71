// Package door tells who stands at the door: it turns an HTTP request into a
// principal, and decides which pages of other origins may talk to the house.
//
// In open mode everybody on this computer is staff. That holds for a request
// only if it came from this computer, was not forwarded, names this computer
// as its host, and was not sent by a foreign page: see Door.Who.
package door

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"orderup/order"
	"orderup/staff"
)

// A Door lets people in.
type Door struct {
	Location  order.Location // where everybody is at home
	FilePages bool           // pages opened from files (Origin "null") count as local
}

// forwarding are the headers by which a proxy says that a request is not its own.
var forwarding = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}

// Who returns who sent a request: staff.Local when all of open mode's
// conditions hold, staff.Guest otherwise.
func (d Door) Who(r *http.Request) staff.Principal {
	if d.local(r) {
		return staff.Principal{Role: staff.Local, Name: "local", Location: d.Location}
	}
	return staff.Principal{Role: staff.Guest, Name: "guest", Location: d.Location}
}

func (d Door) local(r *http.Request) bool {
	for _, h := range forwarding {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	return isLoopbackAddress(r.RemoteAddr) && isLoopbackName(r.Host) && (r.Header.Get("Origin") == "" || d.AllowOrigin(r))
}

// AllowOrigin reports whether the page that sent a request may use the house:
// one of this computer's, on any port, or, with FilePages, one opened from a
// file.
func (d Door) AllowOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "null" {
		return d.FilePages
	}
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && isLoopbackName(u.Host)
}

// CORS lets the pages that AllowOrigin allows read the answers of next, and
// answers their preflight requests.
func (d Door) CORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		if r.Header.Get("Origin") != "" && d.AllowOrigin(r) {
			h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
			h.Set("Access-Control-Expose-Headers", "ETag, Location, Retry-After, Idempotent-Replayed")
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				h.Set("Access-Control-Allow-Methods", "GET, POST, PATCH")
				h.Set("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, If-Match, Last-Event-ID")
				h.Set("Access-Control-Max-Age", "600")
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopbackName reports whether host, with or without a port, names this computer.
func isLoopbackName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

func isLoopbackAddress(hostPort string) bool {
	a, err := netip.ParseAddrPort(hostPort)
	return err == nil && a.Addr().Unmap().IsLoopback()
}

// IsLoopback reports whether a listening address is on this computer only.
func IsLoopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	return err == nil && host != "" && isLoopbackName(host)
}
