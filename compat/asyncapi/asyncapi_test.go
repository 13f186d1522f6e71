package asyncapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"orderup/internal/testhouse"
)

// check runs the parser over a document and returns what it says.
func check(t *testing.T, document []byte) (said string, err error) {
	t.Helper()
	if _, err := os.Stat("node_modules/.package-lock.json"); err != nil {
		t.Fatal("the AsyncAPI parser is not installed: run make deps")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "check.mjs")
	cmd.Stdin = bytes.NewReader(document)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestTheOfficialParserReadsOurDocument(t *testing.T) {
	t.Parallel()
	ours := testhouse.Open(t, testhouse.WithDoors()).API.AsyncAPI()
	var written struct {
		Operations map[string]json.RawMessage
		Components struct{ Messages map[string]json.RawMessage }
	}
	if err := json.Unmarshal(ours, &written); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("orderup live: %d operations, %d messages\n", len(written.Operations), len(written.Components.Messages))
	if said, err := check(t, ours); err != nil || said != want || len(written.Operations) == 0 {
		t.Errorf("%v, it says:\n%swant:\n%s", err, said, want)
	}
}

// TestTheOfficialParserSeesMistakes is the control: a document that is wrong
// must not pass.
func TestTheOfficialParserSeesMistakes(t *testing.T) {
	t.Parallel()
	good := testhouse.Open(t, testhouse.WithDoors()).API.AsyncAPI()
	for name, bad := range map[string][]byte{
		"no document":       []byte("{}"),
		"a lost reference":  bytes.Replace(good, []byte(`"#/channels/socket"`), []byte(`"#/channels/nothing"`), 1),
		"an unknown action": bytes.Replace(good, []byte(`"action": "send"`), []byte(`"action": "shout"`), 1),
	} {
		if said, err := check(t, bad); err == nil || bytes.Equal(bad, good) {
			t.Errorf("%s passed: %s", name, said)
		}
	}
}
