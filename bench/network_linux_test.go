package bench

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestOwnNetwork: a command in a network of its own has the clients' half of TCP done by the processor it names; who may
// not make one is told so.
func TestOwnNetwork(t *testing.T) {
	t.Parallel()
	const mask = "/sys/class/net/lo/queues/rx-0/rps_cpus"
	before, err := os.ReadFile(mask)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("../scripts/own-network", "1", "cat", mask).CombinedOutput()
	switch {
	case os.Getuid() != 0:
		if err == nil || !strings.Contains(string(out), "by root") {
			t.Errorf("without root: %v, %s", err, out)
		}
	case err != nil || strings.Trim(string(out), "0,\n") != "2":
		t.Errorf("inside, processor 1 does not take what arrives: %v, mask %s", err, out)
	}
	if after, err := os.ReadFile(mask); err != nil || string(after) != string(before) {
		t.Errorf("outside, the mask was %s and is %s (%v)", before, after, err)
	}
}
