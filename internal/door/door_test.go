package door_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"orderup/internal/door"
	"orderup/staff"
)

func request(change func(*http.Request)) *http.Request {
	r := httptest.NewRequest("POST", "/orders", nil)
	r.RemoteAddr, r.Host = "127.0.0.1:50000", "localhost:3000"
	change(r)
	return r
}

func origin(o string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Origin", o) }
}

func TestWhoIsStaffInOpenMode(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   staff.Role
	}{
		"curl":                        {func(*http.Request) {}, staff.Local},
		"curl by address":             {func(r *http.Request) { r.Host = "127.0.0.1:3000" }, staff.Local},
		"curl over IPv6":              {func(r *http.Request) { r.Host, r.RemoteAddr = "[::1]:3000", "[::1]:4" }, staff.Local},
		"our own page":                {origin("http://localhost:3000"), staff.Local},
		"a developer's page":          {origin("http://localhost:5173"), staff.Local},
		"a page from a file":          {origin("null"), staff.Local},
		"another computer":            {func(r *http.Request) { r.RemoteAddr = "192.168.1.9:50000" }, staff.Guest},
		"a rebound name":              {func(r *http.Request) { r.Host = "evil.example:3000" }, staff.Guest},
		"a name that begins well":     {func(r *http.Request) { r.Host = "localhost.evil.example" }, staff.Guest},
		"a proxy":                     {func(r *http.Request) { r.Header.Set("X-Forwarded-For", "8.8.8.8") }, staff.Guest},
		"a foreign page":              {origin("https://evil.example"), staff.Guest},
		"a page named like localhost": {origin("http://localhost.evil.example"), staff.Guest},
		"a page with a login":         {origin("http://localhost@evil.example"), staff.Guest},
		"an extension":                {origin("chrome-extension://localhost"), staff.Guest},
	} {
		d := door.Door{Location: "main", FilePages: true}
		if got := d.Who(request(c.change)).Role; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestPagesFromFilesCanBeShutOut(t *testing.T) {
	if got := (door.Door{}).Who(request(origin("null"))).Role; got != staff.Guest {
		t.Errorf("a page from a file: %s", got)
	}
}

func TestCORS(t *testing.T) {
	h := door.Door{}.CORS(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	for name, c := range map[string]struct {
		method, origin string
		status         int
		allowed        string
	}{
		"preflight":         {"OPTIONS", "http://localhost:8080", http.StatusNoContent, "http://localhost:8080"},
		"request":           {"POST", "http://localhost:8080", http.StatusTeapot, "http://localhost:8080"},
		"foreign preflight": {"OPTIONS", "https://evil.example", http.StatusTeapot, ""},
	} {
		r := httptest.NewRequest(c.method, "/orders", nil)
		r.Header.Set("Origin", c.origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status || w.Header().Get("Access-Control-Allow-Origin") != c.allowed || w.Header().Get("Vary") != "Origin" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for listen, want := range map[string]bool{
		"localhost:3000": true, "127.0.0.1:0": true, "[::1]:3000": true, ":3000": false, "0.0.0.0:3000": false, "192.168.1.4:3000": false, "nonsense": false,
	} {
		if got := door.IsLoopback(listen); got != want {
			t.Errorf("IsLoopback(%q) = %v", listen, got)
		}
	}
}
