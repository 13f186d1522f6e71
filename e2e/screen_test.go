package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// equip gives the program a kitchen of three stations with somebody at the
// pass ("expo"), or with an order that goes when its last task is done
// ("auto"); screens of some stations must confirm their tickets.
func (p *program) equip(expo string, confirm ...string) {
	p.t.Helper()
	station := func(id, name string) map[string]any {
		return map[string]any{"id": id, "name": name, "open": true, "receipt": slices.Contains(confirm, id)}
	}
	p.send(http.MethodPut, "/kitchen/setup", map[string]any{
		"setup": map[string]any{"version": 0, "expo": expo, "fire": "immediate", "catchAll": "cold", "graceSeconds": 0, "receiptSeconds": 1,
			"autoClearMinutes": 0, "warnMinutes": 5, "lateMinutes": 8, "phone": "03 555 01 42"},
		"stations": []any{station("grill", "Grill"), station("fryer", "Fryer"), station("cold", "Cold")},
		"rules": []any{
			map[string]any{"name": "Burger", "stations": []string{"grill"}}, map[string]any{"name": "Chicken", "stations": []string{"grill"}},
			map[string]any{"name": "Fries", "stations": []string{"fryer"}},
		},
	}, &struct{}{})
}

// send is post with any method.
func (p *program) send(method, path string, body, answer any) {
	p.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequest(method, p.url+path, strings.NewReader(string(text)))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Body.Close()
	said, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode >= 300 {
		p.t.Fatalf("%s %s: %s %v\n%s", method, path, w.Status, err, said)
	}
	if err := json.Unmarshal(said, answer); err != nil {
		p.t.Fatalf("%s %s: %v", method, path, err)
	}
}

// ask places an order of dishes, one of each.
func (p *program) ask(customer string, dishes ...string) order {
	p.t.Helper()
	var items []map[string]any
	for _, name := range dishes {
		items = append(items, map[string]any{"name": name, "price": 5, "quantity": 1})
	}
	return p.request(map[string]any{"customerName": customer, "items": items})
}

func (p *program) request(body map[string]any) order {
	p.t.Helper()
	var answer struct{ Order order }
	p.post("/orders", body, &answer)
	return answer.Order
}

// work is a command to the kitchen by somebody else.
func (p *program) work(o order, verb string, body map[string]any) {
	p.t.Helper()
	p.post("/orders/"+o.ID+"/kitchen/"+verb, body, &struct{}{})
}

// job is what the tests read of a task.
type job struct {
	ID, Line, Station, State string
	Recalls                  int
	FiredAt, SeenAt, DoneAt  string
}

// jobs returns the tasks of an order.
func (p *program) jobs(o order) []job {
	p.t.Helper()
	var answer struct{ Order struct{ Tasks []job } }
	p.get("/orders/"+o.ID, &answer)
	return answer.Order.Tasks
}

func (p *program) get(path string, answer any) {
	p.t.Helper()
	p.send(http.MethodGet, path, nil, answer)
}

// screen is a screen of the kitchen in a tab.
type screen struct{ *page }

// ears collects the sounds that are due, whether anybody can hear them or not.
const ears = `window.sounds = []; document.addEventListener("kitchen-sound", (e) => window.sounds.push(e.detail));`

// at opens a screen and waits until it is live.
func at(t *testing.T, url string) *screen {
	t.Helper()
	s := &screen{tab(t)}
	s.open(url)
	s.live()
	s.do(chromedp.Evaluate[chromedp.Void](ears))
	return s
}

func (s *screen) live() {
	s.t.Helper()
	s.until(`document.querySelector(".bar .connection")?.dataset.state === "live"`)
}

