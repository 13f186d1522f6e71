package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// within is how soon an order must be on the screen of its station.
const within = 500 * time.Millisecond

func TestOrderAppearsAtItsStationAtOnce(t *testing.T) {
	program := start(t)
	program.equip("expo")
	grill, fryer := at(t, program.url+"/kitchen/grill"), at(t, program.url+"/kitchen/fryer")
	const watch = `window.seenAt = 0; new MutationObserver(() => { if (!window.seenAt && document.querySelector(".ticket")) window.seenAt = Date.now(); })
		.observe(document.body, {childList: true, subtree: true});`
	grill.do(chromedp.Evaluate[chromedp.Void](watch))
	before := time.Now()
	burger := program.ask("Ines", "Burger")
	grill.reads(burger, "1× Burger")
	if took := time.Duration(eval[int64](grill.page, `window.seenAt`)-before.UnixMilli()) * time.Millisecond; took < 0 || took > within {
		t.Errorf("the order was on the screen after %v", took)
	}
	grill.hears("new")
	fries := program.ask("Bob", "Fries")
	fryer.shows(fries) // after the burger, which is not for it
	fryer.lacks(burger)
	grill.lacks(fries)
	grill.until(`document.querySelector(".ticket.new")`)
	for deadline := time.Now().Add(patience); program.jobs(burger)[0].SeenAt == ""; {
		if time.Now().After(deadline) {
			t.Fatal("the screen never confirmed the ticket")
		}
		grill.until("true")
	}
}

func TestTickBumpUndoRecall(t *testing.T) {
	program := start(t)
	program.equip("expo")
	first, second := program.ask("Ines", "Burger", "Chicken", "Fries"), program.ask("Bob", "Burger")
	s := at(t, program.url+"/kitchen/grill")
	s.inSlot(first, "1")
	s.inSlot(second, "2")

	s.tick(first, 1)
	s.until(`document.querySelector(` + quote(ticketOf(first)+" .row.done") + `)`)
	s.sent()
	if states := program.states(first); states != "done queued queued" {
		t.Errorf("after one tick the tasks are %s", states)
	}
	s.tick(first, 1)
	s.until(`!document.querySelector(` + quote(ticketOf(first)+" .row.done") + `)`)

	s.bump(first)
	s.lacks(first)
	s.sent()
	if states := program.states(first); states != "done done queued" {
		t.Errorf("a bump at the grill made the tasks %s", states)
	}
	s.press("Undo")
	s.inSlot(first, "1")
	s.sent()
	if states := program.states(first); states != "started started queued" {
		t.Errorf("undo made the tasks %s", states)
	}

	s.bump(first)
	s.lacks(first)
	s.inSlot(second, "1") // the gap is closed
	s.press("Recall")
	s.press("Recall #1")
	s.inSlot(first, "1")
	s.inSlot(second, "2")
	s.reads(first, "Recalled")
	s.sent()
	fired := program.jobs(first)[0]
	if fired.Recalls != 1 {
		t.Errorf("the task was recalled %d times", fired.Recalls)
	}
	since, err := time.Parse(time.RFC3339, fired.FiredAt)
	if err != nil {
		t.Fatal(err)
	}
	if shown, real := clock(s.text(ticketOf(first)+" .timer")), time.Since(since); shown < real-3*time.Second || shown > real+3*time.Second {
		t.Errorf("the timer shows %v, the ticket was fired %v ago", shown, real)
	}
}

// states are those of an order's tasks.
func (p *program) states(o order) string {
	p.t.Helper()
	var states []string
	for _, j := range p.jobs(o) {
		states = append(states, j.State)
	}
	return strings.Join(states, " ")
}

// clock reads a timer such as 12:40.
func clock(text string) time.Duration {
	var m, s time.Duration
	if _, err := fmt.Sscanf(text, "%d:%d", &m, &s); err != nil {
		return -time.Hour
	}
	return m*time.Minute + s*time.Second
}

// witness counts the commands of a kind that the server tells of.
const witness = `import("/socket.io/socket.io.esm.min.js").then(({io}) => new Promise((resolve) => {
	window.verbs = [];
	const socket = io(location.origin, {auth: {as: "screen"}});
	socket.on("order_updated", (e) => window.verbs.push(e.verb + " " + e.order.number));
	socket.on("connect", () => socket.emit("join_kitchen", {stations: ["all"]}, () => resolve(true)));
}))`

