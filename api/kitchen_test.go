package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orderup/api"
	"orderup/internal/testhouse"
	"orderup/kitchen"
	"orderup/order"
	"orderup/wire"
)

// pub is the set-up of a kitchen with a fryer, whose backup the grill is, an
// oven behind the grill, and a counter that hands out drinks.
const pub = `{"setup":{"version":0,"expo":"auto","fire":"immediate","catchAll":"fryer","graceSeconds":0,"receiptSeconds":10,
	"autoClearMinutes":0,"warnMinutes":5,"lateMinutes":8,"phone":"+32 2 555 01 23"},
	"stations":[
	{"id":"fryer","name":"Fryer","open":true,"receipt":true,"backup":"grill","slots":4},{"id":"grill","name":"Grill","open":true,"receipt":false},
	{"id":"oven","name":"Oven","open":true,"receipt":false},{"id":"counter","name":"Counter","open":true,"receipt":false}],
	"rules":[{"name":"Burger","stations":["grill"]},{"name":"Pizza","stations":["grill","oven"],"sequence":true},
	{"name":"Beer","stations":["counter"],"noPrep":true}]}`

// openPub opens a house with that kitchen.
func openPub(t testing.TB, options ...testhouse.Option) *desk {
	t.Helper()
	d := open(t, options...)
	d.call("PUT", "/kitchen/setup", pub).is(http.StatusOK)
	return d
}

// orders places an order of one of each name.
func (d *desk) orders(names ...string) wire.Order {
	d.Helper()
	return d.post("/orders", `{"customerName":"Ines",`+itemsOf(names...)).is(http.StatusCreated).read().Order
}

// itemsOf writes the items of a body, up to its end.
func itemsOf(names ...string) string {
	items := make([]string, len(names))
	for i, name := range names {
		items[i] = fmt.Sprintf(`{"name":%q,"price":3.50,"quantity":1}`, name)
	}
	return `"items":[` + strings.Join(items, ",") + `]}`
}

// works carries out a verb that has to work.
func (d *desk) works(o wire.Order, v order.Verb, body string) wire.Order {
	d.Helper()
	return d.post(toWork(o.ID, v), body).is(http.StatusOK).read().Order
}

// at writes where an order's tasks are: "1 fryer queued, 2 grill done".
func at(o wire.Order) string {
	tasks := make([]string, len(o.Tasks))
	for i, t := range o.Tasks {
		tasks[i] = t.ID + " " + t.Station + " " + t.State
	}
	return strings.Join(tasks, ", ")
}

// TestEachVerbOfTheKitchen: what each does to an order of two tasks, and that
// to ask for it again does nothing.
func TestEachVerbOfTheKitchen(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	for _, c := range []struct {
		before []order.Verb
		verb   order.Verb
		body   string
		tasks  string
		status string
	}{
		{nil, kitchen.Start, `{"station":"grill"}`, "1 grill started, 2 fryer queued", "in_progress"},
		{nil, kitchen.Bump, `{"station":"grill"}`, "1 grill done, 2 fryer queued", "in_progress"},
		{nil, kitchen.Bump, "", "1 grill done, 2 fryer done", "ready"},
		{nil, kitchen.Bump, `{"station":"all"}`, "1 grill done, 2 fryer done", "ready"},
		{nil, kitchen.Bump, `{"lines":["2"]}`, "1 grill queued, 2 fryer done", "in_progress"},
		{[]order.Verb{kitchen.Bump}, kitchen.Undo, `{"tasks":["2"]}`, "1 grill done, 2 fryer started", "in_progress"},
		{[]order.Verb{kitchen.Bump}, kitchen.Recall, `{"tasks":["2"]}`, "1 grill done, 2 fryer started", "in_progress"},
		{nil, kitchen.Hold, `{"tasks":["1"]}`, "1 grill held, 2 fryer queued", "pending"},
		{[]order.Verb{kitchen.Hold}, kitchen.Fire, `{"course":1}`, "1 grill queued, 2 fryer queued", "pending"},
		{nil, kitchen.Void, `{"lines":["2"],"reason":"changed mind"}`, "1 grill queued, 2 fryer voided", "pending"},
		{nil, kitchen.Rush, "", "1 grill queued, 2 fryer queued", "pending"},
		{[]order.Verb{kitchen.Rush}, kitchen.Unrush, "", "1 grill queued, 2 fryer queued", "pending"},
		{nil, kitchen.Pass, `{"force":true}`, "1 grill done, 2 fryer done", "ready"},
		{nil, kitchen.Seen, `{"station":"fryer"}`, "1 grill queued, 2 fryer queued", "pending"},
		{nil, kitchen.Reroute, `{"station":"fryer","to":"oven"}`, "1 grill queued, 2 oven queued", "pending"},
	} {
		t.Run(string(c.verb)+" "+c.body, func(t *testing.T) {
			o := d.orders("Burger", "Fries")
			for _, v := range c.before {
				o = d.works(o, v, "")
			}
			a := d.post(toWork(o.ID, c.verb), c.body).is(http.StatusOK)
			now := a.read().Order
			if at(now) != c.tasks || now.Status != c.status || now.Version == o.Version {
				t.Errorf("%s, %s, version %d after %d; want %s, %s", at(now), now.Status, now.Version, o.Version, c.tasks, c.status)
			}
			if want := fmt.Sprintf(`"%d"`, now.Version); a.header.Get("ETag") != want || a.read().Message != "Order "+o.Number+": "+string(c.verb) {
				t.Errorf("%s %v", a.body, a.header)
			}
			if again := d.works(o, c.verb, c.body); again.Version != now.Version && c.verb != kitchen.Reroute {
				t.Errorf("asked for again: version %d after %d, %s", again.Version, now.Version, at(again))
			}
		})
	}
}

