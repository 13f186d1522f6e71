package bench

import (
	"fmt"
	"os"
	"strings"
)

// WriteSection replaces what stands between "<!-- bench:NAME -->" and "<!-- /bench:NAME -->" in a page.
func WriteSection(page, name, content string) error {
	old, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	text, err := replaceSection(string(old), name, content)
	if err != nil {
		return fmt.Errorf("write the table into %s: %w", page, err)
	}
	return os.WriteFile(page, []byte(text), 0o644)
}

func replaceSection(text, name, content string) (string, error) {
	first, last := "<!-- bench:"+name+" -->", "<!-- /bench:"+name+" -->"
	before, rest, begun := strings.Cut(text, first)
	_, after, ended := strings.Cut(rest, last)
	if !begun || !ended {
		return "", fmt.Errorf("it needs the lines %q and %q", first, last)
	}
	return before + first + "\n" + strings.TrimSpace(content) + "\n" + last + after, nil
}

// Table renders rows as a Markdown table; the first row is the head, columns after the first are figures.
func Table(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(&b, "| --- %s|\n", strings.Repeat("| ---: ", len(row)-1))
		}
	}
	return b.String()
}
