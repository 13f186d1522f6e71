package e2e

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "write the screenshots of docs/images")

// imageLimit keeps the pictures of the documentation small, in bytes.
const imageLimit = 250_000

// TestScreenshots takes the pictures of the documentation. Without -update it
// only checks that they can be taken. The letters are those of the machine:
// install Roboto or the like for pictures that look as they do elsewhere.
func TestScreenshots(t *testing.T) {
	for _, shot := range []struct{ name, path, theme string }{
		{"start", "/", "light"}, {"docs", "/docs#post-orders", "light"},
		{"test-client-light", "/test-client.html", "light"}, {"test-client-dark", "/test-client.html", "dark"},
	} {
		t.Run(shot.name, func(t *testing.T) {
			program := start(t)
			b := beside(t, program)
			b.wear(shot.theme)
			b.open(program.url + shot.path)
			switch shot.path {
			case "/test-client.html":
				b.connect()
				b.scene()
			case "/":
				b.program.advance(b.program.place("Ines"), "ready")
				b.until(`document.querySelector("[data-figure=ready]").innerText === "1"`)
			}
			b.picture(shot.name)
		})
	}
}

// TestScreenshotsOfTheWalls takes those of the kitchen's screens, from the
// gallery, which has orders in every state.
func TestScreenshotsOfTheWalls(t *testing.T) {
	folder, err := filepath.Abs("../web")
	if err != nil {
		t.Fatal(err)
	}
	program := start(t, "--dev", folder)
	for _, shot := range []struct{ name, query, until string }{
		{"kitchen-dark", "theme=dark", ".ticket.late"}, {"kitchen-light", "theme=light&allday", ".all-day"},
		{"kitchen-offline", "theme=dark&state=offline", ".banner.offline"}, {"kitchen-menu", "theme=light&panel=menu", "dialog[open]"},
		{"expo-dark", "theme=dark&scene=expo", ".ticket"}, {"expo-light", "theme=light&scene=expo", ".ticket"},
	} {
		t.Run(shot.name, func(t *testing.T) {
			p := tab(t)
			p.wear("dark") // without motion
			p.open(program.url + "/gallery?" + shot.query)
			p.until(`document.querySelector(` + quote(shot.until) + `)`)
			p.picture(shot.name)
		})
	}
}

func (p *page) picture(name string) {
	p.t.Helper()
	shot := run(p, chromedp.CaptureScreenshot())
	if size, err := png.DecodeConfig(bytes.NewReader(shot)); err != nil || size.Width != 1280 || size.Height != 800 {
		p.t.Fatalf("no picture of 1280 x 800: %+v %v", size, err)
	}
	if !*update {
		return
	}
	if len(shot) > imageLimit {
		p.t.Errorf("the picture has %d bytes, allowed are %d", len(shot), imageLimit)
	}
	folder := "../docs/images"
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), shot, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
