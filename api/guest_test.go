package api_test

import (
	"net/http"
	"strings"
	"testing"

	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/order"
	"orderup/staff"
)

// strangers are the signs by which a request in open mode is not from this
// computer's own people.
var strangers = map[string][]string{
	"through a proxy":      {"X-Forwarded-For", "203.0.113.7"},
	"through another":      {"Forwarded", "for=203.0.113.7"},
	"from a foreign page":  {"Origin", "https://evil.example"},
	"by a rebound name":    {"Host", "evil.example"},
	"by a name like ours":  {"Host", "localhost.evil.example:3000"},
	"from a page on a LAN": {"Origin", "http://192.168.1.9"},
}

func TestStrangersAreSentAway(t *testing.T) {
	t.Parallel()
	d := open(t)
	o := d.MustPlace(t, "Ines", 1)
	for sign, headers := range strangers {
		for _, c := range []struct {
			method, path, body string
			status             int
		}{
			{"POST", "/orders", fries, 403},
			{"GET", "/orders", "", 403},
			{"GET", "/orders?status=pending", "", 403},
			{"GET", "/events", "", 403},
			{"GET", "/orders/stats/overview", "", 403},
			{"POST", "/orders/demo/create-sample", "", 403},
			{"POST", "/orders/simulate/kitchen-workflow", "", 403},
			{"POST", "/orders/simulate/stop", "", 403},
			{"GET", "/orders/simulate", "", 403},
			{"GET", "/metrics", "", 403},
			{"POST", "/orders/quote", moreFries, 403},
			{"POST", toOrder(o.ID) + "/items", moreFries, 403},
			{"POST", toWork(o.ID, "bump"), "", 403},
			{"POST", toWork("nobody", "bump"), "", 403},
			{"GET", "/stats/eta", "", 403},
			{"GET", "/kitchen/setup", "", 403},
			{"PUT", "/kitchen/setup", oneStation, 403},
			{"POST", "/kitchen/stations/kitchen/close", "", 403},
			{"GET", "/kitchen/tickets", "", 403},
			{"GET", "/kitchen/all-day", "", 403},
			{"GET", "/kitchen/recall", "", 403},
			{"GET", "/menu", "", 200},
			{"PUT", "/menu", cornerShop, 403},
			{"GET", "/menu/export", "", 403},
			{"POST", "/menu/import", cornerShop, 403},
			{"POST", "/menu/items/beer/availability", `{"state":"sold_out"}`, 403},
			{"GET", "/menu/items/beer", "", 403},
			{"PUT", "/menu/items/tea", tea, 403},
			{"DELETE", "/menu/items/beer", "", 403},
			{"GET", "/menu/categories/fries", "", 403},
			{"PUT", "/menu/categories/tea", teas, 403},
			{"DELETE", "/menu/categories/fries", "", 403},
			{"GET", "/menu/groups/salt", "", 403},
			{"PUT", "/menu/groups/milk", milk, 403},
			{"DELETE", "/menu/groups/salt", "", 403},
			{"GET", toOrder(o.ID), "", 404},
			{"GET", toOrder(o.ID) + "/events", "", 404},
			{"GET", "/orders/001", "", 404},
			{"POST", toStatus(o.ID), status("ready"), 404},
			{"PATCH", toStatus(o.ID), status("ready"), 404},
			{"POST", toOrder(o.ID) + "/cancel", "", 404},
			{"GET", "/healthz", "", 200},
			{"GET", "/readyz", "", 200},
		} {
			if a := d.call(c.method, c.path, c.body, headers...); a.status != c.status {
				t.Errorf("%s: %s: %d %s, want %d", sign, a.call, a.status, a.body, c.status)
			}
		}
	}
	if len(d.Events(t)) != 1 || d.cooking() {
		t.Errorf("%d events, cooking: %v", len(d.Events(t)), d.cooking())
	}
}

