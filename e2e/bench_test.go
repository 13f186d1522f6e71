package e2e

import (
	"strings"
	"testing"
)

// bench is the test client in a tab.
type bench struct {
	*page
	program *program
}

// beside opens a tab for a program that runs already and so outlives it: a
// page without its server complains.
func beside(t *testing.T, program *program) *bench {
	t.Helper()
	return &bench{page: tab(t), program: program}
}

// connected opens the test client and connects it.
func connected(t *testing.T, program *program) *bench {
	t.Helper()
	b := beside(t, program)
	b.open(program.url + "/test-client.html")
	b.connect()
	return b
}

func (b *bench) connect() {
	b.t.Helper()
	b.press("Connect")
	b.live()
}

func (b *bench) live() {
	b.t.Helper()
	b.until(`document.querySelector(".connect .connection").dataset.state === "live"`)
}

// figure waits for a tile of the soak to show a value.
func (b *bench) figure(name, value string) {
	b.t.Helper()
	b.until(`[...document.querySelectorAll(".figure-tile")].some((tile) =>
		tile.querySelector("dt").firstChild.textContent === ` + quote(name) + ` && tile.querySelector("dd").innerText.trim() === ` + quote(value) + `)`)
}

// flawless checks that nothing was lost, duplicated or out of order.
func (b *bench) flawless() {
	b.t.Helper()
	b.figure("Lost", "0")
	b.figure("Duplicated", "0")
	b.figure("Out of order", "0")
}

// shows waits for a row of the list of orders with all of these texts.
func (b *bench) shows(texts ...string) {
	b.t.Helper()
	b.until(`[...document.querySelectorAll(".orders li")].some((row) =>
		` + quote(strings.Join(texts, "\x00")) + `.split("\0").every((text) => row.innerText.includes(text)))`)
}

// logged waits for a row of the live log with all of these texts.
func (b *bench) logged(texts ...string) {
	b.t.Helper()
	b.until(`[...document.querySelectorAll(".log .rows li")].some((row) =>
		` + quote(strings.Join(texts, "\x00")) + `.split("\0").every((text) => row.innerText.includes(text)))`)
}
