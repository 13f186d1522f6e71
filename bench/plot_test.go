package bench

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var fries = Plot{
	Title: "Orders & fries, <more> is better", Ours: "orderup", Value: 2,
	Cells: [][]string{
		{"server", "writers", "orders/s"},
		{"orderup", "1", "500"}, {"Node", "1", "x250.00"}, {"orderup", "16", "0"}, {"Node", "16", "no figure"},
	},
}

func TestPlotIsWellFormedAndToScale(t *testing.T) {
	t.Parallel()
	var widths, texts []string
	d := xml.NewDecoder(strings.NewReader(string(fries.SVG())))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			for _, a := range token.Attr {
				if token.Name.Local == "rect" && a.Name.Local == "width" {
					widths = append(widths, a.Value)
				}
			}
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
	if got := strings.Join(widths, " "); got != "410.0 205.0 1.0 1.0" {
		t.Errorf("bars are %s wide", got)
	}
	for _, want := range []string{"Orders & fries, <more> is better", "writers: 1", "writers: 16", "x250.00"} {
		if !strings.Contains(strings.Join(texts, "|"), want) {
			t.Errorf("%q is nowhere in %q", want, texts)
		}
	}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	page := filepath.Join(folder, "performance.md")
	for _, err := range []error{
		os.WriteFile(page, []byte("a\n<!-- bench:orders -->\nold\n<!-- /bench:orders -->\nb\n"), 0o644),
		Publish(page, "orders", "Here.\n", fries),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	want := "a\n<!-- bench:orders -->\n`go run ./bench/orders -write docs/performance.md`. Here.\n\n" +
		"![Orders & fries, <more> is better](images/bench-orders-1.svg)\n<!-- /bench:orders -->\nb\n"
	if err != nil || string(got) != want {
		t.Errorf("%v, the page is\n%s", err, got)
	}
	if svg, err := os.ReadFile(filepath.Join(folder, "images", "bench-orders-1.svg")); err != nil || string(svg) != string(fries.SVG()) {
		t.Errorf("%v, the plot is\n%s", err, svg)
	}
}
