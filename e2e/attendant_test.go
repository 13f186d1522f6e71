package e2e

import (
	"bufio"
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/chromedp"
)

// An attendant is a page that is open during a whole service.
type attendant struct {
	*screen
	path  string
	looks []look
}

// A look is what a page holds once all that is unused was given back, and how
// many orders have been on it until then, and are there no more.
type look struct{ Heap, Nodes, Listeners, Came, Went int64 }

func (l look) String() string {
	return fmt.Sprintf("holds %.2f MB, %d nodes, %d listeners; %d orders came, %d went", mb(l.Heap), l.Nodes, l.Listeners, l.Came, l.Went)
}

// attend opens a page that takes note of the orders on it. The test client has
// to be told to connect.
func attend(t *testing.T, program *program, path string, scripts ...string) *attendant {
	t.Helper()
	a := &attendant{screen: &screen{tab(t)}, path: path}
	for _, script := range append(scripts, painted) {
		a.before(script)
	}
	a.open(program.url + path)
	if path == "/test-client.html" {
		a.press("Connect")
	}
	return a
}

// painted notes which orders were on the page when it was drawn.
const painted = `window.painted = { came: new Set(), went: new Set() };
	{
		let due = 0;
		const note = () => {
			due = 0;
			const here = new Set([...document.querySelectorAll("[data-order]")].filter((e) => e.getBoundingClientRect().height > 0).map((e) => e.dataset.order));
			for (const id of painted.came) if (!here.has(id)) painted.went.add(id);
			for (const id of here) painted.came.add(id);
		};
		new MutationObserver(() => { due ||= requestAnimationFrame(note); }).observe(document, { childList: true, subtree: true });
	}`

// hoard keeps every message, letter by letter, copies of a ticket, and
// listeners, many times over: it has seconds for what takes others days.
const hoard = `window.hoard = [];
	window.WebSocket = class extends WebSocket {
		constructor(...address) {
			super(...address);
			this.addEventListener("message", ({ data }) => {
				for (let i = 0; i < 12; i++) window.hoard.push([...data]);
				for (let i = 0; i < 3; i++) window.hoard.push(document.querySelector(".ticket")?.cloneNode(true));
				for (let i = 0; i < 60; i++) document.addEventListener("forget", () => data);
			});
		}
	};`

func (a *attendant) look() look {
	a.t.Helper()
	now := eval[look](a.page, `({ Came: painted.came.size, Went: painted.went.size })`)
	now.Heap = a.heap()
	counters, err := chromedp.Call(a.ctx, memory.GetDOMCounters, cdp.Empty{})
	if err != nil {
		a.t.Fatal(err)
	}
	now.Nodes, now.Listeners = counters.Nodes, counters.JsEventListeners
	a.looks = append(a.looks, now)
	return now
}

// heap is what the server's last collection left in use, in bytes.
func (p *program) heap() int64 {
	p.t.Helper()
	r, err := http.Get(p.url + "/metrics")
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		var bytes float64
		if n, _ := fmt.Sscanf(lines.Text(), "go_gc_heap_live_bytes %g", &bytes); n == 1 {
			return int64(bytes)
		}
	}
	p.t.Fatal("/metrics lacks go_gc_heap_live_bytes")
	return 0
}
