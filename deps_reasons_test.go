package orderup

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const reasons = "docs/decisions/0005-dependencies.md"

// direct finds the modules that go.mod requires for our own code.
var direct = regexp.MustCompile(`(?m)^(?:require )?\t?([a-z0-9./-]+\.[a-z]+/[A-Za-z0-9./-]+) v\S+$`)

func TestEveryDependencyHasItsReason(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(reasons)
	if err != nil {
		t.Fatal(err)
	}
	found := direct.FindAllStringSubmatch(string(mod), -1)
	if len(found) == 0 {
		t.Fatal("no direct dependency was found in go.mod: this test no longer understands it")
	}
	for _, match := range found {
		if !strings.Contains(string(page), "`"+match[1]+"`") {
			t.Errorf("%s has no line in %s: say why it is needed and who may import it", match[1], reasons)
		}
	}
}

func TestIndirectDependenciesAreNotOurs(t *testing.T) {
	const mod = "require example.org/one v1.0.0\nrequire (\n\texample.org/two/v2 v2.0.0-0.2026-abc\n\texample.org/three v1.0.0 // indirect\n)\n"
	var got []string
	for _, match := range direct.FindAllStringSubmatch(mod, -1) {
		got = append(got, match[1])
	}
	if strings.Join(got, " ") != "example.org/one example.org/two/v2" {
		t.Errorf("got %q", got)
	}
}
