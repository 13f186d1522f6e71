package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A change is on the screen within 100 ms also in the busiest hour; it draws
// its ticket once and no other; one timer moves all clocks; and hundreds of
// changes leave nothing behind in the browser's memory.
func TestHundredTicketsAreFastAndLean(t *testing.T) {
	program := start(t)
	s, orders := hundred(t, program)
	isFast(t, s, program, orders)
	patchesOnce(t, s, program, orders)
	hasOneTimer(t, s)
	isLean(t, s, program, orders)
}

// hundred opens the grill's screen, a large one, with a hundred tickets that
// are being cooked.
func hundred(t *testing.T, program *program) (*screen, []order) {
	t.Helper()
	program.equip("expo")
	var orders []order
	for i := range 100 {
		o := program.ask(fmt.Sprintf("Guest %d", i+1), "Burger", "Chicken")
		program.work(o, "start", map[string]any{"station": "grill"})
		orders = append(orders, o)
	}
	s := &screen{tab(t)}
	s.resize(1920, 1080)
	s.before(timers)
	s.before(stopwatch)
	s.open(program.url + "/kitchen/grill")
	s.live()
	s.count(100)
	s.settled()
	return s, orders
}

// stopwatch measures from the arrival of a bump or recall to the paint after
// its ticket has changed in the document. It notes which tickets were changed
// although the page was told nothing new of them, and how many clocks moved
// together.
const stopwatch = `Object.assign(window, { heard: 0, took: [], patches: 0, causeless: [], ticks: [] });
	{
		const told = new Set();
		const begun = new Map();
		const hear = ({ verb, order }) => {
			told.add(order.id);
			if (verb !== "bump" && verb !== "recall") return;
			window.heard++;
			begun.set(order.id, performance.now());
		};
		window.WebSocket = class extends WebSocket {
			constructor(...address) {
				super(...address);
				this.addEventListener("message", ({ data }) => {
					if (typeof data === "string" && data.startsWith('42["order_updated"')) hear(JSON.parse(data.slice(2))[1]);
				});
			}
		};
		const patched = (order) => {
			window.patches++;
			if (!told.delete(order)) window.causeless.push(order);
			const since = begun.get(order);
			begun.delete(order);
			if (since !== undefined) requestAnimationFrame(() => {
				const painted = new MessageChannel();
				painted.port1.onmessage = () => window.took.push(performance.now() - since);
				painted.port2.postMessage(0);
			});
		};
		new MutationObserver((records) => {
			const changed = records.map(({ target }) => target instanceof Element ? target : target.parentElement).filter((e) => e?.closest(".ticket"));
			const clocks = new Set(changed.map((e) => e.closest(".timer")).filter(Boolean));
			if (clocks.size) window.ticks.push(clocks.size);
			new Set(changed.filter((e) => !e.closest(".timer")).map((e) => e.closest(".ticket").dataset.order)).forEach(patched);
		}).observe(document, { childList: true, characterData: true, attributes: true, subtree: true });
	}`

// timers notes what has been set and has not come or been cleared yet.
const timers = `window.timers = new Map();
	for (const kind of ["Interval", "Timeout"]) {
		const [set, clear] = [window["set" + kind].bind(window), window["clear" + kind].bind(window)];
		window["set" + kind] = (run, delay = 0, ...given) => {
			const id = set(() => {
				if (kind === "Timeout") window.timers.delete(id);
				run(...given);
			}, delay);
			window.timers.set(id, { kind, delay });
			return id;
		};
		window["clear" + kind] = (id) => {
			window.timers.delete(id);
			clear(id);
		};
	}`

// change bumps and recalls a dish of the first tickets by turns, n times, each
// time once the last is on the screen.
func change(s *screen, program *program, orders []order, n int) {
	s.t.Helper()
	s.do(chromedp.Evaluate[chromedp.Void](`window.took = []; window.patches = 0; window.causeless = []`))
	for i := range n {
		toggle(program, orders, i)
		s.until(fmt.Sprintf(`window.took.length > %d`, i))
	}
}

func toggle(program *program, orders []order, i int) {
	program.t.Helper()
	program.work(orders[i/2%4], []string{"bump", "recall"}[i%2], map[string]any{"tasks": []string{"1"}})
}

// isFast takes the best of a few rounds: other programs on this machine are
// not what is measured.
func isFast(t *testing.T, s *screen, program *program, orders []order) {
	best := time.Hour
	for round := 0; round < 8 && best > 100*time.Millisecond; round++ {
		change(s, program, orders, 40)
		took := eval[[]float64](s.page, `window.took.toSorted((a, b) => a - b)`)
		best = min(best, time.Duration(took[len(took)*95/100]*float64(time.Millisecond)))
		t.Logf("event to pixel with 100 tickets: p50 %.1f ms, p95 %.1f ms", took[len(took)/2], took[len(took)*95/100])
	}
	if best > 100*time.Millisecond {
		t.Errorf("19 of 20 changes were on the screen after %v", best)
	}
}

// patchesOnce also looks whether the elements of the tickets are still the
// same ones.
func patchesOnce(t *testing.T, s *screen, program *program, orders []order) {
	s.do(chromedp.Evaluate[chromedp.Void](`window.before = [...document.querySelectorAll(".ticket")]; undefined`))
	change(s, program, orders, 20)
	if patches := eval[int](s.page, `window.patches`); patches < 20 {
		t.Errorf("20 changes made %d patches", patches)
	}
	if causeless := eval[[]string](s.page, `window.causeless`); len(causeless) > 0 {
		t.Errorf("these tickets were drawn without news of them, or twice: %q", causeless)
	}
	if anew := eval[int](s.page, `[...document.querySelectorAll(".ticket")].filter((e, i) => e !== window.before[i]).length`); anew > 0 {
		t.Errorf("%d tickets were made anew", anew)
	}
}

func hasOneTimer(t *testing.T, s *screen) {
	s.do(chromedp.Evaluate[chromedp.Void](`window.ticks = []`))
	s.until(`window.ticks.length >= 3`)
	shown := eval[int](s.page, `document.querySelectorAll(".ticket .timer").length`)
	if together := eval[int](s.page, `Math.min(...window.ticks)`); shown < 10 || together < shown-2 { // one may be due at the very moment
		t.Errorf("of %d clocks only %d moved together", shown, together)
	}
	intervals := eval[[]float64](s.page, `[...window.timers.values()].filter(({ kind, delay }) => kind === "Interval" && delay < 60_000).map(({ delay }) => delay)`)
	if len(intervals) != 1 || intervals[0] != 1000 {
		t.Errorf("timers go off every %v ms", intervals)
	}
	if waiting := eval[int](s.page, `[...window.timers.values()].filter(({ kind, delay }) => kind === "Timeout" && delay > 50).length`); waiting > 5 {
		t.Errorf("%d timers wait, with %d tickets in view", waiting, shown)
	}
}

func isLean(t *testing.T, s *screen, program *program, orders []order) {
	before := s.heap()
	heard := eval[int](s.page, `window.heard`)
	for i := range 300 {
		toggle(program, orders, i)
	}
	s.until(fmt.Sprintf(`window.heard >= %d`, heard+300))
	s.settled()
	after := s.heap()
	t.Logf("heap: %.1f MB, after 300 more changes %.1f MB", mb(before), mb(after))
	if grown := after - before; grown > 2e6 {
		t.Errorf("300 changes left %d bytes behind", grown)
	}
}