// TestWhatAVerbLeavesOnATask: the marks that cooks see.
func TestWhatAVerbLeavesOnATask(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	o := d.works(d.works(d.orders("Burger", "Fries"), kitchen.Bump, ""), kitchen.Recall, `{"station":"fryer"}`)
	if fries := o.Tasks[1]; fries.Recalls != 1 || fries.DoneAt != nil || fries.FiredAt == nil {
		t.Errorf("recalled: %+v", fries)
	}
	o = d.works(o, kitchen.Refire, `{"tasks":["1"],"reason":"burnt"}`)
	if burger, again := o.Tasks[0], o.Tasks[2]; !burger.Waste || again.RemakeOf != "1" || again.Reason != "burnt" || again.State != "queued" {
		t.Errorf("cooked again: %+v, %+v", burger, again)
	}
	o = d.works(o, kitchen.Void, `{"tasks":["2"],"reason":"dropped"}`)
	if fries := o.Tasks[1]; fries.State != "voided" || !fries.Waste || fries.Acknowledged || o.TotalAmount != "3.50" || o.Items[1].Voided != 1 {
		t.Errorf("withdrawn: %+v, total %s", fries, o.TotalAmount)
	}
	if o = d.works(o, kitchen.Acknowledge, `{"station":"fryer"}`); !o.Tasks[1].Acknowledged {
		t.Errorf("acknowledged: %+v", o.Tasks[1])
	}
	if o = d.works(o, kitchen.Rush, ""); o.RushAt == nil {
		t.Errorf("rushed: %+v", o)
	}
	if o = d.works(o, kitchen.Seen, `{"station":"grill"}`); o.Tasks[2].SeenAt == nil {
		t.Errorf("seen: %+v", o.Tasks[2])
	}
	o = d.works(d.orders("Burger"), kitchen.Reroute, `{"to":"oven"}`)
	if o.Tasks[0].From != "grill" || o.Tasks[0].Station != "oven" {
		t.Errorf("moved: %+v", o.Tasks[0])
	}
}

// TestAnItemGoesFromStationToStation: pizza is topped, then baked.
func TestAnItemGoesFromStationToStation(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	o := d.orders("Pizza", "Beer")
	if want := "1 grill queued, 2 oven held, 3 counter done"; at(o) != want || o.Tasks[1].Hold != "step" || !o.Tasks[2].NoPrep {
		t.Fatalf("%s, want %s", at(o), want)
	}
	if o = d.works(o, kitchen.Bump, `{"station":"grill"}`); o.Tasks[1].State != "queued" {
		t.Errorf("%s", at(o))
	}
	d.post(toWork(o.ID, kitchen.Fire), `{"tasks":["9"]}`).refuses(http.StatusNotFound, "kitchen.task")
}