// kept waits until the service worker has what a reload needs.
func (s *screen) kept(page string) {
	s.t.Helper()
	s.do(chromedp.Evaluate[chromedp.Void](`window.kept = false; (async () => {
		await navigator.serviceWorker.ready;
		while (!(navigator.serviceWorker.controller && await caches.match(` + quote(page) + `))) await new Promise((resolve) => setTimeout(resolve, 20));
		window.kept = true;
	})()`))
	s.until("window.kept")
}

// ticketOf is the element of an order.
func ticketOf(o order) string { return fmt.Sprintf(`.ticket[data-order=%q]`, o.ID) }

func (s *screen) shows(o order) {
	s.t.Helper()
	s.until(`document.querySelector(` + quote(ticketOf(o)) + `)`)
}

func (s *screen) lacks(o order) {
	s.t.Helper()
	s.until(`!document.querySelector(` + quote(ticketOf(o)) + `)`)
}

// reads waits for a ticket to contain a text.
func (s *screen) reads(o order, text string) {
	s.t.Helper()
	s.until(`document.querySelector(` + quote(ticketOf(o)) + `)?.innerText.toLowerCase().includes(` + quote(strings.ToLower(text)) + `)`)
}

// hears waits for a sound to be due.
func (s *screen) hears(sound string) {
	s.t.Helper()
	s.until(`window.sounds.includes(` + quote(sound) + `)`)
}

// bump presses the large button of a ticket.
func (s *screen) bump(o order) {
	s.t.Helper()
	s.click(ticketOf(o) + " .bump")
}

// tick presses a row of a ticket, from 1.
func (s *screen) tick(o order, row int) {
	s.t.Helper()
	s.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelectorAll(%s)[%d].click()`, quote(ticketOf(o)+" .row"), row-1)))
}

func (s *screen) key(key string) {
	s.t.Helper()
	s.do(chromedp.KeyEvent(key))
}

// inSlot waits for a ticket to lie in a slot.
func (s *screen) inSlot(o order, slot string) {
	s.t.Helper()
	s.until(`document.querySelector(` + quote(ticketOf(o)+" .slot") + `)?.innerText === ` + quote(slot))
}

// count waits for a number of tickets on all pages.
func (s *screen) count(n int) {
	s.t.Helper()
	s.until(fmt.Sprintf(`document.querySelector(".counts .all b")?.innerText === "%d"`, n))
}

// tickets waits for a number of tickets on the page.
func (s *screen) tickets(n int) {
	s.t.Helper()
	s.until(fmt.Sprintf(`document.querySelectorAll(".ticket").length === %d`, n))
}

// sent waits until nothing is on its way to the server.
func (s *screen) sent() {
	s.t.Helper()
	s.until(`document.querySelector(".bar .badge") === null`)
}

// A wire is a network between a browser and the program that can be cut. While
// it is cut, connections are refused, as by a machine that is away.
type wire struct {
	t      *testing.T
	to     string
	url    string
	mu     sync.Mutex
	isCut  bool
	conns  map[net.Conn]bool
	listen net.Listener
}

func newWire(t *testing.T, program *program) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{t: t, to: strings.TrimPrefix(program.url, "http://"), url: "http://" + l.Addr().String(), conns: map[net.Conn]bool{}, listen: l}
	t.Cleanup(func() { l.Close(); w.cut() })
	go w.accept()
	return w
}

func (w *wire) accept() {
	for {
		near, err := w.listen.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", w.to)
		if err != nil || !w.keep(near, far) {
			near.Close()
			if far != nil {
				far.Close()
			}
			continue
		}
		go pipe(near, far)
		go pipe(far, near)
	}
}

func pipe(from, to net.Conn) {
	_, _ = io.Copy(to, from) // ends when either side does
	from.Close()
	to.Close()
}

// keep takes note of connections; false while the wire is cut.
func (w *wire) keep(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.isCut {
		return false
	}
	for _, c := range conns {
		w.conns[c] = true
	}
	return true
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.isCut = true
	for c := range w.conns {
		c.Close()
	}
	clear(w.conns)
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.isCut = false
}
