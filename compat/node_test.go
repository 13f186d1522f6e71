package compat

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// clients are the names that package.json gives to the versions of socket.io-client.
var clients = []string{"client-4.0", "client-4.4", "client-4.8"}

// transports are what a client may be told to use, as its option of that name.
var transports = []string{"websocket", "polling", "polling,websocket"}

const scriptTimeout = 2 * time.Minute

// result is a line that a script prints: a scenario that has ended, well if Error is empty.
type result struct{ Scenario, Error string }

// runScript runs a script under Node.js and makes a subtest of each of its scenarios.
func runScript(t *testing.T, script string, args ...string) {
	t.Helper()
	if _, err := os.Stat("node_modules/.package-lock.json"); err != nil {
		t.Fatal("the official clients are not installed: run make deps")
	}
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"scripts/" + script}, args...)...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("Node.js is needed: %v", err)
	}
	late := time.AfterFunc(scriptTimeout, func() { cmd.Process.Kill() })
	defer late.Stop()
	scenarios := 0
	for lines := bufio.NewScanner(out); lines.Scan(); scenarios++ {
		report(t, lines.Bytes())
	}
	if err := cmd.Wait(); err != nil || scenarios == 0 {
		t.Errorf("%s ended after %d scenarios: %v\n%s", script, scenarios, err, &complaints)
	}
}

func report(t *testing.T, line []byte) {
	t.Helper()
	var r result
	if err := json.Unmarshal(line, &r); err != nil {
		t.Errorf("the script printed %q: %v", line, err)
		return
	}
	t.Run(r.Scenario, func(t *testing.T) {
		if r.Error != "" {
			t.Error(r.Error)
		}
	})
}
