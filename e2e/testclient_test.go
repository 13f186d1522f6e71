package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The six steps of "How to Test" in the description that the product began with.
func TestHowToTest(t *testing.T) {
	b := beside(t, start(t))
	b.open(b.program.url + "/test-client.html") // 1 open the page
	b.connect()                                 // 2 connect
	b.press("Create order")                     // 3 create orders
	b.shows("#001", "Test Customer", "€12.00", "Received")
	b.press("Create 3 samples")
	b.shows("#004", "Received")
	for _, number := range []string{"#001", "#002", "#003", "#004"} { // 4 join their rooms
		b.press("Join " + number)
		b.shows(number, "Leave")
	}
	b.choose("speed", "60")
	b.press("Simulate workflow") // 5 simulate the kitchen
	for _, number := range []string{"#001", "#002", "#003", "#004"} {
		b.shows(number, "Picked up")
	}
	b.logged("order_status_updated", "completed") // 6 watch it in the log
	b.flawless()

	b.press("Statistics")
	b.until(`document.querySelector(".overview")?.innerText.includes("totalRevenue")`)
	b.press("Leave #001")
	b.logged("left_order_room")
	b.press("Disconnect")
	b.until(`document.querySelector(".connect .connection").dataset.state === "offline"`)
}

func TestStatusButtons(t *testing.T) {
	b := connected(t, start(t))
	b.program.place("Ines")
	b.shows("#001", "Ines")
	for _, step := range []struct{ button, word string }{
		{"Start preparing", "Preparing"}, {"Mark ready", "Ready"}, {"Cancel order", "Cancelled"},
	} {
		b.press(step.button)
		b.shows("#001", step.word)
	}
	b.flawless()
	if why := eval[string](b.page, `document.querySelector(".steps .btn").title`); !strings.Contains(why, "cancelled") {
		t.Errorf("the buttons of a cancelled order say %q", why)
	}
	slowest := eval[float64](b.page, `Math.max(...[...document.querySelectorAll(".speed dd span")].map((s) => parseFloat(s.innerText.slice(3))))`)
	if !(slowest >= 0 && slowest < 500) {
		t.Errorf("the slowest event took %v ms", slowest)
	}
}

// A proof of concept put names into the page as markup; this is what they then do.
func TestCustomerNameStaysText(t *testing.T) {
	const name = `<img src=x onerror="window.hacked=1"></script>`
	b := connected(t, start(t))
	b.program.place(name)
	b.shows("#001", name)
	b.logged("new_order", "<img src=x")
	b.until(`document.querySelector(".headline").innerText.includes("<img src=x")`)
	if eval[bool](b.page, `"hacked" in window || document.querySelector("main img") !== null`) {
		t.Error("a customer's name became markup")
	}
}

// resumed waits until the log has a join that went on where the last
// connection ended.
func (b *bench) resumed() {
	b.t.Helper()
	b.fill(".log input[type=search]", `"resumed":true`)
	b.logged("joined_order_room")
}

func TestDroppedLinkLosesNothing(t *testing.T) {
	b := beside(t, start(t))
	b.open(b.program.url + "/test-client.html")
	b.click(".target .check input") // a guest hears only what it joins
	o := b.program.place("Ines")
	b.connect()
	b.press("Join #001")
	b.logged("joined_order_room")
	b.press("Drop link")
	b.program.advance(o, "in_progress", "ready", "completed")
	b.shows("#001", "Picked up")
	b.live()
	b.figure("Events received", "3")
	b.flawless()
	b.resumed()
}

func TestKilledServerLosesNothing(t *testing.T) {
	b := connected(t, start(t))
	b.allowed = []string{"ERR_CONNECTION", "/socket.io/"} // the page's server is gone for a while
	o := b.program.place("Ines")
	b.press("Join #001")
	b.logged("joined_order_room")
	b.program.advance(o, "in_progress")
	b.shows("#001", "Preparing")
	b.program.restart()
	b.program.advance(o, "ready", "completed")
	b.live()
	b.shows("#001", "Picked up")
	b.resumed()
	b.flawless()
}

// crowd asks for a number of further sockets.
func (b *bench) crowd(n string) {
	b.t.Helper()
	b.fill("input[name=crowd]", n)
	b.do(chromedp.KeyEvent(kb.Tab))
}

func TestFiftyExtraClients(t *testing.T) {
	b := connected(t, start(t))
	b.crowd("50")
	b.figure("Extra clients", "50")
	o := b.program.place("Ines")
	b.program.advance(o, "in_progress", "ready")
	b.until(`document.body.innerText.includes("3 to 3 events each")`)
	b.crowd("0")
	b.figure("Extra clients", "0")
	b.flawless()
}

func TestPollingOnly(t *testing.T) {
	b := beside(t, start(t))
	b.open(b.program.url + "/dev")
	b.pick(".target select", "polling")
	b.connect()
	b.until(`document.querySelector(".connect .facts").innerText.includes("polling")`)
	b.program.advance(b.program.place("Ines"), "ready")
	b.shows("#001", "Ready")
	b.flawless()
}

func TestAnotherServer(t *testing.T) {
	here, there := start(t), start(t)
	b := beside(t, there)
	b.open(here.url + "/test-client.html")
	b.fill(".target input", there.url)
	b.connect()
	b.press("Create order")
	b.shows("#001", "Test Customer")
	b.press("Join #001")
	b.logged("joined_order_room")
	there.advance(order{ID: "001"}, "ready")
	b.shows("#001", "Ready")
}

func TestCustomJSON(t *testing.T) {
	b := connected(t, start(t))
	b.allowed = []string{"/orders"} // Chromium reports the refusal, which is what was wanted
	b.press("Custom JSON…")
	b.fill("dialog textarea", `{"customerName": "Bob"`)
	b.click("dialog .primary")
	b.until(`document.querySelector("dialog .error").innerText.startsWith("This is not JSON yet")`)
	b.fill("dialog textarea", `{"customerName": "Bob", "items": []}`)
	b.click("dialog .primary")
	b.until(`document.querySelector("dialog .error").innerText.includes("item")`)
	b.fill("dialog textarea", `{"customerName": "Bob", "items": [{"name": "Beer", "price": 3.5, "quantity": 2}]}`)
	b.click("dialog .primary")
	b.shows("#001", "Bob", "€7.00")
	b.until(`document.querySelector("dialog") === null`)
}

func TestLog(t *testing.T) {
	b := connected(t, start(t))
	b.program.place("Ines")
	b.logged("new_order")
	b.fill(".log input[type=search]", "ines")
	b.until(`[...document.querySelectorAll(".log .rows li")].every((row) => row.innerText.includes("#001"))`)
	b.press("Pause")
	b.program.place("Ines too")
	b.shows("#002")
	if strings.Contains(b.text(".log .rows"), "#002") {
		t.Error("a paused log went on")
	}
	b.press("Pause")
	b.logged("#002")
	b.press("Clear")
	b.until(`document.querySelector(".log .rows") === null`)
}

func TestKeyboardOnly(t *testing.T) {
	b := beside(t, start(t))
	b.open(b.program.url + "/test-client.html")
	for range 20 {
		b.do(chromedp.KeyEvent(kb.Tab))
		if eval[string](b.page, `document.activeElement.innerText`) == "Connect" {
			break
		}
	}
	if ring := eval[string](b.page, `getComputedStyle(document.activeElement).outlineWidth`); ring != "3px" {
		t.Errorf("the focus ring is %s wide", ring)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.live()
	if focus := eval[string](b.page, `document.activeElement.innerText`); focus != "Connect" {
		t.Errorf("the focus went to %q when the button took effect", focus)
	}
}
