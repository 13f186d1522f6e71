package orderup

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pages are documents that claim something in each row of their tables, and name the test that proves it; with the number
// of rows they have at least.
var pages = map[string]int{"docs/spec/engine.io-v4.md": 45, "docs/spec/socket.io-v5.md": 40, "docs/security.md": 37}

// verdict is how the third column of a table begins.
var verdict = regexp.MustCompile(`^(yes|partial|no|cut|refused|ignored)\b`)

// citation is how the last column names a test: `folder.TestName`, or `folder.TestName: name of a case`.
var citation = regexp.MustCompile("`([a-z0-9/_]+)\\.((?:Test|Fuzz)\\w+)(?:: ([^`]+))?`")

func TestCitations(t *testing.T) {
	known := tests{}
	for page, atLeast := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		rows := tableRows(string(text))
		if len(rows) < atLeast {
			t.Errorf("%s has %d rows, and had %d once", page, len(rows), atLeast)
		}
		for _, row := range rows {
			if complaint := known.checkRow(row); complaint != "" {
				t.Errorf("%s: %s\n%s", page, complaint, row)
			}
		}
	}
}

// The control of TestCitations: rows that prove nothing are found.
func TestRowsThatProveNothingAreFound(t *testing.T) {
	known := tests{}
	for story, row := range map[string]string{
		"no test":        "| Handshake | it is a GET | yes | obvious |",
		"no verdict":     "| Handshake | it is a GET | | `socketio.TestHandshakeRefuses` |",
		"another word":   "| Handshake | it is a GET | maybe | `socketio.TestHandshakeRefuses` |",
		"too few cells":  "| it is a GET | yes | `socketio.TestHandshakeRefuses` |",
		"unknown test":   "| Handshake | it is a GET | yes | `socketio.TestNothing` |",
		"unknown case":   "| Handshake | it is a GET | yes | `socketio.TestPollingRefuses: no such case` |",
		"wrong folder":   "| Handshake | it is a GET | yes | `client.TestHandshakeRefuses` |",
		"one is unknown": "| Handshake | it is a GET | yes | `socketio.TestHandshakeRefuses` and `socketio.TestNothing` |",
		"unknown folder": "| Handshake | it is a GET | yes | `nowhere.TestPollingRefuses` |",
	} {
		if known.checkRow(row) == "" {
			t.Errorf("%s: not found", story)
		}
	}
	if complaint := known.checkRow("| Handshake | it is a GET | yes, 400 | `socketio.TestPollingRefuses: binary body` |"); complaint != "" {
		t.Errorf("a good row: %s", complaint)
	}
}

// tableRows returns the rows of all tables but for their heads.
func tableRows(text string) (rows []string) {
	head := true
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case !strings.HasPrefix(line, "|"):
			head = true
		case strings.HasPrefix(line, "| ---"):
			head = false
		case !head:
			rows = append(rows, line)
		}
	}
	return rows
}

// tests are the names of test functions, and the texts in their files, quoted, by folder.
type tests map[string]map[string]bool

// checkRow tells what is wrong with a row, or nothing.
func (t tests) checkRow(row string) string {
	cells := strings.Split(strings.Trim(row, "|"), " | ")
	if len(cells) != 4 {
		return "a row has four cells: where, what, the answer, the proof"
	}
	if strings.HasPrefix(cells[2], "with the feature") {
		return ""
	}
	if !verdict.MatchString(strings.TrimSpace(cells[2])) {
		return "the answer must begin with " + verdict.String()
	}
	cited := citation.FindAllStringSubmatch(cells[3], -1)
	if len(cited) == 0 {
		return "names no test"
	}
	for _, c := range cited {
		known, name, part := t.in(c[1]), c[2], c[3]
		if !known[name] || part != "" && !known[strconv.Quote(part)] {
			return "there is no " + strings.Trim(c[0], "`")
		}
	}
	return ""
}

// in reads the test files of a folder, once.
func (t tests) in(folder string) map[string]bool {
	if t[folder] != nil {
		return t[folder]
	}
	names := map[string]bool{}
	t[folder] = names
	files, _ := filepath.Glob(filepath.Join(folder, "*_test.go")) // only a bad pattern is an error
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			continue // the compiler says so better
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				names[n.Name.Name] = true
			case *ast.BasicLit:
				names[n.Value] = true
			}
			return true
		})
	}
	return names
}