func TestCutNetworkLosesNoBump(t *testing.T) {
	program := start(t)
	program.equip("expo")
	var orders []order
	for i := range 4 {
		orders = append(orders, program.ask(fmt.Sprintf("Guest %d", i+1), "Burger"))
	}
	w := newWire(t, program)
	s := at(t, w.url+"/kitchen/grill")
	s.allowed = []string{"ERR_", "/socket.io/", "/sw.js", "/kitchen"}
	s.count(4)
	s.kept("/kitchen")
	watcher := tab(t)
	watcher.open(program.url + "/")
	eval[bool](watcher, witness)

	w.cut()
	s.until(`document.querySelector(".banner.reconnecting")?.innerText.includes("Reconnecting")`)
	s.bump(orders[0])
	s.bump(orders[1])
	s.tickets(2)
	s.until(`document.querySelector(".banner.offline")?.innerText.match(/Offline since .*2 taps wait.*03 555 01 42/s)`)
	s.hears("lost")
	late := program.ask("Arrives meanwhile", "Burger")

	s.do(chromedp.Reload())
	s.tickets(2) // as it was, with the bumps that wait
	s.until(`document.querySelector(".banner .asof")?.innerText.startsWith("As of ")`)
	s.bump(orders[2])
	s.tickets(1)
	s.until(`document.querySelector(".bar .badge")?.innerText === "3"`)

	w.mend()
	s.until(`document.querySelector(".banner.back")?.innerText.includes("all sent")`)
	s.sent()
	s.count(2)
	s.reads(late, "arrived offline")
	for i, want := range []string{"done", "done", "done", "queued"} {
		if states := program.states(orders[i]); states != want {
			t.Errorf("order %d is %s, want %s", i+1, states, want)
		}
	}
	watcher.until(`window.verbs.filter((verb) => verb.startsWith("bump")).length >= 3`)
	if bumps := eval[[]string](watcher, `window.verbs.filter((verb) => verb.startsWith("bump")).sort()`); !slices.Equal(bumps, []string{"bump #001", "bump #002", "bump #003"}) {
		t.Errorf("the server carried out %v", bumps)
	}
}

func TestRefusedBumpComesBackAndSaysWhy(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger")
	w := newWire(t, program)
	s := at(t, w.url+"/kitchen/grill")
	s.allowed = []string{"ERR_", "/socket.io/", "/sw.js"}
	s.shows(o)
	w.cut()
	s.until(`document.querySelector(".banner.reconnecting")`)
	s.bump(o)
	s.lacks(o)
	program.advance(o, "cancelled")
	w.mend()
	s.until(`document.querySelector(".notice.refused")?.innerText.includes("#1 was cancelled")`)
	s.reads(o, "Cancelled") // it stays until somebody has taken note
	s.bump(o)
	s.lacks(o)
	s.sent()
}