// TestBadKitchenWorkChangesNothing: each is refused for what it is.
func TestBadKitchenWorkChangesNothing(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	o := d.orders("Burger", "Fries", "Pizza")
	over := d.orders("Burger")
	d.post(toOrder(over.ID)+"/cancel", "").is(http.StatusOK)
	long := strings.Repeat("x", 81)
	head, events := d.get("/kitchen/setup").body, len(d.Events(t))
	for name, c := range map[string]struct {
		call, body string
		status     int
		code       string
	}{
		"an unknown verb":         {"POST " + toWork(o.ID, "burn"), "", 422, "request.invalid"},
		"a verb of the house":     {"POST " + toWork(o.ID, kitchen.Alarm), "", 422, "request.invalid"},
		"words":                   {"POST " + toWork(o.ID, kitchen.Bump), "now", 400, "request.malformed"},
		"half a body":             {"POST " + toWork(o.ID, kitchen.Bump), `{"station":`, 400, "request.malformed"},
		"too much":                {"POST " + toWork(o.ID, kitchen.Bump), strings.Repeat(" ", api.MaxBody+1), 413, "request.too_large"},
		"a field of tomorrow":     {"POST " + toWork(o.ID, kitchen.Bump), `{"colour":"gold"}`, 422, "request.invalid"},
		"half a portion":          {"POST " + toWork(o.ID, kitchen.Bump), `{"quantity":1.5}`, 422, "request.invalid"},
		"a negative quantity":     {"POST " + toWork(o.ID, kitchen.Bump), `{"quantity":-1}`, 422, "request.invalid"},
		"a time in words":         {"POST " + toWork(o.ID, kitchen.Bump), `{"at":"noon"}`, 422, "request.invalid"},
		"501 tasks":               {"POST " + toWork(o.ID, kitchen.Bump), `{"tasks":["1"` + strings.Repeat(`,"1"`, 500) + `]}`, 422, "request.invalid"},
		"a task nobody knows":     {"POST " + toWork(o.ID, kitchen.Bump), `{"tasks":["1","9"]}`, 404, "kitchen.task"},
		"an item nobody knows":    {"POST " + toWork(o.ID, kitchen.Bump), `{"lines":["9"]}`, 404, "kitchen.task"},
		"an order nobody knows":   {"POST " + toWork("nobody", kitchen.Bump), "", 404, "order.unknown"},
		"a cancelled order":       {"POST " + toWork(over.ID, kitchen.Bump), "", 409, "kitchen.cancelled"},
		"bump of what is held":    {"POST " + toWork(o.ID, kitchen.Bump), `{"tasks":["4"]}`, 409, "kitchen.state"},
		"fire of what must wait":  {"POST " + toWork(o.ID, kitchen.Fire), `{"tasks":["4"]}`, 409, "kitchen.state"},
		"pass of what is open":    {"POST " + toWork(o.ID, kitchen.Pass), "", 409, "kitchen.open"},
		"void of everything":      {"POST " + toWork(o.ID, kitchen.Void), "", 409, "kitchen.last"},
		"a remake for no reason":  {"POST " + toWork(o.ID, kitchen.Refire), `{"tasks":["1"]}`, 422, "kitchen.reason"},
		"a long reason":           {"POST " + toWork(o.ID, kitchen.Void), `{"reason":"` + long + `"}`, 422, "order.text"},
		"a move to nowhere":       {"POST " + toWork(o.ID, kitchen.Reroute), "", 422, "kitchen.to"},
		"a move to the moon":      {"POST " + toWork(o.ID, kitchen.Reroute), `{"to":"moon"}`, 404, "kitchen.station"},
		"an ETag that is none":    {"POST " + toWork(o.ID, kitchen.Bump), "", 400, "order.if_match"},
		"an addition of nothing":  {"POST " + toOrder(o.ID) + "/items", `{"items":[]}`, 422, "request.invalid"},
		"half a cent more":        {"POST " + toOrder(o.ID) + "/items", strings.Replace(moreFries, "2.50", "2.505", 1), 422, "money.amount"},
		"an addition in words":    {"POST " + toOrder(o.ID) + "/items", "fries", 400, "request.malformed"},
		"too much of an addition": {"POST " + toOrder(o.ID) + "/items", strings.Repeat(" ", api.MaxBody+1), 413, "request.too_large"},
		"more for a cancelled":    {"POST " + toOrder(over.ID) + "/items", moreFries, 409, "kitchen.cancelled"},
		"more for nobody":         {"POST /orders/nobody/items", moreFries, 404, "order.unknown"},
		"a quote for nothing":     {"POST /orders/quote", `{"items":[]}`, 422, "request.invalid"},
		"a quote in words":        {"POST /orders/quote", "fries", 400, "request.malformed"},
		"too much of a quote":     {"POST /orders/quote", strings.Repeat(" ", api.MaxBody+1), 413, "request.too_large"},
		"a quote for a blank":     {"POST /orders/quote", `{"items":[{"name":" ","price":1,"quantity":1}]}`, 422, "order.text"},
		"a set-up in words":       {"PUT /kitchen/setup", "fries", 400, "request.malformed"},
		"too much of a set-up":    {"PUT /kitchen/setup", strings.Repeat(" ", api.MaxBody+1), 413, "request.too_large"},
		"a station of nobody":     {"POST /kitchen/stations/moon/open", "", 404, "kitchen.station"},
		"a station half open":     {"POST /kitchen/stations/grill/ajar", "", 422, "request.invalid"},
		"a long name":             {"POST /kitchen/stations/" + strings.Repeat("x", 33) + "/open", "", 422, "request.invalid"},
		"tickets of the moon":     {"GET /kitchen/tickets?station=moon", "", 422, "kitchen.station"},
		"all day on the moon":     {"GET /kitchen/all-day?station=moon", "", 422, "kitchen.station"},
		"recall from the moon":    {"GET /kitchen/recall?station=moon", "", 422, "kitchen.station"},
	} {
		method, path, _ := strings.Cut(c.call, " ")
		var headers []string
		if c.code == "order.if_match" {
			headers = []string{"If-Match", `"x"`}
		}
		if a := d.call(method, path, c.body, headers...); a.status != c.status || a.read().Code != c.code {
			t.Errorf("%s: %d %s, want %d %s", name, a.status, a.body, c.status, c.code)
		}
	}
	if now := d.get("/kitchen/setup").body; len(d.Events(t)) != events || string(now) != string(head) {
		t.Errorf("%d events after %d; the kitchen was\n%s\nis\n%s", len(d.Events(t)), events, head, now)
	}
}

