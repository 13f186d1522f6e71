package bench

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Plot is a bar chart of one column of a table as Table renders it: the first column names the bars, the second the groups
// that they stand in.
type Plot struct {
	Title string
	Cells [][]string // the first row is the head
	Value int        // the column of the figures
	Ours  string     // bars whose names begin with it stand out
}

// Publish writes plots beside a page, as images/bench-NAME-1.svg and so on, and a text into its section of that name, with
// the plots and the command that makes all of it again. What was measured with Steered has a section of its own.
func Publish(page, name, text string, plots ...Plot) error {
	command := fmt.Sprintf("go run ./bench/%s -write docs/performance.md", name)
	if Steered() {
		command, name = "scripts/own-network 1 "+command, name+"-own-network"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "`%s`. %s\n", command, strings.TrimSpace(text))
	images := filepath.Join(filepath.Dir(page), "images")
	if err := os.MkdirAll(images, 0o755); err != nil {
		return fmt.Errorf("write the plots of %s: %w", name, err)
	}
	for i, p := range plots {
		file := fmt.Sprintf("images/bench-%s-%d.svg", name, i+1)
		if err := os.WriteFile(filepath.Join(images, filepath.Base(file)), p.SVG(), 0o644); err != nil {
			return fmt.Errorf("write the plot of %s: %w", name, err)
		}
		fmt.Fprintf(&b, "\n![%s](%s)\n", p.Title, file)
	}
	return WriteSection(page, name, b.String())
}

// The measures of a plot, in pixels.
const (
	plotWidth = 760
	labelEnd  = 270 // where bars begin
	barsEnd   = 680 // where the longest one ends
	barHeight = 15
	barStep   = 19
	groupStep = 30 // from the last bar of a group to the first of the next, with the group's name between
	plotTop   = 34
)

// plotHead is readable on light pages and, where the reader prefers them, on dark ones.
const plotHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">
<style>
text { font: 12px system-ui, sans-serif; fill: #24292f } .title { font-size: 14px; font-weight: 600 } .group { font-weight: 600 }
.label { text-anchor: end } rect { fill: #afb8c1 } rect.ours { fill: #0969da }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #57606a } rect.ours { fill: #58a6ff } }
</style>
<text class="title" x="8" y="20">%s</text>
`

// SVG draws the plot. It has a group for each name in the second column, in their order.
func (p Plot) SVG() []byte {
	var body strings.Builder
	y, longest := plotTop, p.longest()
	for _, group := range p.groups() {
		y += groupStep - barStep
		fmt.Fprintf(&body, "<text class=\"group\" x=\"8\" y=\"%d\">%s</text>\n", y+12, html.EscapeString(p.groupName(group)))
		y += barStep
		for _, row := range p.Cells[1:] {
			if row[1] == group {
				p.bar(&body, row, y, longest)
				y += barStep
			}
		}
	}
	title := html.EscapeString(p.Title)
	return []byte(fmt.Sprintf(plotHead, plotWidth, y+8, plotWidth, y+8, title, title) + body.String() + "</svg>\n")
}

func (p Plot) bar(b *strings.Builder, row []string, y int, longest float64) {
	class := ""
	if strings.HasPrefix(row[0], p.Ours) {
		class = ` class="ours"`
	}
	width := max(figure(row[p.Value])/longest*(barsEnd-labelEnd), 1)
	fmt.Fprintf(b, "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>", labelEnd-8, y+12, html.EscapeString(row[0]))
	fmt.Fprintf(b, "<rect%s x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>", class, labelEnd, y, width, barHeight)
	fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%d\">%s</text>\n", labelEnd+width+6, y+12, html.EscapeString(row[p.Value]))
}

// groups returns the names in the second column, each once.
func (p Plot) groups() (names []string) {
	for _, row := range p.Cells[1:] {
		if !slices.Contains(names, row[1]) {
			names = append(names, row[1])
		}
	}
	return names
}

// groupName says what a group is where its name is only a number: "writers: 16".
func (p Plot) groupName(group string) string {
	if _, err := strconv.Atoi(group); err == nil {
		return p.Cells[0][1] + ": " + group
	}
	return group
}

// longest is the largest figure, or 1 if there is none above 0.
func (p Plot) longest() float64 {
	most := 0.0
	for _, row := range p.Cells[1:] {
		most = max(most, figure(row[p.Value]))
	}
	if most == 0 {
		return 1
	}
	return most
}

// figure reads a cell such as 1457, 0.62 or x1.16.
func figure(cell string) float64 {
	v, err := strconv.ParseFloat(strings.TrimPrefix(cell, "x"), 64)
	if err != nil {
		return 0
	}
	return v
}
