package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The short form measures every setup with the real program, follows changes to clients of both nodes, and writes it all
// into the page.
func TestShort(t *testing.T) {
	folder := t.TempDir()
	program, page := filepath.Join(folder, "orderup"), filepath.Join(folder, "page.md")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "orderup/cmd/orderup").CombinedOutput(); err != nil {
		t.Fatalf("build orderup: %v\n%s", err, out)
	}
	if err := os.WriteFile(page, []byte("<!-- bench:stores -->\n<!-- /bench:stores -->\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder) // data files go below the working folder
	if err := run(t.Context(), []string{"-short", "-orderup", program, "-folder", os.TempDir(), "-write", page}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range setups() {
		for _, writers := range []int{1, 4} {
			if head := fmt.Sprintf("\n| %s | %d | ", s, writers); !strings.Contains(string(text), head) || strings.Contains(string(text), head+"0 ") {
				t.Errorf("%s with %d writers has no figure", s, writers)
			}
		}
	}
	for _, head := range []string{"SQLite | the same node", "PostgreSQL, one node | the same node", "PostgreSQL, two nodes | the same node", "PostgreSQL, two nodes | the other node"} {
		if !strings.Contains(string(text), "\n| "+head+" | ") {
			t.Errorf("there is no line %s", head)
		}
	}
	if left, err := filepath.Glob("tmp/*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if t.Failed() {
		t.Logf("the page:\n%s", text)
	}
}