// TestAKitchenIsAskedWhatItHasSeen: a command about a task that has changed
// since is refused with the order as it is; one that asks for what is so
// already, or about another task, is not.
func TestAKitchenIsAskedWhatItHasSeen(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	for name, c := range map[string]struct {
		verb   order.Verb
		seen   string // as If-Match
		body   string
		passes bool
	}{
		"as it is":                {kitchen.Bump, `"3"`, `{"station":"grill"}`, true},
		"before another station":  {kitchen.Bump, `"1"`, `{"station":"fryer"}`, true},
		"it is so already":        {kitchen.Start, `"1"`, `{"station":"grill"}`, true},
		"stale":                   {kitchen.Bump, `"1"`, `{"tasks":["1"]}`, false},
		"stale, in the body":      {kitchen.Bump, "", `{"tasks":["1"],"expectedVersion":1}`, false},
		"stale, for all of it":    {kitchen.Bump, `"1"`, "", false},
		"who does not care":       {kitchen.Bump, "", `{"tasks":["1"],"expectedVersion":0}`, true},
		"whatever it is":          {kitchen.Bump, "*", `{"tasks":["1"]}`, true},
		"the header before words": {kitchen.Bump, `"3"`, `{"tasks":["1"],"expectedVersion":1}`, true},
	} {
		o := d.works(d.orders("Burger", "Fries"), kitchen.Start, `{"station":"grill"}`)
		a := d.post(toWork(o.ID, c.verb), c.body, "If-Match", c.seen)
		if c.passes {
			a.is(http.StatusOK)
			continue
		}
		if r := a.refuses(http.StatusConflict, "kitchen.stale"); r.Order.ID != o.ID || r.Order.Version != o.Version || at(r.Order) != at(o) {
			t.Errorf("%s: the refusal shows %+v, want %+v", name, r.Order, o)
		}
	}
}

// TestATapCountsOnceUnderItsKey: a screen that does not know whether its tap
// arrived taps again.
func TestATapCountsOnceUnderItsKey(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	o := d.post("/orders", `{"customerName":"Ines","items":[{"name":"Fries","price":3.5,"quantity":3}]}`).is(http.StatusCreated).read().Order
	one := func(key string) answer {
		return d.post(toWork(o.ID, kitchen.Bump), `{"quantity":1}`, "Idempotency-Key", key)
	}
	first := one("a")
	if r := first.is(http.StatusOK).read(); r.Order.Tasks[0].Done != 1 || r.Order.Tasks[0].State != "started" {
		t.Fatalf("%+v", r.Order.Tasks)
	}
	one("b").is(http.StatusOK)
	same(t, first, one("a"))
	if now := one("c").is(http.StatusOK).read().Order; now.Tasks[0].State != "done" || now.Status != "ready" {
		t.Errorf("%s, %s", at(now), now.Status)
	}
	d.post(toWork(o.ID, kitchen.Bump), `{"quantity":2}`, "Idempotency-Key", "a").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
}

