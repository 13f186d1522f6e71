package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var paths = []string{"/", "/test-client.html", "/docs"}

// scene fills the test client with everything that it can show.
func (b *bench) scene() {
	b.t.Helper()
	b.press("Create 3 samples")
	b.shows("#003", "Received")
	b.press("Join #001")
	b.press("Join #002")
	b.shows("#002", "Leave")
	for _, step := range [][]string{{"3", "Start preparing", "Mark ready"}, {"2", "Start preparing"}} {
		b.click(".orders li:nth-child(" + step[0] + ") .pick")
		for _, button := range step[1:] {
			b.press(button)
			b.until(`document.querySelector(".steps .btn[aria-disabled]")?.innerText.trim() === ` + quote(button))
		}
	}
	b.shows("#001", "Ready")
	b.shows("#002", "Preparing")
}

// each visits every page, the test client with a scene in it.
func each(t *testing.T, program *program, visit func(t *testing.T, p *page, path string)) {
	for _, path := range paths {
		t.Run(strings.Trim(path, "/"), func(t *testing.T) {
			if path == "/test-client.html" {
				b := connected(t, program)
				b.scene()
				visit(t, b.page, path)
				return
			}
			p := tab(t)
			p.open(program.url + path)
			visit(t, p, path)
		})
	}
}

func TestStartPageFollows(t *testing.T) {
	program := start(t)
	p := tab(t)
	p.open(program.url + "/")
	p.until(`document.querySelector("[data-figure=pending]").innerText === "0"`)
	o := program.place("Ines")
	p.until(`document.querySelector("[data-figure=pending]").innerText === "1"`)
	program.advance(o, "ready")
	p.until(`document.querySelector("[data-figure=ready]").innerText === "1"`)
	for _, path := range eval[[]string](p, `[...document.querySelectorAll("main a")].map((a) => a.pathname)`) {
		if status := eval[int](p, `fetch(`+quote(path)+`).then((r) => r.status)`); status != 200 {
			t.Errorf("the start page leads to %s, which answers %d", path, status)
		}
	}
}

func TestPagesWithoutJavaScript(t *testing.T) {
	program := start(t)
	p := tab(t)
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/": "curl -X POST " + program.url + "/orders", "/docs": "join_order_room"} {
		p.open(program.url + path + "?lang=nl")
		if text := run(p, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, want) {
			t.Errorf("GET %s without JavaScript lacks %q", path, want)
		}
	}
}

// axe-core checks what a machine can of WCAG 2.2 AA.
func TestAxeFindsNothing(t *testing.T) {
	for _, theme := range themes {
		t.Run(theme, func(t *testing.T) {
			each(t, start(t), func(t *testing.T, p *page, _ string) {
				p.wear(theme)
				p.audit(theme)
			})
		})
	}
}

var themes = []string{"light", "dark"}

// audit fails the test for all that axe-core has against a page. A second theme
// has the same elements in other colours, so only those are looked at again.
func (p *page) audit(theme string) {
	p.t.Helper()
	axe, err := os.ReadFile("../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		p.t.Fatalf("axe-core is missing: run npm ci in web (%v)", err)
	}
	rules := `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	if theme != themes[0] {
		rules = `["color-contrast", "link-in-text-block"]`
	}
	p.do(chromedp.Evaluate[chromedp.Void](string(axe)))
	for _, violation := range eval[[]string](p, `axe.run({runOnly: `+rules+`}).then((result) =>
		result.violations.map((v) => v.id + ": " + v.help + "\n" + v.nodes.map((n) => "  " + n.html.slice(0, 200) + "\n    " + n.any.concat(n.all).map((c) => c.message).join("; ")).join("\n")))`) {
		p.t.Error(violation)
	}
}

// No page scrolls sideways: not on a small phone, not at 200 % zoom of a
// laptop (half its pixels), not on a 4K screen.
func TestPagesFitEveryWidth(t *testing.T) {
	each(t, start(t), func(t *testing.T, p *page, _ string) {
		for _, size := range [][2]int64{{320, 640}, {390, 844}, {640, 400}, {1280, 800}, {3840, 2160}} {
			p.resize(size[0], size[1])
			if width := eval[int64](p, `document.documentElement.scrollWidth`); width > size[0] {
				t.Errorf("%d px wide, it needs %d: %v", size[0], width, eval[[]string](p, wide))
			}
		}
	})
}

// wide lists the elements that stick out.
const wide = `[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
	.slice(0, 5).map((e) => e.tagName + "." + e.className + " " + Math.round(e.getBoundingClientRect().right))`

// With a finger, everything to press is large enough and nothing is covered.
func TestTargetsAreLargeEnough(t *testing.T) {
	each(t, start(t), func(t *testing.T, p *page, path string) {
		p.resize(390, 844)
		small := eval[[]string](p, `[...document.querySelectorAll("button, select, input:not([type=radio],[type=checkbox]), .nav a, .door")]
			.map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width > 0 && (r.height < 43.5 || r.width < 43.5))
			.map(([e, r]) => e.outerHTML.slice(0, 80) + " " + Math.round(r.width) + "x" + Math.round(r.height))`)
		for _, target := range small {
			t.Errorf("%s: %s", path, target)
		}
	})
}

func TestEveryLanguage(t *testing.T) {
	program := start(t)
	for code, words := range map[string][2]string{
		"en": {"Connect", "Live"}, "nl": {"Verbind", "Live"}, "fr": {"Connecter", "En direct"},
		"de": {"Verbinden", "Live"}, "es": {"Conectar", "En vivo"},
	} {
		t.Run(code, func(t *testing.T) {
			b := beside(t, program)
			b.open(program.url + "/test-client.html")
			b.pick("select[name=lang]", code)
			b.until(`document.readyState === "complete" && document.documentElement.lang === ` + quote(code))
			b.press(words[0])
			b.live()
			if word := b.text(".connect .connection"); word != words[1] {
				t.Errorf("connected, it says %q", word)
			}
			for _, size := range [][2]int64{{320, 640}, {1280, 800}} {
				b.resize(size[0], size[1])
				for _, path := range paths {
					b.open(program.url + path)
					b.readable(path, size[0])
				}
			}
		})
	}
}

// readable checks that a page shows no keys in place of words and fits.
func (b *bench) readable(path string, width int64) {
	b.t.Helper()
	if key := eval[string](b.page, `document.body.innerText.match(/\b(common|conn|connection|figures|orders|order|kitchen|log|why|status|set|start)\.[a-z_]+/)?.[0] ?? ""`); key != "" && path != "/docs" {
		b.t.Errorf("%s shows the key %q", path, key)
	}
	if needed := eval[int64](b.page, `document.documentElement.scrollWidth`); needed > width {
		b.t.Errorf("%s needs %d px of %d: %s", path, needed, width, fmt.Sprint(eval[[]string](b.page, wide)))
	}
}

func TestThemePicker(t *testing.T) {
	program := start(t)
	p := tab(t)
	p.wear("light")
	p.open(program.url + "/")
	const background = `getComputedStyle(document.documentElement).backgroundColor`
	light := eval[string](p, background)
	p.pick("select[name=theme]", "dark")
	p.until(background + " !== " + quote(light))
	p.open(program.url + "/docs")
	if kept := eval[string](p, background); kept == light {
		t.Error("the next page forgot the theme")
	}
}
