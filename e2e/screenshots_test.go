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
const imageLimit = 200_000

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

func (b *bench) picture(name string) {
	b.t.Helper()
	shot := run(b.page, chromedp.CaptureScreenshot())
	if size, err := png.DecodeConfig(bytes.NewReader(shot)); err != nil || size.Width != 1280 || size.Height != 800 {
		b.t.Fatalf("no picture of 1280 x 800: %+v %v", size, err)
	}
	if !*update {
		return
	}
	if len(shot) > imageLimit {
		b.t.Errorf("the picture has %d bytes, allowed are %d", len(shot), imageLimit)
	}
	folder := "../docs/images"
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), shot, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