// TestATapThatComesLateCountsFromWhenItWasMade: not from the future, nor from
// another day.
func TestATapThatComesLateCountsFromWhenItWasMade(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	d := openPub(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	for sent, want := range map[time.Duration]time.Duration{
		2 * time.Minute: 2 * time.Minute, time.Hour: 10 * time.Minute, -24 * time.Hour: 10 * time.Minute, -time.Minute: 0,
	} {
		later.Store(0)
		o := d.orders("Fries")
		later.Store(int64(10 * time.Minute))
		done := d.works(o, kitchen.Bump, fmt.Sprintf(`{"at":%q}`, evening.Add(sent).Format(time.RFC3339Nano))).Tasks[0].DoneAt
		if done == nil || !time.Time(*done).Equal(evening.Add(want)) {
			t.Errorf("a tap after %s counts from %v, want after %s", sent, done, want)
		}
	}
}

// TestMoreIsAddedToAnOrder: only what is new goes to the kitchen.
func TestMoreIsAddedToAnOrder(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	o := d.works(d.orders("Burger"), kitchen.Bump, "")
	a := d.post(toOrder(o.ID)+"/items", `{`+itemsOf("Fries", "Beer")).is(http.StatusOK)
	now := a.read().Order
	if want := "1 grill done, 2 fryer queued, 3 counter done"; at(now) != want || now.Status != "in_progress" || now.TotalAmount != "10.50" || !now.Tasks[1].AddOn {
		t.Errorf("%s, %s, %s; want %s", at(now), now.Status, now.TotalAmount, want)
	}
	if r := a.read(); r.Message != "Items were added to order "+o.Number || len(r.Order.Items) != 3 || r.Order.Items[2].ID != "3" {
		t.Errorf("%s", a.body)
	}
	if now = d.works(now, kitchen.Acknowledge, `{"tasks":["2"]}`); !now.Tasks[1].Acknowledged {
		t.Errorf("%+v", now.Tasks[1])
	}
	many := make([]string, order.MaxLines)
	for i := range many {
		many[i] = "Fries"
	}
	d.post(toOrder(o.ID)+"/items", `{`+itemsOf(many...)).refuses(http.StatusUnprocessableEntity, "order.items")
}

// A kitchenReading is what GET /kitchen/setup has in it.
type kitchenReading struct {
	Setup    wire.Setup
	Stations []api.StationLoad
	Rules    []wire.Rule
}

func (d *desk) kitchen() (r kitchenReading) {
	d.Helper()
	d.get("/kitchen/setup").is(http.StatusOK).into(&r)
	return r
}

// TestAHouseThatSaysNothingHasOneStation: and can cook.
func TestAHouseThatSaysNothingHasOneStation(t *testing.T) {
	t.Parallel()
	d := open(t)
	k := d.kitchen()
	if len(k.Stations) != 1 || k.Stations[0].ID != "kitchen" || !k.Stations[0].Open || k.Setup.CatchAll != "kitchen" || k.Setup.Expo != "auto" {
		t.Errorf("%+v", k)
	}
	if o := d.orders("Anything"); at(o) != "1 kitchen queued" {
		t.Errorf("%s", at(o))
	}
}

// TestAKitchenIsWhatWasSetUp: what is read can be sent back, and is the same.
func TestAKitchenIsWhatWasSetUp(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	k := d.kitchen()
	if k.Setup.Version != 1 || len(k.Stations) != 4 || len(k.Rules) != 3 || k.Setup.Phone != "+32 2 555 01 23" || k.Stations[0].Slots != 4 {
		t.Fatalf("%+v", k)
	}
	read := d.get("/kitchen/setup")
	if read.header.Get("ETag") != `"1"` {
		t.Errorf("ETag %q", read.header.Get("ETag"))
	}
	var back struct {
		Setup    wire.Setup     `json:"setup"`
		Stations []wire.Station `json:"stations"`
		Rules    []wire.Rule    `json:"rules"`
	}
	read.into(&back)
	text, err := json.Marshal(back)
	if err != nil {
		t.Fatal(err)
	}
	var again kitchenReading
	d.call("PUT", "/kitchen/setup", string(text)).is(http.StatusOK).into(&again)
	if k.Setup.Version = 2; fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", k) {
		t.Errorf("%+v, want %+v", again, k)
	}
}