func TestServiceByKeyboardOnly(t *testing.T) {
	program := start(t)
	program.equip("expo")
	a, b := program.ask("Ines", "Burger", "Chicken"), program.ask("Bob", "Burger")
	c := program.ask("Eva", "Burger")
	s := at(t, program.url+"/kitchen/grill")
	s.count(3)
	selected := func(o order) { t.Helper(); s.until(`document.querySelector(` + quote(ticketOf(o)+".selected") + `)`) }

	s.key(kb.ArrowRight)
	selected(a)
	s.key(" ") // tick
	s.until(`document.querySelectorAll(` + quote(ticketOf(a)+" .row.done") + `).length === 1`)
	s.key("s") // start the rest
	s.until(`document.querySelectorAll(` + quote(ticketOf(a)+" .row.started") + `).length === 1`)
	s.key(kb.Enter) // bump
	s.lacks(a)
	selected(b)
	s.key("z") // undo
	s.shows(a)
	s.key(kb.ArrowLeft)
	selected(a)
	s.key("b")
	s.lacks(a)
	s.key("r") // recall the last
	s.reads(a, "Recalled")
	selected(b)
	s.key("h") // hold
	s.until(`document.querySelector(` + quote(ticketOf(b)+".held") + `)`)
	s.key("h") // fire
	s.until(`!document.querySelector(` + quote(ticketOf(b)+".held") + `)`)
	s.key(kb.End)
	s.key(kb.Home)
	s.key(kb.ArrowLeft) // what was fired again comes after what was not
	selected(c)
	s.key("p") // rush, with three seconds to think again
	s.reads(c, "Rush")
	s.inSlot(c, "1")

	for _, panel := range [][2]string{{"?", "Help and keys"}, {"f", "What this screen shows"}, {"R", "Recall"}} {
		s.do(chromedp.KeyEvent(panel[0]))
		s.until(`document.querySelector("dialog[open] h2")?.innerText === ` + quote(panel[1]))
		s.key(kb.Escape)
		s.until(`!document.querySelector("dialog")`)
	}
	s.key("a")
	s.until(`document.querySelector(".all-day")?.innerText.includes("Burger")`)
	s.key("t")
	s.until(`document.documentElement.dataset.theme === "light"`)
	s.key("+")
	s.until(`document.documentElement.style.fontSize === "22px"`)
	s.key("/")
	s.until(`document.activeElement.type === "search"`)
	s.fill(".search input", "bob")
	s.until(`document.querySelectorAll(".ticket").length === 1`)
	s.key(kb.Escape)
	s.count(3)
	for range 3 {
		s.until(`document.querySelector(".ticket") && document.activeElement === document.body`)
		n := eval[int](s.page, `Number(document.querySelector(".counts .all b").innerText)`)
		if eval[bool](s.page, `document.querySelector(".selected") === null`) {
			s.key(kb.ArrowRight)
		}
		s.key(kb.Enter)
		s.count(n - 1)
	}
	s.sent()
	if states := program.states(a) + " " + program.states(b) + " " + program.states(c); states != "done done done done" {
		t.Errorf("after a service by keyboard the tasks are %s", states)
	}
}

func TestServiceByDigitsOnly(t *testing.T) {
	program := start(t)
	program.equip("auto")
	var orders []order
	for i := range 5 {
		orders = append(orders, program.ask(fmt.Sprintf("Guest %d", i+1), "Burger"))
	}
	s := at(t, program.url+"/kitchen/grill")
	s.count(5)
	s.key("3")
	s.lacks(orders[2])
	s.key("2")
	s.lacks(orders[1])
	s.inSlot(orders[3], "2") // the second bump has closed the gap
	for n := 2; n >= 0; n-- {
		s.until(`document.querySelector(".ticket .slot")?.innerText === "1"`)
		s.key("1")
		s.count(n)
	}
	s.sent()
	for _, o := range orders {
		if states := program.states(o); states != "done" {
			t.Errorf("order %s is %s", o.Number, states)
		}
	}
}

func TestKeysCanBeMoved(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger")
	s := at(t, program.url+"/kitchen/grill")
	s.shows(o)
	s.press("Menu")
	s.press("Keys and bump bar")
	s.press("Ticket 1: 1")
	s.key("q")
	s.until(`document.querySelector("[aria-label='Ticket 1: q']")`)
	s.key(kb.Escape)
	s.until(`!document.querySelector("dialog")`)
	s.do(chromedp.Reload()) // the device remembers
	s.live()
	s.shows(o)
	s.key("1")
	s.key("q")
	s.lacks(o)
	s.sent()
}

// places are where the tickets of the page lie.
const places = `Object.fromEntries([...document.querySelectorAll(".ticket")].map((ticket) => { const { x, y, width, height } = ticket.getBoundingClientRect();
	return [ticket.dataset.order, [x, y, width, height].map(Math.round).join(" ")]; }))`

