package parsers

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"
)

// askOfficial gives all inputs to one of the official parsers, and each answer to judge: null if it refuses.
func askOfficial(t *testing.T, parser string, inputs []string, judge func(input string, answer []byte)) {
	t.Helper()
	if _, err := os.Stat("node_modules/.package-lock.json"); err != nil {
		t.Fatal("the official parsers are not installed: run make deps")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute+time.Duration(len(inputs))*time.Millisecond)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "official.mjs", parser)
	cmd.Stdin = bytes.NewReader(lines(inputs))
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("Node.js is needed: %v", err)
	}
	answers := bufio.NewReader(out)
	for i, input := range inputs {
		answer, err := answers.ReadBytes('\n')
		if err != nil {
			t.Fatalf("the official parser fell silent at input %d, %q: %v, %v\n%s", i, input, err, cmd.Wait(), &complaints)
		}
		judge(input, answer)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the official parser ended with %v\n%s", err, &complaints)
	}
}

// lines writes each input as a JSON string on a line of its own.
func lines(inputs []string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, input := range inputs {
		_ = e.Encode(input) // strings can be encoded, and a buffer takes them
	}
	return b.Bytes()
}