// TestWhatIsAtAStationThatIsNoMoreGoesToTheCatchAll: what is open, and what was
// done there and is recalled or cooked again.
func TestWhatIsAtAStationThatIsNoMoreGoesToTheCatchAll(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	o := d.works(d.orders("Burger", "Burger", "Burger", "Beer"), kitchen.Bump, `{"tasks":["1","2"]}`)
	d.call("PUT", "/kitchen/setup", oneStation).is(http.StatusOK)
	now := d.get(toOrder(o.ID)).read().Order
	if want := "1 grill done, 2 grill done, 3 pass queued, 4 counter done"; at(now) != want || now.Tasks[2].From != "grill" {
		t.Errorf("%s, want %s", at(now), want)
	}
	now = d.works(now, kitchen.Recall, `{"tasks":["1"]}`)
	now = d.works(now, kitchen.Refire, `{"tasks":["2"],"reason":"cold"}`)
	if want := "1 pass started, 2 grill done, 3 pass queued, 4 counter done, 5 pass queued"; at(now) != want {
		t.Errorf("%s, want %s", at(now), want)
	}
}

// TestOfTwoWhoSetUpTheKitchenOneLooksAgain: by the version in the body, or by
// If-Match.
func TestOfTwoWhoSetUpTheKitchenOneLooksAgain(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	seen := func(version string) string { return strings.Replace(pub, `"version":0`, `"version":`+version, 1) }
	d.call("PUT", "/kitchen/setup", seen("1")).is(http.StatusOK)
	d.call("PUT", "/kitchen/setup", seen("1")).refuses(http.StatusConflict, "kitchen.version")
	d.call("PUT", "/kitchen/setup", pub, "If-Match", `"1"`).refuses(http.StatusConflict, "kitchen.version")
	d.call("PUT", "/kitchen/setup", pub, "If-Match", "nonsense").refuses(http.StatusBadRequest, "order.if_match")
	d.call("PUT", "/kitchen/setup", seen("1"), "If-Match", `"2"`).is(http.StatusOK)
	if v := d.kitchen().Setup.Version; v != 3 {
		t.Errorf("version %d", v)
	}
}

// TestASetUpThatCannotWorkIsRefused: each field, by its name.
func TestASetUpThatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	long := strings.Repeat("x", kitchen.MaxName+1)
	for _, c := range []struct{ old, bad, about string }{
		{`"expo":"auto"`, `"expo":"nobody"`, "body.setup.expo"},
		{`"fire":"immediate"`, `"fire":"tomorrow"`, "body.setup.fire"},
		{`"catchAll":"fryer"`, `"catchAll":"moon"`, "body.setup.catchAll"},
		{`"catchAll":"fryer"`, `"catchAll":""`, "body.setup.catchAll"},
		{`"graceSeconds":0`, `"graceSeconds":-1`, "body.setup.graceSeconds"},
		{`"graceSeconds":0`, `"graceSeconds":601`, "body.setup.graceSeconds"},
		{`"receiptSeconds":10`, `"receiptSeconds":0`, "body.setup.receiptSeconds"},
		{`"receiptSeconds":10`, `"receiptSeconds":3601`, "body.setup.receiptSeconds"},
		{`"autoClearMinutes":0`, `"autoClearMinutes":1441`, "body.setup.autoClearMinutes"},
		{`"warnMinutes":5`, `"warnMinutes":-1`, "body.setup.warnMinutes"},
		{`"warnMinutes":5`, `"warnMinutes":307445734561825861`, "body.setup.warnMinutes"}, // times 60 is 44 once more
		{`"warnMinutes":5`, `"warnMinutes":9`, "body.setup.lateMinutes"},
		{`"lateMinutes":8`, `"lateMinutes":1441`, "body.setup.lateMinutes"},
		{`"phone":"+32 2 555 01 23"`, `"phone":"` + long + `"`, "body.setup.phone"},
		{`"id":"counter"`, `"id":"Counter"`, "body.stations[3].id"},
		{`"id":"counter"`, `"id":"all"`, "body.stations[3].id"},
		{`"id":"counter"`, `"id":"fryer"`, "body.stations[3].id"},
		{`"name":"Grill"`, `"name":" "`, "body.stations[1].name"},
		{`"name":"Grill"`, `"name":"` + long + `"`, "body.stations[1].name"},
		{`"backup":"grill"`, `"backup":"moon"`, "body.stations[0].backup"},
		{`"backup":"grill"`, `"backup":"fryer"`, "body.stations[0].backup"},
		{`"slots":4`, `"slots":101`, "body.stations[0].slots"},
		{`"slots":4`, `"slots":-1`, "body.stations[0].slots"},
		{`"slots":4`, `"warnSeconds":86401`, "body.stations[0].lateSeconds"},
		{`"slots":4`, `"warnSeconds":600,"lateSeconds":300`, "body.stations[0].lateSeconds"},
		{`"stations":["grill"]`, `"stations":["moon"]`, "body.rules[0].stations"},
		{`"stations":["grill"]`, `"stations":[]`, "body.rules[0].stations"},
		{`"stations":["grill"]`, `"stations":["grill","grill"]`, "body.rules[0].stations"},
		{`{"name":"Burger","stations":["grill"]}`, `{"stations":["grill"]}` + strings.Repeat(`,{"stations":["grill"]}`, kitchen.MaxRules), "body.rules"},
	} {
		body := strings.Replace(pub, c.old, c.bad, 1)
		a := d.call("PUT", "/kitchen/setup", body)
		if r := a.is(http.StatusUnprocessableEntity).read(); body == pub || len(r.Errors) == 0 || r.Errors[0].Location != c.about {
			t.Errorf("%s: %s, want one about %s", c.bad, a.body, c.about)
		}
	}
	if v := d.kitchen().Setup.Version; v != 1 {
		t.Errorf("a refused set-up left version %d", v)
	}
}