func TestFortyTicketsStayWhereTheyAre(t *testing.T) {
	program := start(t)
	program.equip("expo")
	dishes := [][]string{{"Burger"}, {"Burger", "Chicken"}, {"Chicken"}, {"Burger", "Chicken", "Fries"}}
	place := func(n int) {
		for i := range n {
			program.ask(fmt.Sprintf("Guest %d", i+1), dishes[i%len(dishes)]...)
		}
	}
	place(20)
	s := at(t, program.url+"/kitchen/grill")
	s.count(20)
	s.do(chromedp.Evaluate[chromedp.Void](`window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
		if (entry.sources.some(({ node }) => node?.parentElement?.closest(".board"))) window.shifts += entry.value; })).observe({type: "layout-shift"});`))
	before := eval[map[string]string](s.page, places)
	place(20)
	s.count(40)
	for id, where := range eval[map[string]string](s.page, places) {
		if before[id] != "" && before[id] != where {
			t.Errorf("ticket %s moved from %s to %s", id, before[id], where)
		}
	}
	if shifts := eval[float64](s.page, `window.shifts`); shifts != 0 {
		t.Errorf("tickets shifted by %v", shifts)
	}
	seen := map[string]bool{}
	for {
		for id := range eval[map[string]string](s.page, places) {
			seen[id] = true
		}
		if eval[bool](s.page, `document.querySelector(".pager .key:last-child").disabled`) {
			break
		}
		page := s.text(".page[aria-current] b")
		s.key(kb.PageDown)
		s.until(`document.querySelector(".page[aria-current] b").innerText !== ` + quote(page))
	}
	if len(seen) != 40 {
		t.Errorf("the pages show %d tickets", len(seen))
	}
	s.key(kb.Home)
	s.until(`document.querySelector(".page[aria-current] b").innerText === "1"`)
	second := eval[string](s.page, `document.querySelectorAll(".ticket")[1].dataset.order`)
	at := eval[map[string]string](s.page, places)[second]
	s.key("1")
	s.count(39)
	if now := eval[map[string]string](s.page, places)[second]; now != at {
		t.Errorf("the second ticket moved at once from %s to %s", at, now)
	}
	s.until(`(` + places + `)[` + quote(second) + `] !== ` + quote(at)) // the gap is closed after two seconds
	s.sent()
}

func TestTwoScreensBumpTheSameTicket(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger")
	left, right := at(t, program.url+"/kitchen/grill"), at(t, program.url+"/kitchen/grill")
	watcher := tab(t)
	watcher.open(program.url + "/")
	eval[bool](watcher, witness)
	left.shows(o)
	right.shows(o)
	done := make(chan bool)
	go func() { left.bump(o); done <- true }()
	right.bump(o)
	<-done
	for _, s := range []*screen{left, right} {
		s.lacks(o)
		s.sent()
		if said := s.text(".notices"); strings.Contains(said, "changed") {
			t.Errorf("one of them is told %q", said)
		}
	}
	program.ask("Bob", "Fries") // told after everything before it
	watcher.until(`window.verbs.length > 0`)
	if bumps := eval[[]string](watcher, `window.verbs.filter((verb) => verb.startsWith("bump"))`); len(bumps) != 1 {
		t.Errorf("the ticket was bumped %d times", len(bumps))
	}
}

func TestChangesMustBeAcknowledged(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger", "Chicken")
	s := at(t, program.url+"/kitchen/grill")
	s.shows(o)
	program.post("/orders/"+o.ID+"/items", map[string]any{"items": []map[string]any{{"name": "Burger", "price": 5, "quantity": 2}}}, &struct{}{})
	s.reads(o, "Add-on")
	s.hears("changed")
	program.work(o, "void", map[string]any{"tasks": []string{"2"}, "reason": "sold out"})
	s.reads(o, "Void")
	s.until(`document.querySelectorAll(` + quote(ticketOf(o)+" .row.unread") + `).length === 2`)
	s.click(ticketOf(o) + " .row.unread.voided")
	s.until(`!document.querySelector(` + quote(ticketOf(o)+" .row.voided") + `)`)
	s.click(ticketOf(o) + " .row.unread")
	s.until(`!document.querySelector(` + quote(ticketOf(o)+" .row.unread") + `)`)
	s.sent()
	if states := program.states(o); states != "queued voided queued" {
		t.Errorf("taking note made the tasks %s", states)
	}
}

func TestUnknownStationShowsAll(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger")
	s := at(t, program.url+"/kitchen/sushi")
	s.shows(o)
	s.until(`document.body.innerText.includes("no station “sushi”")`)
}

func TestAllDay(t *testing.T) {
	program := start(t)
	program.equip("expo")
	for _, name := range []string{"Ines", "Bob"} {
		program.request(map[string]any{"customerName": name, "items": []map[string]any{
			{"name": "Burger", "price": 5, "quantity": 2}, {"name": "Chicken", "price": 5, "quantity": 1, "course": 2},
		}})
	}
	s := &screen{tab(t)}
	s.open(program.url + "/kitchen/grill?view=all-day")
	s.until(`[...document.querySelectorAll(".total")].map((e) => e.innerText.replace(/\s+/g, " ").trim()).join("|") === "Burger 4|Chicken 0 On hold 2"`)
}
