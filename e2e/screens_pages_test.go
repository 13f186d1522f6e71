package e2e

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// evening fills the kitchen with tickets of every kind.
func (p *program) evening() {
	p.t.Helper()
	p.equip("expo", "fryer") // which has no screen: an alarm
	item := func(name string, quantity int, more map[string]any) map[string]any {
		all := map[string]any{"name": name, "price": 5, "quantity": quantity}
		for k, v := range more {
			all[k] = v
		}
		return all
	}
	ask := func(body map[string]any, items ...map[string]any) order {
		body["items"] = items
		return p.request(body)
	}
	allergy := ask(map[string]any{"customerName": "Marta", "type": "dine_in", "table": "7", "covers": 3},
		item("Burger", 1, map[string]any{"allergies": []string{"nuts", "gluten"}, "notes": "well done"}), item("Fries", 2, nil),
		item("Burger", 1, map[string]any{"course": 2}))
	p.work(allergy, "start", map[string]any{"station": "grill"})
	changed := ask(map[string]any{"customerName": "Jan De Smet-Vanderstraeten", "type": "delivery"}, item("Burger", 2, nil), item("Chicken", 1, nil), item("Salad", 1, nil))
	p.work(changed, "void", map[string]any{"tasks": []string{"2"}, "reason": "sold out"})
	p.post("/orders/"+changed.ID+"/items", map[string]any{"items": []any{item("Burger", 1, nil)}}, &struct{}{})
	p.work(changed, "rush", map[string]any{})
	held := ask(map[string]any{"customerName": "Noor"}, item("Burger", 6, nil))
	p.work(held, "hold", map[string]any{})
	recalled := ask(map[string]any{"customerName": "Eva", "type": "counter"}, item("Chicken", 2, nil))
	p.work(recalled, "bump", map[string]any{"tasks": []string{"1"}})
	p.work(recalled, "recall", map[string]any{"tasks": []string{"1"}})
	for _, name := range []string{"Tom", "Lotte", "Ahmed"} {
		p.work(ask(map[string]any{"customerName": name}, item("Burger", 1, nil), item("Salad", 1, nil)), "bump", map[string]any{})
	}
	p.work(ask(map[string]any{"customerName": "Mia"}, item("Burger", 1, nil)), "pass", map[string]any{"force": true})
}

// walls are the screens and what can be opened on them by key.
var walls = []struct{ name, path, keys string }{
	{"kitchen", "/kitchen/grill", ""}, {"all stations and totals", "/kitchen", "a"}, {"all day", "/kitchen/grill?view=all-day", ""},
	{"stations", "/kitchen/grill", "f"}, {"recall", "/kitchen/grill", "R"}, {"help", "/kitchen/grill", "?"}, {"search", "/kitchen/grill", "/"},
	{"menu", "/kitchen/grill", "menu"}, {"keys", "/kitchen/grill", "keys"}, {"queue", "/kitchen/grill", "queue"}, {"one ticket", "/kitchen/grill", "more"},
	{"pass", "/expo", ""}, {"one order", "/expo", "more"},
}

// visit opens one of the walls.
func visitWall(t *testing.T, program *program, theme, path, keys string) *screen {
	t.Helper()
	s := &screen{tab(t)}
	s.wear(theme)
	address := program.url + path + "?theme=" + theme
	if path == "/kitchen/grill?view=all-day" {
		address = program.url + path + "&theme=" + theme
	}
	s.open(address)
	s.live()
	s.until(`document.querySelector(".ticket, .total")`)
	menu := func(button string) { s.click(".bar > .key:last-of-type"); s.press(button) }
	switch keys {
	case "menu":
		s.click(".bar > .key:last-of-type")
	case "keys":
		menu("Keys and bump bar")
	case "queue":
		menu("Waiting taps")
	case "more":
		s.click(".more")
	case "":
		return s
	default:
		s.key(keys)
	}
	s.until(`document.querySelector("dialog[open], .all-day, .search")`)
	return s
}