// TestWhatIsNotForAGuestLooksAbsent: to the byte, whatever is asked of it.
func TestWhatIsNotForAGuestLooksAbsent(t *testing.T) {
	t.Parallel()
	d := open(t)
	there := string(d.MustPlace(t, "Ines", 1).ID)
	absent := strings.Repeat("0", 8) + there[8:]
	for _, c := range []struct{ method, path, body string }{
		{"GET", "/orders/ID", ""}, {"GET", "/orders/ID/events", ""}, {"POST", "/orders/ID/cancel", ""},
		{"POST", "/orders/ID/status", status("ready")}, {"POST", "/orders/ID/status", status("burnt")},
		{"POST", "/orders/ID/status", `{"status":"ready","expectedVersion":7}`},
	} {
		ask := func(id string) answer {
			return d.call(c.method, strings.Replace(c.path, "ID", id, 1), c.body, "X-Forwarded-For", "203.0.113.7")
		}
		if a, b := ask(there), ask(absent); a.status != b.status || string(a.body) != string(b.body) {
			t.Errorf("%s: there %d %s, absent %d %s", c.path, a.status, a.body, b.status, b.body)
		}
	}
}

// TestAFollowerLooksAndDoesNotTouch: who knows an id may read that order, and
// no more.
func TestAFollowerLooksAndDoesNotTouch(t *testing.T) {
	t.Parallel()
	d := open(t, testhouse.WithWho(func(*http.Request) staff.Principal {
		return staff.Principal{Role: staff.Follower, Name: "follower", Location: testhouse.Location}
	}))
	o := d.MustPlace(t, "Ines", 1)
	d.get(toOrder(o.ID)).is(http.StatusOK)
	d.get("/orders/001").refuses(http.StatusNotFound, "order.unknown")
	d.get("/orders").refuses(http.StatusForbidden, "staff.forbidden")
	d.post("/orders", fries).refuses(http.StatusForbidden, "staff.forbidden")
	for _, s := range []order.Status{order.Ready, order.Cancelled} {
		d.post(toStatus(o.ID), status(string(s))).refuses(http.StatusForbidden, "staff.forbidden")
		d.call("PATCH", toStatus(o.ID), status(string(s))).refuses(http.StatusForbidden, "staff.forbidden")
	}
	d.post(toOrder(o.ID)+"/cancel", "").refuses(http.StatusForbidden, "staff.forbidden")
	for _, v := range kitchen.Verbs {
		d.post(toWork(o.ID, v), `{"reason":"cold","to":"kitchen"}`).refuses(http.StatusForbidden, "staff.forbidden")
	}
	d.post(toOrder(o.ID)+"/items", moreFries).refuses(http.StatusForbidden, "staff.forbidden")
	d.call("PUT", "/kitchen/setup", oneStation).refuses(http.StatusForbidden, "staff.forbidden")
	if n := len(d.Events(t)); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestPagesOfThisComputerMayCall(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, origin := range []string{"http://localhost:5173", "http://127.0.0.1", "http://[::1]:8080", "null"} {
		asked := d.call("OPTIONS", "/orders", "", "Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type,idempotency-key")
		asked.is(http.StatusNoContent).allows(origin)
		for _, name := range []string{"Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID"} {
			if !strings.Contains(asked.header.Get("Access-Control-Allow-Headers"), name) {
				t.Errorf("%s may not be sent: %v", name, asked.header)
			}
		}
		done := d.post("/orders", fries, "Origin", origin).is(http.StatusCreated).allows(origin)
		if shown := done.header.Get("Access-Control-Expose-Headers"); !strings.Contains(shown, "ETag") || !strings.Contains(shown, "Location") {
			t.Errorf("pages see %q", shown)
		}
	}
}

func TestForeignPagesMayNot(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, origin := range []string{"https://evil.example", "http://localhost.evil.example", "file://", "http://localhost@evil.example"} {
		d.call("OPTIONS", "/orders", "", "Origin", origin, "Access-Control-Request-Method", "POST").is(http.StatusMethodNotAllowed).allows("")
		d.post("/orders", fries, "Origin", origin).is(http.StatusForbidden).allows("")
	}
}

// allows fails the test unless pages of an origin may read a; "" is none.
func (a answer) allows(origin string) answer {
	a.Helper()
	if got := a.header.Get("Access-Control-Allow-Origin"); got != origin || !strings.Contains(a.header.Get("Vary"), "Origin") {
		a.Errorf("%s: allows %q, want %q, and varies by %q", a.call, got, origin, a.header.Get("Vary"))
	}
	return a
}
