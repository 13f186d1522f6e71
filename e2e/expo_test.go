package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// lane waits until an order is in a lane of the pass.
func (s *screen) lane(o order, name string) {
	s.t.Helper()
	s.until(`document.querySelector(` + quote(".lane."+name+" "+ticketOf(o)) + `)`)
}

func TestPass(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger", "Fries")
	expo, grill := at(t, program.url+"/expo"), at(t, program.url+"/kitchen/grill")
	expo.lane(o, "cooking")
	expo.reads(o, "0/2")
	grill.shows(o)
	grill.bump(o)
	expo.reads(o, "1/2")
	expo.reads(o, "Waits for Fryer")
	program.work(o, "bump", map[string]any{"station": "fryer"})
	expo.lane(o, "assemble")
	expo.hears("ready")
	expo.press("Order up #1")
	expo.lane(o, "waiting")
	expo.sent()
	expo.press("Handed over #1")
	expo.lacks(o)
	expo.sent()
	if status := program.read(o).Status; status != "completed" {
		t.Errorf("an order that was handed over is %s", status)
	}
}

// read returns an order as it is.
func (p *program) read(o order) order {
	p.t.Helper()
	var answer struct{ Order order }
	p.get("/orders/"+o.ID, &answer)
	return answer.Order
}

func TestPassByKeyboardOnly(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger")
	program.work(o, "bump", map[string]any{})
	s := at(t, program.url+"/expo")
	s.lane(o, "assemble")
	s.key("1")
	s.lane(o, "waiting")
	s.key(kb.ArrowRight)
	s.until(`document.querySelector(".lane.waiting.active .selected")`)
	s.key(kb.Enter)
	s.lacks(o)
	s.sent()
}

// An order with open lines goes only when the button is held.
func TestPassByForce(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger", "Fries")
	s := at(t, program.url+"/expo")
	s.lane(o, "cooking")
	s.click(ticketOf(o) + " .bump")
	s.until(`!document.querySelector(".holding")`)
	s.lane(o, "cooking")
	middle := eval[[2]float64](s.page, `(({ x, y, width, height }) => [x + width / 2, y + height / 2])(document.querySelector(`+quote(ticketOf(o)+" .bump")+`).getBoundingClientRect())`)
	if _, err := chromedp.Call(s.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMousePressed, X: middle[0], Y: middle[1], Button: input.MouseButtonLeft, ClickCount: 1,
	}); err != nil {
		t.Fatal(err)
	}
	s.lane(o, "waiting")
	s.sent()
	if states := program.states(o); states != "done done" {
		t.Errorf("a forced pass left the tasks %s", states)
	}
}

func TestPassSendsBack(t *testing.T) {
	program := start(t)
	program.equip("expo")
	o := program.ask("Ines", "Burger", "Fries")
	program.work(o, "bump", map[string]any{})
	expo, fryer := at(t, program.url+"/expo"), at(t, program.url+"/kitchen/fryer")
	expo.lane(o, "assemble")
	expo.press("More #1")
	expo.until(`document.querySelector("dialog[open]")`)
	expo.do(chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("dialog .check")].find((label) => label.innerText.includes("Fries")).click()`))
	expo.press("Remake: Burnt")
	expo.lane(o, "cooking")
	fryer.reads(o, "Remake")
	fryer.reads(o, "Burnt")
	fryer.bump(o)
	expo.lane(o, "assemble")
}

// A ticket that no screen has confirmed is said at the pass.
func TestPassAlarm(t *testing.T) {
	program := start(t)
	program.equip("expo", "grill")
	s := at(t, program.url+"/expo")
	o := program.ask("Ines", "Burger")
	s.lane(o, "cooking")
	s.until(`document.querySelector(".alarm")?.innerText.includes("Nobody at Grill has confirmed #1")`)
	s.hears("changed")
	s.press("Told")
	s.until(`!document.querySelector(".alarm")`)
}