func TestAxeFindsNothingOnTheWalls(t *testing.T) {
	axe, err := os.ReadFile("../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is missing: run npm ci in web (%v)", err)
	}
	const run = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((result) =>
		result.violations.map((v) => v.id + ": " + v.help + "\n" + v.nodes.map((n) => "  " + n.html.slice(0, 200) + "\n    " + n.any.concat(n.all).map((c) => c.message).join("; ")).join("\n")))`
	program := start(t)
	program.evening()
	for _, theme := range []string{"light", "dark"} {
		for _, wall := range walls {
			t.Run(theme+" "+wall.name, func(t *testing.T) {
				s := visitWall(t, program, theme, wall.path, wall.keys)
				s.do(chromedp.Evaluate[chromedp.Void](string(axe)))
				for _, violation := range eval[[]string](s.page, run) {
					t.Error(violation)
				}
			})
		}
	}
}

// sticksOut lists what is wider than the screen, or than what it is in.
const sticksOut = `[...document.querySelectorAll(".bar, .warnings, .under, .work, .strip, .facts, .row, .line, .foot, .lane-head, .panel, .panel-body, .total, .notice")]
	.filter((e) => e.getBoundingClientRect().width && (e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1))
	.slice(0, 5).map((e) => e.tagName + "." + e.className + " " + Math.round(e.getBoundingClientRect().right) + " needs " + e.scrollWidth + " of " + e.clientWidth)`

// At every size, also at 200 % zoom of a laptop (half its pixels) and with the
// longest words, everything can be read and pressed.
func TestWallsFitEverySize(t *testing.T) {
	program := start(t)
	program.evening()
	for _, wall := range walls {
		t.Run(wall.name, func(t *testing.T) {
			s := visitWall(t, program, "dark", wall.path, wall.keys)
			for _, size := range [][2]int64{{320, 640}, {390, 844}, {640, 400}, {768, 1024}, {1280, 800}, {1920, 1080}, {3840, 2160}} {
				s.resize(size[0], size[1])
				s.settled()
				for _, element := range eval[[]string](s.page, sticksOut) {
					t.Errorf("%d x %d: %s", size[0], size[1], element)
				}
				for _, target := range eval[[]string](s.page, tooSmall) {
					t.Errorf("%d x %d: %s", size[0], size[1], target)
				}
			}
		})
	}
}

// settled waits until the page has been drawn twice.
func (s *screen) settled() {
	s.t.Helper()
	eval[bool](s.page, `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(true), 0))))`)
}

// tooSmall lists what cannot be pressed with a finger.
const tooSmall = `[...document.querySelectorAll("button, a.key, select, input:not([type=radio],[type=checkbox]), label.check, .segments label")]
	.map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width > 0 && (r.height < 43.5 || r.width < 43.5))
	.slice(0, 5).map(([e, r]) => e.outerHTML.slice(0, 120) + " " + Math.round(r.width) + "x" + Math.round(r.height))`

func TestWallsInEveryLanguage(t *testing.T) {
	program := start(t)
	program.evening()
	for code, bump := range map[string]string{"en": "BUMP", "nl": "KLAAR", "fr": "TERMINÉ", "de": "FERTIG", "es": "HECHO"} {
		t.Run(code, func(t *testing.T) {
			for _, path := range []string{"/kitchen/grill", "/expo"} {
				s := &screen{tab(t)}
				s.open(program.url + path + "?lang=" + code)
				s.live()
				s.until(`document.querySelector(".ticket") && document.documentElement.lang === ` + quote(code))
				if path != "/expo" {
					s.until(`document.querySelector(".bump").innerText.trim() === ` + quote(bump))
				}
				for _, press := range []string{"", ".bar > .key:last-of-type"} {
					if press != "" {
						s.click(press)
						s.until(`document.querySelector("dialog[open]")`)
					}
					if key := eval[string](s.page, `document.body.innerText.match(/\b(common|conn|kds|expo|state|type|mark|refused|wake|sound|verb|action|reason|nav)\.[a-z_]+/)?.[0] ?? ""`); key != "" {
						t.Errorf("%s shows the key %q", path, key)
					}
					for _, size := range [][2]int64{{320, 640}, {1280, 800}} {
						s.resize(size[0], size[1])
						s.settled()
						for _, element := range eval[[]string](s.page, sticksOut) {
							t.Errorf("%s at %d x %d: %s", path, size[0], size[1], element)
						}
					}
				}
			}
		})
	}
}

// stopwatch measures from the arrival of a change to the paint after it.
const stopwatch = `window.took = [];
	window.WebSocket = class extends WebSocket {
		constructor(...address) {
			super(...address);
			this.addEventListener("message", ({ data }) => {
				if (typeof data !== "string" || !data.includes("order_updated")) return;
				const begun = performance.now();
				requestAnimationFrame(() => {
					const painted = new MessageChannel();
					painted.port1.onmessage = () => window.took.push(performance.now() - begun);
					painted.port2.postMessage(0);
				});
			});
		}
	};`

// A change is on the screen within 100 ms also in the busiest hour, and a long
// service leaves nothing behind in the browser's memory.
func TestHundredTicketsAreFastAndLean(t *testing.T) {
	program := start(t)
	program.equip("expo")
	var orders []order
	for i := range 100 {
		orders = append(orders, program.ask(fmt.Sprintf("Guest %d", i+1), "Burger", "Chicken"))
	}
	s := &screen{tab(t)}
	if _, err := chromedp.Call(s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: stopwatch}); err != nil {
		t.Fatal(err)
	}
	s.open(program.url + "/kitchen/grill")
	s.live()
	s.count(100)
	s.until(`window.took.length >= 100`) // every ticket was confirmed, which is told too
	change := func(n int) {
		t.Helper()
		s.do(chromedp.Evaluate[chromedp.Void](`window.took = []`))
		for i := range n {
			program.work(orders[i/2%4], []string{"bump", "recall"}[i%2], map[string]any{"tasks": []string{"1"}})
		}
		s.until(fmt.Sprintf(`window.took.length >= %d`, n))
	}
	// The best of a few rounds: other programs on this machine are not what is measured.
	best := time.Hour
	for range 5 {
		change(40)
		took := eval[[]float64](s.page, `window.took.toSorted((a, b) => a - b)`)
		best = min(best, time.Duration(took[len(took)*95/100]*float64(time.Millisecond)))
		t.Logf("event to pixel with 100 tickets: p50 %.1f ms, p95 %.1f ms", took[len(took)/2], took[len(took)*95/100])
		if best < 100*time.Millisecond {
			break
		}
	}
	if best > 100*time.Millisecond {
		t.Errorf("19 of 20 changes were on the screen after %v", best)
	}
	before := s.heap()
	change(300)
	after := s.heap()
	t.Logf("heap: %.1f MB, after 300 more changes %.1f MB", float64(before)/1e6, float64(after)/1e6)
	if grown := after - before; grown > 2e6 {
		t.Errorf("300 changes left %d bytes behind", grown)
	}
}

// heap is the memory in use once all that is unused was given back, in bytes.
func (s *screen) heap() int64 {
	s.t.Helper()
	if _, err := chromedp.Call(s.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
		s.t.Fatal(err)
	}
	usage, err := chromedp.Call(s.ctx, runtime.GetHeapUsage, cdp.Empty{})
	if err != nil {
		s.t.Fatal(err)
	}
	return int64(usage.UsedSize)
}
