package e2e

import (
	"path/filepath"
	"testing"
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
	program := start(t)
	program.evening()
	for _, theme := range themes {
		for _, wall := range walls {
			t.Run(theme+" "+wall.name, func(t *testing.T) {
				visitWall(t, program, theme, wall.path, wall.keys).audit(theme)
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

// That older tickets are missing is said in every language and has room at
// every size, and a screen that has all says nothing.
func TestOlderTicketsAreSaid(t *testing.T) {
	folder, err := filepath.Abs("../web")
	if err != nil {
		t.Fatal(err)
	}
	program := start(t, "--dev", folder)
	for code, text := range map[string]string{
		"en": "120 older tickets are not shown", "nl": "120 oudere bonnen niet getoond", "fr": "120 bons plus anciens non affichés",
		"de": "120 ältere Bons nicht angezeigt", "es": "120 comandas más antiguas sin mostrar",
	} {
		t.Run(code, func(t *testing.T) {
			for _, scene := range []string{"crowd", "expo"} {
				s := &screen{tab(t)}
				s.open(program.url + "/gallery?lang=" + code + "&older=120&scene=" + scene)
				s.until(`document.querySelector(".older")?.innerText.trim() === ` + quote(text))
				for _, size := range [][2]int64{{320, 640}, {768, 1024}} { // where the bar is tightest
					s.resize(size[0], size[1])
					s.settled()
					for _, wrong := range append(eval[[]string](s.page, sticksOut), eval[[]string](s.page, tooSmall)...) {
						t.Errorf("%s at %d x %d: %s", scene, size[0], size[1], wrong)
					}
				}
				s.open(program.url + "/gallery?lang=" + code + "&scene=" + scene)
				s.until(`document.querySelector(".ticket, .cells") && !document.querySelector(".older")`)
			}
		})
	}
}