// TestAClosedStationSendsItsWorkToTheBackup: new work; and nothing is ever
// nowhere.
func TestAClosedStationSendsItsWorkToTheBackup(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	before := d.orders("Fries")
	var k kitchenReading
	d.post("/kitchen/stations/fryer/close", "").is(http.StatusOK).into(&k)
	if k.Stations[0].Open || k.Setup.Version != 2 {
		t.Errorf("%+v", k)
	}
	if o := d.orders("Fries"); at(o) != "1 grill queued" || o.Tasks[0].From != "fryer" {
		t.Errorf("%+v", o.Tasks)
	}
	if o := d.get(toOrder(before.ID)).read().Order; at(o) != "1 fryer queued" {
		t.Errorf("what was at work before is at %s", at(o))
	}
	d.post("/kitchen/stations/grill/close", "").is(http.StatusOK)
	if o := d.orders("Fries"); at(o) != "1 fryer queued" {
		t.Errorf("all closed: %s", at(o))
	}
	d.post("/kitchen/stations/fryer/open", "").is(http.StatusOK)
	if o := d.orders("Fries"); at(o) != "1 fryer queued" || o.Tasks[0].From != "" {
		t.Errorf("%+v", o.Tasks)
	}
}

// TestTicketsAreThoseOfAStation: first things first, with how many there are
// and how many are late.
func TestTicketsAreThoseOfAStation(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	d := openPub(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	first := d.orders("Fries")
	later.Store(int64(time.Second))
	second, burger := d.orders("Fries", "Burger"), d.orders("Burger")
	d.works(second, kitchen.Rush, "")
	var tickets struct {
		Orders []wire.Order
		Cursor string
	}
	for station, want := range map[string][]string{
		"?station=fryer": {second.ID, first.ID}, "?station=grill": {second.ID, burger.ID}, "?station=oven": {}, "?station=all": {second.ID, first.ID, burger.ID}, "": {second.ID, first.ID, burger.ID},
	} {
		d.get("/kitchen/tickets" + station).is(http.StatusOK).into(&tickets)
		var got []string
		for _, o := range tickets.Orders {
			got = append(got, o.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || tickets.Cursor == "" {
			t.Errorf("tickets%s: %v, want %v", station, got, want)
		}
	}
	later.Store(int64(24 * time.Hour))
	if s := d.kitchen().Stations; s[0].Tickets != 2 || s[0].Late != 2 || s[1].Tickets != 2 || s[2].Tickets != 0 {
		t.Errorf("%+v", s)
	}
}

// TestAllDayCountsOverAllTickets: what is held is counted apart.
func TestAllDayCountsOverAllTickets(t *testing.T) {
	t.Parallel()
	d := openPub(t)
	d.orders("Fries", "Burger")
	d.works(d.orders("Fries"), kitchen.Hold, "")
	d.works(d.orders("Fries"), kitchen.Bump, "")
	d.orders("Fries")
	var day struct{ Items []wire.AllDay }
	d.get("/kitchen/all-day?station=fryer").is(http.StatusOK).into(&day)
	if len(day.Items) != 1 || day.Items[0].Name != "Fries" || day.Items[0].Quantity != 2 || day.Items[0].Held != 1 {
		t.Errorf("fryer: %+v", day.Items)
	}
	d.get("/kitchen/all-day").is(http.StatusOK).into(&day)
	if len(day.Items) != 2 || day.Items[1].Name != "Burger" {
		t.Errorf("all: %+v", day.Items)
	}
}

// TestWhatWasBumpedLatelyCanBeRecalled: the last one first, for half an hour.
func TestWhatWasBumpedLatelyCanBeRecalled(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	d := openPub(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	early, late := d.orders("Fries"), d.orders("Fries", "Burger")
	d.works(early, kitchen.Bump, "")
	later.Store(int64(time.Minute))
	d.works(late, kitchen.Bump, `{"station":"fryer"}`)
	recallable := func(station string) string {
		var ids []string
		for _, o := range d.get("/kitchen/recall" + station).is(http.StatusOK).read().Orders {
			ids = append(ids, o.ID)
		}
		return strings.Join(ids, " ")
	}
	if got, want := recallable("?station=fryer"), late.ID+" "+early.ID; got != want {
		t.Errorf("the fryer: %s, want %s", got, want)
	}
	if got := recallable("?station=grill"); got != "" {
		t.Errorf("the grill: %s", got)
	}
	if got := recallable(""); got != early.ID {
		t.Errorf("all: %s, want %s: the other one is not finished", got, early.ID)
	}
	later.Store(int64(order.RecallWindow + 30*time.Second))
	if got := recallable("?station=fryer"); got != late.ID {
		t.Errorf("later: %s, want %s", got, late.ID)
	}
	d.post(toWork(early.ID, kitchen.Recall), `{"tasks":["1"]}`).refuses(http.StatusConflict, "kitchen.state")
}

// TestAQuoteStoresNothing: it says a time, which is a full minute.
func TestAQuoteStoresNothing(t *testing.T) {
	t.Parallel()
	d := openPub(t, atEvening())
	var r struct{ Quote api.Quote }
	d.post("/orders/quote", `{"type":"dine_in",`+itemsOf("Burger", "Fries")).is(http.StatusOK).into(&r)
	p50, p80, by := time.Time(r.Quote.P50), time.Time(r.Quote.P80), time.Time(r.Quote.ReadyBy)
	if !evening.Before(p50) || p80.Before(p50) || by.Before(p80) || by.Sub(p80) >= time.Minute || by != by.Truncate(time.Minute) {
		t.Errorf("%+v", r.Quote)
	}
	if !strings.HasPrefix(r.Quote.Reason, "station:") || len(d.Events(t)) != 0 {
		t.Errorf("%+v, %d events", r.Quote, len(d.Events(t)))
	}
	if o := d.orders("Burger", "Fries"); time.Time(o.EstimatedReadyTime) != by || o.Eta == nil || time.Time(o.Eta.P80) != p80 {
		t.Errorf("promised %v, %+v; quoted %+v", o.EstimatedReadyTime, o.Eta, r.Quote)
	}
}

// TestTheHonestyOfPromisesIsCounted: once an order is ready.
func TestTheHonestyOfPromisesIsCounted(t *testing.T) {
	t.Parallel()
	var later atomic.Int64 // a time.Duration
	d := openPub(t, testhouse.WithClock(func() time.Time { return evening.Add(time.Duration(later.Load())) }))
	var r struct{ Stats api.Promises }
	if d.get("/stats/eta").is(http.StatusOK).into(&r); r.Stats.Orders != 0 || len(r.Stats.Days) != 0 {
		t.Errorf("of nothing: %+v", r.Stats)
	}
	o := d.orders("Burger", "Fries")
	later.Store(int64(4 * time.Minute))
	d.works(o, kitchen.Bump, "")
	for end := time.Now().Add(20 * time.Second); r.Stats.Orders == 0 && time.Now().Before(end); { // until the house has learnt of it
		d.get("/stats/eta").is(http.StatusOK).into(&r)
	}
	if s := r.Stats; s.Orders != 1 || s.MAE <= 0 || s.Broken != 0 || len(s.Days) != 1 || s.Days[0].Orders != 1 || len(s.Days[0].Stations) != 1 {
		t.Errorf("%+v", s)
	}
}
