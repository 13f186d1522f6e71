package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/heapprofiler"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for anything.
const patience = 20 * time.Second

// page is a tab of its own, without the cookies of others. An error or warning
// in its console fails the test, unless a part of its text is allowed.
type page struct {
	t       *testing.T
	ctx     context.Context
	allowed []string
}

// lastWord ends the reading of a console.
const lastWord = "the test is over"

// tab opens an empty page of 1280 x 800.
func tab(t *testing.T) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	p := &page{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // opens the tab, which lives as long as the context of this call
		t.Fatal(err)
	}
	p.resize(1280, 800)
	said := make(chan []string, 1)
	console := chromedp.Console(ctx)
	go func() {
		var complaints []string
		for message, err := range console {
			if err != nil || message.Text == lastWord {
				break
			}
			if message.Type != chromedp.ConsoleLog && message.Type != chromedp.ConsoleInfo && message.Type != chromedp.ConsoleDebug {
				complaints = append(complaints, message.String()+" "+message.URL)
			}
		}
		said <- complaints
	}()
	t.Cleanup(func() {
		defer cancel()
		p.do(chromedp.Evaluate[chromedp.Void](`console.log(` + quote(lastWord) + `)`))
		p.check(<-said)
	})
	return p
}

func (p *page) check(complaints []string) {
	for _, text := range complaints {
		if !slices.ContainsFunc(p.allowed, func(part string) bool { return strings.Contains(text, part) }) {
			p.t.Errorf("the page complained: %s", text)
		}
	}
}

// run runs an action and fails the test if it does.
func run[T any](p *page, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, chromedp.Steps(actions...))
}

// open goes to an address and waits until the page has loaded.
func (p *page) open(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// before lets a script run before those of the page.
func (p *page) before(script string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		p.t.Fatal(err)
	}
}

// until waits for a JavaScript expression to become true, also across a
// reload. On failure it says what the page showed.
func (p *page) until(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	wait := `new Promise((resolve) => { const look = () => ((` + expression + `) ? resolve(true) : setTimeout(look, 20)); look(); })`
	for {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise))
		if err == nil {
			return
		}
		if ctx.Err() != nil || !navigated(err) {
			p.t.Fatalf("never became true: %s (%v)\nthe page shows:\n%s", expression, err, p.text("body"))
		}
	}
}

// navigated says whether an evaluation ended because its page was left.
func navigated(err error) bool {
	return strings.Contains(err.Error(), "navigated") || strings.Contains(err.Error(), "context was destroyed")
}

// eval returns the value of an expression or of its promise.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	return run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// text returns the visible text of the first element of a selector.
func (p *page) text(selector string) string {
	p.t.Helper()
	return eval[string](p, "document.querySelector("+quote(selector)+")?.innerText ?? ''")
}

// press clicks the button with this name.
func (p *page) press(name string) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.Search(fmt.Sprintf(`//button[normalize-space()=%q or @aria-label=%q]`, name, name))))
}

// click clicks the first element of a selector.
func (p *page) click(selector string) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// choose clicks an option of a group of radio buttons.
func (p *page) choose(group, value string) {
	p.t.Helper()
	p.click(fmt.Sprintf(`input[name=%q][value=%q]`, group, value))
}

// pick chooses an option of a list by its value.
func (p *page) pick(selector, value string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const list = document.querySelector(%s);
		list.value = %s; list.dispatchEvent(new Event("change", { bubbles: true })); }`, quote(selector), quote(value))))
}

// fill replaces the text of a field.
func (p *page) fill(selector, text string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void]("document.querySelector("+quote(selector)+").select()"),
		chromedp.SendKeys(chromedp.CSS(selector), text))
}

// resize sets the size of the view in CSS pixels.
func (p *page) resize(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// wear sets what the page takes for the system's theme.
func (p *page) wear(theme string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	if err != nil {
		p.t.Fatal(err)
	}
}

// heap is the memory in use, with that of the document, once all that is
// unused was given back, in bytes.
func (p *page) heap() int64 {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
		p.t.Fatal(err)
	}
	usage, err := chromedp.Call(p.ctx, runtime.GetHeapUsage, cdp.Empty{})
	if err != nil {
		p.t.Fatal(err)
	}
	return int64(usage.UsedSize + usage.EmbedderHeapUsedSize + usage.BackingStorageSize)
}

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }

func quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // strings can always be written as JSON
	}
	return string(quoted)
}
